import { Type } from "typebox";
import { isMainline, isRevert, pushTitle, refName, subjectsOf } from "./branches.ts";
import type { SourceContext } from "./define.ts";
import {
  actorOf,
  Commit,
  commitKey,
  common,
  mergeRequestKey,
  type Project,
  Project as ProjectSchema,
  placeOf,
  shortName,
  Text,
  toldAt,
} from "./gitlab-shapes.ts";
import { linksTo } from "./links.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, oneLine, said } from "./text.ts";

const NO_COMMIT = /^0+$/;

const pushed = {
  ref: Type.String(),
  before: Text,
  after: Type.String(),
  user_name: Text,
  user_username: Text,
  project: ProjectSchema,
  commits: maybe(Type.Array(Commit)),
  total_commits_count: maybe(Type.Integer()),
  message: Text,
};

const pusher = (payload: { user_name?: string | null; user_username?: string | null }) =>
  actorOf({ name: payload.user_name ?? null, username: payload.user_username ?? null });

const mergeRequestsIn = (project: Project, messages: readonly string[]) => {
  const numbers = messages.flatMap((message) => /^See merge request \S*!(\d+)/m.exec(message)?.slice(1) ?? []);
  return [...new Set(numbers)].map((number) => mergeRequestKey(project, number));
};

/**
 * The payload has no time of the push. A merge commit is made by the server at that moment, so its time is taken; the time of any other
 * commit is its author's clock, perhaps days before the push, so none is told.
 */
const push: Reader<SourceContext> = reader(Type.Object(pushed), (payload) => {
  const { ref, before, after, project, total_commits_count: total } = payload;
  const branch = refName(ref);
  if (!isMainline(branch, project.default_branch) || NO_COMMIT.test(after)) return ignore("push elsewhere");
  const commits = payload.commits ?? [];
  const head = commits.find((commit) => commit.id === after);
  const subjects = subjectsOf(commits, head);
  const title = oneLine(pushTitle(subjects, branch, total ?? commits.length));
  return tell({
    key: `v1:push:${project.path_with_namespace}:${branch}:${before ?? ""}:${after}`,
    kind: "change",
    action: subjects.length > 0 && subjects.every(isRevert) ? "rolled_back" : "pushed",
    actor: pusher(payload),
    told: head && /^Merge /.test(head.message) ? toldAt(head.timestamp) : null,
    names: [project.path_with_namespace],
    title,
    text: beyond(title, subjects.join("\n")),
    correlation: [
      commitKey(after),
      ...mergeRequestsIn(
        project,
        commits.map(({ message }) => message),
      ),
    ],
    links: linksTo({ commit: head?.url, project: project.web_url }),
  });
});

const tagPush: Reader<SourceContext> = reader(Type.Object(pushed), (payload) => {
  const { ref, before, after, project } = payload;
  const deleted = NO_COMMIT.test(after);
  const title = oneLine(`Tag ${refName(ref)} of ${shortName(project)}${deleted ? " deleted" : ""}`);
  return tell({
    key: `v1:tag_push:${project.path_with_namespace}:${refName(ref)}:${before ?? ""}:${after}`,
    kind: "change",
    action: deleted ? "updated" : "pushed",
    actor: pusher(payload),
    told: null,
    names: [project.path_with_namespace],
    title,
    text: beyond(title, payload.message),
    correlation: deleted ? [] : [commitKey(after)],
    links: linksTo({ project: project.web_url }),
  });
});

const MergeRequest = Type.Object({
  iid: Id,
  title: Type.String(),
  description: Text,
  action: Text,
  url: Text,
  created_at: Text,
  updated_at: Text,
  merged_at: Text,
  merge_commit_sha: Text,
  last_commit: maybe(Type.Object({ id: Text })),
});

const mergeRequest: Reader<SourceContext> = reader(
  Type.Object({ ...common, object_attributes: MergeRequest }),
  ({ object_attributes: merge, project, user }) => {
    if (merge.action !== "merge" && merge.action !== "open") return ignore(`merge_request ${merge.action}`);
    const merged = merge.action === "merge";
    const key = mergeRequestKey(project, merge.iid);
    const title = oneLine(`${merge.title} (!${merge.iid})`);
    const sha = merged ? merge.merge_commit_sha : merge.last_commit?.id;
    const mergedAction = isRevert(merge.title) ? "rolled_back" : "merged";
    return tell({
      key: `v1:merge_request:${key.value}:${merged ? "merged" : "opened"}`,
      kind: merged ? "change" : "ticket",
      action: merged ? mergedAction : "opened",
      actor: actorOf(user),
      told: merged ? (toldAt(merge.merged_at) ?? toldAt(merge.updated_at)) : toldAt(merge.created_at),
      names: [project.path_with_namespace],
      title,
      text: beyond(title, merge.description),
      correlation: [key, ...(sha ? [commitKey(sha)] : [])],
      links: linksTo({ merge_request: merge.url }),
    });
  },
);

const release: Reader<SourceContext> = reader(
  Type.Object({
    id: Id,
    action: Text,
    name: Text,
    tag: Type.String(),
    description: Text,
    url: Text,
    created_at: Text,
    released_at: Text,
    project: ProjectSchema,
    commit: maybe(Type.Object({ id: Text })),
  }),
  ({ id, action, name, tag, description, url, created_at, released_at, project, commit }) => {
    if (action !== "create") return ignore(`release ${action}`);
    const called = said(name);
    const title = oneLine(
      `Release of ${shortName(project)} ${called === undefined || called === tag ? tag : `${called} (${tag})`}`,
    );
    return tell({
      key: `v1:release:${project.path_with_namespace}:${id}:create`,
      kind: "change",
      action: "released",
      actor: actorOf(null),
      told: toldAt(released_at) ?? toldAt(created_at),
      names: [project.path_with_namespace],
      title,
      text: beyond(title, description),
      correlation: commit?.id ? [commitKey(commit.id)] : [],
      links: linksTo({ release: url }),
    });
  },
);

/** Switching a flag on, off and on again gives the same bytes twice: only the request's idempotency key tells them apart. */
const featureFlag: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    object_attributes: Type.Object({ id: Id, name: Type.String(), description: Text, active: Type.Boolean() }),
  }),
  ({ object_attributes: flag, project, user }, { headers }) => {
    const state = flag.active ? "on" : "off";
    const title = oneLine(`Feature flag ${flag.name} switched ${state}`);
    return tell({
      key: `v1:feature_flag:${project.path_with_namespace}:${flag.id}:${state}:${headers["idempotency-key"] ?? ""}`,
      kind: "change",
      action: "updated",
      actor: actorOf(user),
      told: null,
      names: [project.path_with_namespace],
      title,
      text: beyond(title, flag.description),
      links: linksTo({ flag: `${placeOf(project)}/-/feature_flags` }),
    });
  },
);

export const codeReaders: Readonly<Record<string, Reader<SourceContext>>> = {
  push,
  tag_push: tagPush,
  merge_request: mergeRequest,
  release,
  feature_flag: featureFlag,
};
