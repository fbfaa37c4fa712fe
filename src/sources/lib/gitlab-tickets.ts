import { type Static, Type } from "typebox";
import type { SourceContext } from "./define.ts";
import {
  actorOf,
  commitKey,
  common,
  mergeRequestKey,
  type Project,
  placeOf,
  Text,
  ticketKey,
  toldAt,
} from "./gitlab-shapes.ts";
import { linksTo } from "./links.ts";
import { severityOf } from "./severity.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, oneLine, said } from "./text.ts";

const Issue = Type.Object({
  iid: Id,
  title: Type.String(),
  description: Text,
  url: Text,
  action: Text,
  type: Text,
  issue_type: Text,
  severity: Text,
  escalation_status: Text,
  created_at: Text,
  updated_at: Text,
  closed_at: Text,
});
type Issue = Static<typeof Issue>;

const TICKET_ACTIONS: Readonly<Record<string, string>> = { open: "opened", close: "closed", reopen: "reopened" };
const INCIDENT_ACTIONS: Readonly<Record<string, string>> = {
  open: "declared",
  reopen: "declared",
  close: "resolved",
  update: "updated",
};
/** An update of an incident counts if one of these changed; labels, boards and weights are housekeeping. */
const TELLING = ["title", "severity", "escalation_status"];

function timeOf(issue: Issue) {
  if (issue.action === "open") return toldAt(issue.created_at);
  if (issue.action === "close") return toldAt(issue.closed_at) ?? toldAt(issue.updated_at);
  return toldAt(issue.updated_at);
}

function incidentText(issue: Issue, title: string): string | undefined {
  if (issue.action === "open") return beyond(title, issue.description);
  return issue.action === "update" && said(issue.escalation_status)
    ? `Escalation status: ${issue.escalation_status}`
    : undefined;
}

/** Issues of every type come under one name; that of type incident declares, changes and resolves an incident. */
const issue: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    object_attributes: Issue,
    changes: maybe(Type.Record(Type.String(), Type.Unknown())),
  }),
  ({ object_attributes: attributes, changes, project, user }) => {
    const isIncident = /^incident$/i.test(attributes.type ?? attributes.issue_type ?? "");
    const action = (isIncident ? INCIDENT_ACTIONS : TICKET_ACTIONS)[attributes.action ?? ""];
    const telling = attributes.action !== "update" || TELLING.some((field) => changes?.[field] !== undefined);
    if (action === undefined || !telling) return ignore(`issue ${attributes.action}`);
    const told = timeOf(attributes);
    const title = oneLine(`${attributes.title} (#${attributes.iid})`);
    const incident = `${placeOf(project)}/-/issues/${attributes.iid}`;
    return tell({
      key: `v1:issue:${project.path_with_namespace}:${attributes.iid}:${attributes.action}:${told?.at ?? ""}`,
      kind: isIncident ? "incident" : "ticket",
      action,
      actor: actorOf(user),
      told,
      names: [project.path_with_namespace],
      severity: isIncident ? severityOf(attributes.severity) : null,
      title,
      text: incidentText(attributes, title),
      correlation: [...(isIncident ? [{ type: "incident", value: incident }] : []), ticketKey(project, attributes.iid)],
      links: linksTo({ ticket: attributes.url }),
      group: isIncident ? incident : undefined,
    });
  },
);

const Note = Type.Object({
  id: Id,
  note: Type.String(),
  system: maybe(Type.Boolean()),
  action: Text,
  url: Text,
  created_at: Text,
  updated_at: Text,
});

interface Noted {
  readonly project: Project;
  readonly issue?: { readonly iid: Static<typeof Id>; readonly title: string } | null;
  readonly merge_request?: { readonly iid: Static<typeof Id>; readonly title: string } | null;
  readonly commit?: { readonly id: string; readonly title?: string | null } | null;
}

/** What a note is about, and what that is called. */
function subjectOf({ project, issue: ticket, merge_request: merge, commit }: Noted) {
  if (ticket) return { key: ticketKey(project, ticket.iid), title: `${ticket.title} (#${ticket.iid})` };
  if (merge) return { key: mergeRequestKey(project, merge.iid), title: `${merge.title} (!${merge.iid})` };
  return commit ? { key: commitKey(commit.id), title: said(commit.title) ?? commit.id } : undefined;
}

const Titled = Type.Object({ iid: Id, title: Type.String() });

/** A note and its later edits are one event: the latest text is its variant in force. */
const note: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    object_attributes: Note,
    issue: maybe(Titled),
    merge_request: maybe(Titled),
    commit: maybe(Type.Object({ id: Type.String(), title: Text })),
  }),
  (payload) => {
    const { object_attributes: written, project, user } = payload;
    const subject = subjectOf(payload);
    if (written.system === true || subject === undefined) return ignore("note");
    const sentAt = toldAt(written.updated_at)?.at;
    return tell({
      key: `v1:note:${project.path_with_namespace}:${written.id}`,
      kind: "ticket",
      action: "commented",
      actor: actorOf(user),
      told: toldAt(written.created_at),
      ...(sentAt === undefined ? {} : { sentAt }),
      names: [project.path_with_namespace],
      title: oneLine(subject.title),
      text: beyond("", written.note),
      correlation: [subject.key],
      refersTo: subject.key,
      links: linksTo({ comment: written.url }),
    });
  },
);

export const ticketReaders: Readonly<Record<string, Reader<SourceContext>>> = {
  issue,
  incident: issue,
  work_item: issue,
  note,
};
