import { Type } from "typebox";
import type { SourceContext } from "./define.ts";
import { actorOf, common, pullRequestKey, type Repository, Text, Time, toldAt, User } from "./github-shapes.ts";
import { linksTo } from "./links.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, oneLine } from "./text.ts";

const Issue = Type.Object({
  id: Id,
  number: Type.Integer(),
  title: Type.String(),
  body: Text,
  html_url: Text,
  user: maybe(User),
  created_at: Time,
  updated_at: Time,
  closed_at: Time,
  /** There if the issue is a pull request. */
  pull_request: maybe(Type.Object({})),
});

const ticketKey = ({ full_name }: Repository, number: number) => ({ type: "ticket", value: `${full_name}#${number}` });

const issues: Reader<SourceContext> = reader(
  Type.Object({ ...common, issue: Issue }),
  ({ action, repository, sender, issue }) => {
    const times = { opened: issue.created_at, closed: issue.closed_at, reopened: issue.updated_at };
    if (action !== "opened" && action !== "closed" && action !== "reopened") return ignore(`issues.${action}`);
    const told = toldAt(times[action]);
    const title = oneLine(`${issue.title} (#${issue.number})`);
    return tell({
      key: `v1:issues:${issue.id}:${action}:${told?.at ?? ""}`,
      kind: "ticket",
      action,
      actor: action === "opened" ? actorOf(issue.user, sender) : actorOf(sender),
      told,
      names: [repository.full_name],
      title,
      text: action === "opened" ? beyond(title, issue.body) : undefined,
      correlation: [ticketKey(repository, issue.number)],
      links: linksTo({ ticket: issue.html_url }),
    });
  },
);

/** A comment and its later edits are one event: the latest text is its variant in force. */
const issueComment: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    issue: Issue,
    comment: Type.Object({
      id: Id,
      body: Text,
      html_url: Text,
      user: maybe(User),
      created_at: Time,
      updated_at: Time,
    }),
  }),
  ({ action, repository, sender, issue, comment }) => {
    if (action !== "created" && action !== "edited") return ignore(`issue_comment.${action}`);
    const about = issue.pull_request ? pullRequestKey(repository, issue.number) : ticketKey(repository, issue.number);
    const sentAt = toldAt(comment.updated_at)?.at;
    return tell({
      key: `v1:issue_comment:${comment.id}`,
      kind: "ticket",
      action: "commented",
      actor: actorOf(comment.user, sender),
      told: toldAt(comment.created_at),
      ...(sentAt === undefined ? {} : { sentAt }),
      names: [repository.full_name],
      title: oneLine(`${issue.title} (#${issue.number})`),
      text: beyond("", comment.body),
      correlation: [about],
      refersTo: about,
      links: linksTo({ comment: comment.html_url }),
    });
  },
);

export const ticketReaders: Readonly<Record<string, Reader<SourceContext>>> = {
  issues,
  issue_comment: issueComment,
};
