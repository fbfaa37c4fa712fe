import { sha256 } from "../../domain/hash.ts";
import { type Instant, SECOND } from "../../domain/time.ts";
import { isoSeconds, numberOf, type Posting, posting } from "./posting.ts";

const REPOSITORY_OWNER = "saltmarsh";

const account = (login: string): Record<string, unknown> => ({
  login,
  id: numberOf(login),
  type: login.endsWith("[bot]") ? "Bot" : "User",
});

const repository = (name: string): Record<string, unknown> => ({
  id: numberOf(name),
  name,
  full_name: `${REPOSITORY_OWNER}/${name}`,
  html_url: `https://github.example/${REPOSITORY_OWNER}/${name}`,
  default_branch: "main",
});

function github(type: string, body: Record<string, unknown>): Posting {
  return posting("github", body, {
    "x-github-event": type,
    "x-github-delivery": sha256(JSON.stringify(body)).slice(0, 32),
  });
}

/** GitHub's `deployment_status`: a deployment reached a state. */
export function deployment(repo: string, ref: string, state: string, at: Instant, by: string): Posting {
  const id = numberOf(`${repo} ${ref}`);
  return github("deployment_status", {
    action: "created",
    deployment_status: {
      id: numberOf(`${repo} ${ref} ${state}`),
      state,
      creator: account(by),
      description: "",
      environment: "production",
      created_at: isoSeconds(at),
      updated_at: isoSeconds(at),
      target_url: "",
      log_url: "",
    },
    deployment: {
      id,
      sha: sha256(ref).slice(0, 40),
      ref,
      task: "deploy",
      environment: "production",
      creator: account(by),
      created_at: isoSeconds(at),
      updated_at: isoSeconds(at),
    },
    repository: repository(repo),
    sender: account(by),
  });
}

/** GitHub's `workflow_run`, completed. */
export function workflow(repo: string, title: string, conclusion: string, at: Instant, by: string): Posting {
  const id = numberOf(`${repo} ${title}`);
  return github("workflow_run", {
    action: "completed",
    workflow_run: {
      ...{
        id,
        name: "ci",
        run_number: id % 1000,
        run_attempt: 1,
        event: "push",
        status: "completed",
        conclusion,
        head_branch: "main",
      },
      ...{
        head_sha: sha256(title).slice(0, 40),
        display_title: title,
        html_url: `https://github.example/${REPOSITORY_OWNER}/${repo}/actions/runs/${id}`,
      },
      ...{
        created_at: isoSeconds(at - 240 * SECOND),
        run_started_at: isoSeconds(at - 240 * SECOND),
        updated_at: isoSeconds(at),
        actor: account(by),
      },
    },
    repository: repository(repo),
    sender: account(by),
  });
}

/** GitHub's `pull_request`, closed by a merge. */
export function mergedPullRequest(repo: string, number: number, title: string, at: Instant, by: string): Posting {
  return github("pull_request", {
    action: "closed",
    number,
    pull_request: {
      ...{
        id: numberOf(`${repo} ${number}`),
        number,
        title,
        state: "closed",
        merged: true,
        draft: false,
        labels: [],
        body: null,
      },
      ...{
        created_at: isoSeconds(at - 7200 * SECOND),
        updated_at: isoSeconds(at),
        closed_at: isoSeconds(at),
        merged_at: isoSeconds(at),
      },
      ...{ user: account(by), merged_by: account(by), merge_commit_sha: sha256(`${repo} ${number}`).slice(0, 40) },
      html_url: `https://github.example/${REPOSITORY_OWNER}/${repo}/pull/${number}`,
      base: { ref: "main", repo: repository(repo) },
      head: { ref: `change-${number}`, sha: sha256(title).slice(0, 40) },
    },
    repository: repository(repo),
    sender: account(by),
  });
}

/** GitLab's deployment event. */
export function gitlabDeployment(project: string, ref: string, status: string, at: Instant, by: string): Posting {
  const body = {
    object_kind: "deployment",
    status,
    status_changed_at: isoSeconds(at).replace("T", " ").replace("Z", " +0000"),
    deployment_id: numberOf(`${project} ${ref}`),
    deployable_url: `https://gitlab.example/${REPOSITORY_OWNER}/${project}/-/jobs/${numberOf(ref)}`,
    environment: "production",
    environment_tier: "production",
    project: {
      id: numberOf(project),
      name: project,
      path_with_namespace: `${REPOSITORY_OWNER}/${project}`,
      web_url: `https://gitlab.example/${REPOSITORY_OWNER}/${project}`,
      default_branch: "main",
    },
    short_sha: sha256(ref).slice(0, 8),
    user: { id: numberOf(by), name: by, username: by, email: "[REDACTED]" },
    commit_title: ref,
    ref,
  };
  return posting("gitlab", body, { "x-gitlab-event": "Deployment Hook" });
}
