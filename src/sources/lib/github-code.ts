import { type Static, Type } from "typebox";
import type { CorrelationKey } from "../../domain/event.ts";
import { isMainline, isRevert, pushTitle, refName, subjectsOf } from "./branches.ts";
import type { SourceContext } from "./define.ts";
import {
  actorOf,
  commitKey,
  common,
  pullRequestKey,
  type Repository,
  shortName,
  Text,
  Time,
  toldAt,
  User,
} from "./github-shapes.ts";
import { linksTo } from "./links.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, oneLine, said } from "./text.ts";

const Commit = Type.Object({ id: Type.String(), message: Type.String(), timestamp: Text, url: Text });

/** Pull requests that the messages of a push name: `Merge pull request #12 from …`, `Title (#12)`. */
function pullRequestsIn(repository: Repository, commits: readonly Static<typeof Commit>[]): CorrelationKey[] {
  const numbers = commits.flatMap(({ message }) => {
    const first = message.split("\n", 1)[0] ?? "";
    return /^Merge pull request #(\d+) |\(#(\d+)\)$/.exec(first)?.slice(1) ?? [];
  });
  return [...new Set(numbers)].filter((number) => number).map((number) => pullRequestKey(repository, number));
}

/** The time of a push is the repository's, in whole seconds; the head commit's own, by its author's clock, only where that is missing. */
const push: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    ref: Type.String(),
    before: Text,
    after: Type.String(),
    deleted: maybe(Type.Boolean()),
    forced: maybe(Type.Boolean()),
    compare: Text,
    commits: maybe(Type.Array(Commit)),
    head_commit: maybe(Commit),
  }),
  ({ ref, before, after, deleted, forced, compare, commits, head_commit: head, repository, sender }) => {
    const branch = refName(ref);
    const reaches = ref.startsWith("refs/heads/") && isMainline(branch, repository.default_branch);
    if (!reaches || deleted) return ignore("push elsewhere");
    const all = commits ?? [];
    const subjects = subjectsOf(all, head);
    const title = oneLine(pushTitle(subjects, branch, all.length));
    return tell({
      key: `v1:push:${repository.full_name}:${branch}:${before ?? ""}:${after}`,
      kind: "change",
      action: subjects.length > 0 && subjects.every(isRevert) ? "rolled_back" : "pushed",
      actor: actorOf(sender),
      told: toldAt(repository.pushed_at) ?? toldAt(head?.timestamp),
      names: [repository.full_name],
      title,
      text: beyond(title, [...(forced ? ["Forced push"] : []), ...subjects].slice(0, 21).join("\n")),
      correlation: [commitKey(after), ...pullRequestsIn(repository, head ? [...all, head] : all)],
      links: linksTo({ compare, commit: head?.url }),
    });
  },
);

const PullRequest = Type.Object({
  number: Type.Integer(),
  title: Type.String(),
  body: Text,
  html_url: Text,
  user: maybe(User),
  created_at: Time,
  merged: maybe(Type.Boolean()),
  merged_at: Time,
  merged_by: maybe(User),
  merge_commit_sha: Text,
  head: maybe(Type.Object({ sha: Text })),
});

const pullRequest: Reader<SourceContext> = reader(
  Type.Object({ ...common, pull_request: PullRequest }),
  ({ action, repository, sender, pull_request: pull }) => {
    const title = oneLine(`${pull.title} (#${pull.number})`);
    const shared = {
      names: [repository.full_name],
      title,
      text: beyond(title, pull.body),
      links: linksTo({ pull_request: pull.html_url }),
    };
    const key = pullRequestKey(repository, pull.number);
    if (action === "closed" && pull.merged)
      return tell({
        ...shared,
        key: `v1:pull_request:${key.value}:merged`,
        kind: "change",
        action: isRevert(pull.title) ? "rolled_back" : "merged",
        actor: actorOf(pull.merged_by, sender),
        told: toldAt(pull.merged_at),
        correlation: [key, ...(pull.merge_commit_sha ? [commitKey(pull.merge_commit_sha)] : [])],
      });
    if (action !== "opened") return ignore(`pull_request.${action}`);
    return tell({
      ...shared,
      key: `v1:pull_request:${key.value}:opened`,
      kind: "ticket",
      action: "opened",
      actor: actorOf(pull.user, sender),
      told: toldAt(pull.created_at),
      correlation: [key, ...(pull.head?.sha ? [commitKey(pull.head.sha)] : [])],
    });
  },
);

/** Of the several events that GitHub sends for one release only `published` counts: it comes for pre-releases too. */
const release: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    release: Type.Object({
      id: Id,
      tag_name: Type.String(),
      name: Text,
      body: Text,
      html_url: Text,
      author: maybe(User),
      published_at: Time,
      target_commitish: Text,
    }),
  }),
  ({ action, repository, sender, release }) => {
    if (action !== "published") return ignore(`release.${action}`);
    const name = said(release.name);
    const called = name === undefined || name === release.tag_name ? release.tag_name : `${name} (${release.tag_name})`;
    const title = oneLine(`Release of ${shortName(repository)} ${called}`);
    const commit = /^[0-9a-f]{40}$/.test(release.target_commitish ?? "") ? release.target_commitish : undefined;
    return tell({
      key: `v1:release:${release.id}:published`,
      kind: "change",
      action: "released",
      actor: actorOf(sender, release.author),
      told: toldAt(release.published_at),
      names: [repository.full_name],
      title,
      text: beyond(title, release.body),
      correlation: commit ? [commitKey(commit)] : [],
      links: linksTo({ release: release.html_url }),
    });
  },
);

/** A tag that comes or goes. The payload has no time of its own but that of the repository's latest push, which this is. */
const tag = (event: "create" | "delete"): Reader<SourceContext> =>
  reader(
    Type.Object({ ...common, ref: Type.String(), ref_type: Type.String() }),
    ({ ref, ref_type, repository, sender }) => {
      if (ref_type !== "tag") return ignore(`${event} ${ref_type}`);
      const told = toldAt(repository.pushed_at);
      return tell({
        key: `v1:${event}:${repository.full_name}:${ref}:${told?.at ?? ""}`,
        kind: "change",
        action: event === "create" ? "pushed" : "updated",
        actor: actorOf(sender),
        told,
        names: [repository.full_name],
        title: oneLine(`Tag ${ref} of ${shortName(repository)}${event === "create" ? "" : " deleted"}`),
        links: linksTo({ repository: repository.html_url }),
      });
    },
  );

export const codeReaders: Readonly<Record<string, Reader<SourceContext>>> = {
  push,
  pull_request: pullRequest,
  release,
  create: tag("create"),
  delete: tag("delete"),
};
