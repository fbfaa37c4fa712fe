import { type Static, Type } from "typebox";
import { refName } from "./branches.ts";
import type { SourceContext } from "./define.ts";
import {
  actorOf,
  commitKey,
  common,
  pullRequestKey,
  type Repository,
  Run,
  runKey,
  shortName,
  Text,
  Time,
  toldAt,
  User,
} from "./github-shapes.ts";
import { linksTo } from "./links.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, firstSaid, oneLine } from "./text.ts";

const Deployment = Type.Object({
  id: Id,
  sha: Text,
  ref: Text,
  task: Text,
  environment: Text,
  description: Text,
  creator: maybe(User),
  created_at: Time,
});

const STATES: Readonly<Record<string, string>> = {
  queued: "queued",
  pending: "queued",
  waiting: "queued",
  in_progress: "started",
  success: "succeeded",
  failure: "failed",
  error: "failed",
};

/** Facts that a deployment and its statuses share. */
function ofDeployment(
  repository: Repository,
  deployment: Static<typeof Deployment>,
  environment: string | undefined,
  run: Run | null | undefined,
) {
  const id = `${repository.full_name}/deployments/${deployment.id}`;
  const what = [shortName(repository), deployment.ref ? refName(deployment.ref) : ""].join(" ").trim();
  return {
    kind: "change" as const,
    names: [repository.full_name],
    environment,
    title: oneLine(`Deploy of ${what}${environment === undefined ? "" : ` to ${environment}`}`),
    correlation: [
      { type: "deployment", value: id },
      ...(run ? [runKey(repository, run)] : []),
      ...(deployment.sha ? [commitKey(deployment.sha)] : []),
    ],
    group: id,
  };
}

const deployment: Reader<SourceContext> = reader(
  Type.Object({ ...common, deployment: Deployment, workflow_run: maybe(Run) }),
  ({ repository, sender, deployment, workflow_run }) => {
    const shared = ofDeployment(repository, deployment, firstSaid(deployment.environment), workflow_run);
    return tell({
      ...shared,
      key: `v1:deployment:${deployment.id}`,
      action: "queued",
      actor: actorOf(deployment.creator, sender),
      told: toldAt(deployment.created_at),
      text: beyond(shared.title, deployment.description),
      links: linksTo({ run: workflow_run?.html_url }),
    });
  },
);

const DeploymentStatus = Type.Object({
  id: Id,
  state: Type.String(),
  creator: maybe(User),
  description: Text,
  environment: Text,
  target_url: Text,
  log_url: Text,
  environment_url: Text,
  created_at: Time,
});

/** `inactive` is no news: GitHub sends it for every older deployment when a new one succeeds. */
const deploymentStatus: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    deployment: Deployment,
    deployment_status: DeploymentStatus,
    workflow_run: maybe(Run),
  }),
  ({ repository, sender, deployment, deployment_status: status, workflow_run }) => {
    const reached = STATES[status.state];
    if (reached === undefined) return ignore(`deployment_status.${status.state}`);
    const environment = firstSaid(status.environment, deployment.environment);
    const shared = ofDeployment(repository, deployment, environment, workflow_run);
    const takesBack = /\broll[-_ ]?back\b/i.test(`${deployment.task ?? ""} ${deployment.description ?? ""}`);
    return tell({
      ...shared,
      key: `v1:deployment_status:${status.id}`,
      action: takesBack && reached === "succeeded" ? "rolled_back" : reached,
      actor: actorOf(status.creator, sender),
      told: toldAt(status.created_at),
      text: beyond(shared.title, firstSaid(status.description, deployment.description)),
      links: linksTo({
        target: status.target_url,
        log: status.log_url,
        run: workflow_run?.html_url,
        environment: status.environment_url,
      }),
    });
  },
);

const WorkflowRun = Type.Object({
  ...Run.properties,
  name: Text,
  path: Text,
  event: Text,
  display_title: Text,
  head_branch: Text,
  head_sha: Text,
  conclusion: Text,
  created_at: Time,
  run_started_at: Time,
  updated_at: Time,
  actor: maybe(User),
  triggering_actor: maybe(User),
  pull_requests: maybe(Type.Array(Type.Object({ number: Type.Integer() }))),
});
type WorkflowRun = Static<typeof WorkflowRun>;

const CONCLUSIONS: Readonly<Record<string, string>> = {
  success: "succeeded",
  failure: "failed",
  timed_out: "failed",
  startup_failure: "failed",
  cancelled: "cancelled",
};

function runStep(action: string | null | undefined, run: WorkflowRun): string | undefined {
  if (action === "requested") return "queued";
  if (action === "in_progress") return "started";
  return action === "completed" ? CONCLUSIONS[run.conclusion ?? ""] : undefined;
}

/** A first attempt is requested when the run is made; `created_at` stays that of the first when it is run again. */
function runTime(action: string | null | undefined, run: WorkflowRun) {
  if (action !== "requested") return toldAt(run.updated_at);
  return toldAt((run.run_attempt ?? 1) > 1 ? run.run_started_at : run.created_at);
}

/** Runs of pull requests are checks of proposals: nothing that users could notice. */
const workflowRun: Reader<SourceContext> = reader(
  Type.Object({ ...common, workflow_run: WorkflowRun, workflow: maybe(Type.Object({ name: Text })) }),
  ({ action, repository, sender, workflow_run: run, workflow }) => {
    const step = runStep(action, run);
    if (step === undefined) return ignore(`workflow_run.${action} ${run.conclusion ?? ""}`.trim());
    if (/^pull_request/.test(run.event ?? "")) return ignore("workflow_run of a pull request");
    const name = firstSaid(run.name, workflow?.name, run.path?.split("/").at(-1)) ?? "workflow";
    const about = firstSaid(run.display_title);
    const key = runKey(repository, run);
    return tell({
      key: `v1:workflow_run:${run.id}:${run.run_attempt ?? 1}:${action}`,
      kind: "change",
      action: step,
      actor: actorOf(run.triggering_actor, run.actor, sender),
      told: runTime(action, run),
      names: [repository.full_name],
      title: oneLine(about === undefined || about === name ? name : `${name}: ${about}`),
      correlation: [
        key,
        ...(run.head_sha ? [commitKey(run.head_sha)] : []),
        ...(run.pull_requests ?? []).map(({ number }) => pullRequestKey(repository, number)),
      ],
      links: linksTo({ run: run.html_url }),
      group: key.value,
    });
  },
);

const REVIEWS: Readonly<Record<string, string>> = { requested: "queued", approved: "updated", rejected: "cancelled" };

const deploymentReview: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    workflow_run: WorkflowRun,
    environment: Text,
    workflow_job_run: maybe(Type.Object({ environment: Text })),
    since: Time,
    comment: Text,
    approver: maybe(User),
    requestor: maybe(User),
  }),
  (review) => {
    const { action, repository, workflow_run: run, since, sender } = review;
    const step = REVIEWS[action ?? ""];
    if (step === undefined) return ignore(`deployment_review.${action}`);
    const environment = firstSaid(review.environment, review.workflow_job_run?.environment);
    const key = runKey(repository, run);
    const asked = action === "requested";
    const title = `Deploy of ${shortName(repository)} to ${environment ?? "an environment"}: review ${action}`;
    return tell({
      key: `v1:deployment_review:${run.id}:${run.run_attempt ?? 1}:${environment ?? ""}:${action}`,
      kind: "change",
      action: step,
      actor: asked ? actorOf(review.requestor, sender) : actorOf(review.approver, sender),
      told: toldAt(since) ?? toldAt(run.updated_at),
      names: [repository.full_name],
      environment,
      title: oneLine(title),
      text: beyond(title, review.comment),
      correlation: [key, ...(run.head_sha ? [commitKey(run.head_sha)] : [])],
      links: linksTo({ run: run.html_url }),
      group: key.value,
    });
  },
);

export const deployReaders: Readonly<Record<string, Reader<SourceContext>>> = {
  deployment,
  deployment_status: deploymentStatus,
  deployment_review: deploymentReview,
  workflow_run: workflowRun,
};
