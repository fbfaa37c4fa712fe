import { type Static, Type } from "typebox";
import { isMainline, refName } from "./branches.ts";
import type { SourceContext } from "./define.ts";
import {
  actorOf,
  commitKey,
  common,
  type Project,
  placeOf,
  runKey,
  shortName,
  Text,
  toldAt,
  User,
} from "./gitlab-shapes.ts";
import { linksTo } from "./links.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, firstSaid, oneLine, said } from "./text.ts";

const STATUSES: Readonly<Record<string, string>> = {
  created: "queued",
  blocked: "queued",
  running: "started",
  success: "succeeded",
  failed: "failed",
  canceled: "cancelled",
};

const deployment: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    status: Type.String(),
    status_changed_at: Text,
    deployment_id: Id,
    deployable_url: Text,
    environment: Text,
    environment_external_url: Text,
    short_sha: Text,
    commit_url: Text,
    commit_title: Text,
    ref: Text,
  }),
  (payload) => {
    const { project, status, deployment_id: number, ref } = payload;
    const action = STATUSES[status];
    if (action === undefined) return ignore(`deployment ${status}`);
    const environment = said(payload.environment);
    const id = `${placeOf(project)}/-/deployments/${number}`;
    const sha = firstSaid(payload.commit_url?.split("/").at(-1), payload.short_sha);
    const what = [shortName(project), ref ? refName(ref) : ""].join(" ").trim();
    const title = oneLine(`Deploy of ${what}${environment === undefined ? "" : ` to ${environment}`}`);
    return tell({
      key: `v1:deployment:${project.path_with_namespace}:${number}:${status}`,
      kind: "change",
      action,
      actor: actorOf(payload.user),
      told: toldAt(payload.status_changed_at),
      names: [project.path_with_namespace],
      environment,
      title,
      text: beyond(title, payload.commit_title),
      correlation: [{ type: "deployment", value: id }, ...(sha === undefined ? [] : [commitKey(sha)])],
      links: linksTo({
        job: payload.deployable_url,
        commit: payload.commit_url,
        environment: payload.environment_external_url,
      }),
      group: id,
    });
  },
);

const Pipeline = Type.Object({
  id: Id,
  iid: maybe(Id),
  name: Text,
  ref: Text,
  tag: maybe(Type.Boolean()),
  sha: Text,
  source: Text,
  status: Type.String(),
  created_at: Text,
  started_at: Text,
  finished_at: Text,
  url: Text,
});

const PIPELINE_ENDS: Readonly<Record<string, string>> = {
  success: "succeeded",
  failed: "failed",
  canceled: "cancelled",
};

/** Whether a pipeline can reach the users: not that of a proposal, and not one that a push to somebody's branch began. */
function reachesUsers({ ref, tag, source }: Static<typeof Pipeline>, { default_branch }: Project): boolean {
  if (/merge_request_event|external_pull_request_event/.test(source ?? "")) return false;
  return tag === true || source !== "push" || !default_branch || isMainline(ref, default_branch);
}

const pipeline: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    object_attributes: Pipeline,
    commit: maybe(Type.Object({ title: Text, message: Text, url: Text })),
  }),
  ({ object_attributes: run, commit, project, user }) => {
    const action = run.status === "running" ? "started" : PIPELINE_ENDS[run.status];
    if (action === undefined) return ignore(`pipeline ${run.status}`);
    if (!reachesUsers(run, project)) return ignore("pipeline of a branch or merge request");
    const told = action === "started" ? (toldAt(run.started_at) ?? toldAt(run.created_at)) : toldAt(run.finished_at);
    const name = firstSaid(run.name) ?? `Pipeline #${run.iid ?? run.id} of ${shortName(project)}`;
    const about = firstSaid(commit?.title, commit?.message?.split("\n", 1)[0]);
    const key = runKey(project, run.id);
    return tell({
      key: `v1:pipeline:${project.path_with_namespace}:${run.id}:${run.status}:${told?.at ?? ""}`,
      kind: "change",
      action,
      actor: actorOf(user),
      told,
      names: [project.path_with_namespace],
      title: oneLine(about === undefined ? name : `${name}: ${about}`),
      correlation: [key, ...(run.sha ? [commitKey(run.sha)] : [])],
      links: linksTo({ run: run.url, commit: commit?.url }),
      group: key.value,
    });
  },
);

/** `Group / Project` of a job event, without the blanks. */
const pathOf = (name: string | null | undefined) =>
  name
    ?.split("/")
    .map((part) => part.trim())
    .join("/");

/** Job events name their project in words of their own; newer versions carry the project as other events do. */
const build: Reader<SourceContext> = reader(
  Type.Object({
    ref: Text,
    tag: maybe(Type.Boolean()),
    sha: Text,
    build_id: Id,
    build_name: Text,
    build_stage: Text,
    build_status: Type.String(),
    build_finished_at: Text,
    build_allow_failure: maybe(Type.Boolean()),
    build_failure_reason: Text,
    pipeline_id: maybe(Id),
    project_name: Text,
    project: maybe(common.project),
    repository: maybe(Type.Object({ homepage: Text })),
    user: maybe(User),
  }),
  (job) => {
    const path = firstSaid(job.project?.path_with_namespace, pathOf(job.project_name));
    const broke = job.build_status === "failed" && job.build_allow_failure !== true;
    const reaches = job.tag === true || isMainline(job.ref, job.project?.default_branch);
    if (!broke || !reaches || path === undefined) return ignore(`build ${job.build_status}`);
    const project: Project = {
      path_with_namespace: path,
      web_url: firstSaid(job.project?.web_url, job.repository?.homepage) ?? null,
    };
    const title = oneLine(`Job ${firstSaid(job.build_name) ?? job.build_id} of ${shortName(project)}`);
    const run = job.pipeline_id ? runKey(project, job.pipeline_id) : undefined;
    return tell({
      key: `v1:build:${path}:${job.build_id}:failed`,
      kind: "change",
      action: "failed",
      actor: actorOf(job.user),
      told: toldAt(job.build_finished_at),
      names: [path],
      title,
      text: beyond(title, job.build_failure_reason?.replaceAll("_", " ")),
      correlation: [...(run ? [run] : []), ...(job.sha ? [commitKey(job.sha)] : [])],
      links: linksTo({ job: project.web_url && `${project.web_url}/-/jobs/${job.build_id}` }),
      group: run?.value,
    });
  },
);

export const deployReaders: Readonly<Record<string, Reader<SourceContext>>> = { deployment, pipeline, build };
