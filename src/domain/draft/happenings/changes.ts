import type { Attachment } from "../../correlate/incident-view.ts";
import type { OpsEvent } from "../../event.ts";
import type { EntryKind } from "../../kinds.ts";
import { lifecycleRank } from "../../order.ts";
import { DAY, HOUR, type Instant, MINUTE, type Span } from "../../time.ts";
import { absorb, byOrder, byStart, eventOf, type Happening, happening, keyOf, startOf } from "./happening.ts";
import { putBack } from "./versions.ts";

/** An end that differs from success and comes later than this is a happening of its own. */
const OWN_OUTCOME = 2 * MINUTE;
/** Of what takes so long people write down both, that it began and that it is done. */
const LONG: Span = 30 * MINUTE;
const BAD_ENDS = new Set(["failed", "cancelled", "rolled_back"]);
const ROLLBACK = /\b(?:revert\w*|roll(?:ed|ing|s)?[ -]?back|back(?:ed|ing)? out)\b/i;
/** What pipelines and jobs that bring something live are called. */
const DEPLOYS =
  /(?:^|[^a-z])(?:deploy\w*|release\w*|rollout|roll-out|publish\w*|ship\w*|cd|promote\w*|provision\w*|apply)(?:[^a-z]|$)/i;

/**
 * Makes happenings of change events: one per deployment, run or pull request, with what belongs to the same commit folded in. One that puts an
 * older version back is a rollback, whatever its sender calls it.
 */
export function changeHappenings(changes: readonly Attachment[]): Happening[] {
  const lifecycles = [...Map.groupBy([...changes].sort(byOrder), (change) => lifecycleName(eventOf(change))).values()];
  const told = foldCommits(lifecycles.flatMap(tellLifecycle));
  for (const older of putBack(told.filter((one) => isDeployment(one.event)))) older.kind = "rollback";
  return told;
}

function lifecycleName(event: OpsEvent): string {
  if (isCode(event)) return event.key;
  return keyOf(event, "deployment") ?? keyOf(event, "run") ?? event.group ?? event.key;
}

function tellLifecycle(steps: readonly Attachment[]): Happening[] {
  const [first] = steps;
  if (!first) return [];
  const start = eventOf(first).occurredAt;
  const late = (step: Attachment) => isOwnOutcome(eventOf(step), start);
  const main = steps.filter((step) => !late(step));
  const outcomes = steps.filter(late);
  const end = main.findLast((step) => lifecycleRank(eventOf(step).action) === 3);
  const told = happening({
    sort: "change",
    kind: kindOf(main),
    lead: first,
    events: main,
    until: end && end !== first && eventOf(end).action === "succeeded" ? eventOf(end).occurredAt : null,
  });
  const [outcome] = outcomes;
  if (!outcome) return [told];
  if (eventOf(outcome).action === "succeeded") told.until = eventOf(outcome).occurredAt;
  return [told, happening({ sort: "change", kind: kindOf(outcomes), lead: outcome, events: outcomes })];
}

function isOwnOutcome({ action, occurredAt }: OpsEvent, start: Instant): boolean {
  if (BAD_ENDS.has(action)) return occurredAt - start > OWN_OUTCOME;
  return action === "succeeded" && occurredAt - start > LONG;
}

function kindOf(steps: readonly Attachment[]): EntryKind {
  const events = steps.map(eventOf);
  if (events.some(isRollback)) return "rollback";
  return events.some(({ action }) => action === "failed") ? "failed_attempt" : "change";
}

/** A change that puts back what was before: by its action, or by its title. */
export function isRollback({ action, title }: OpsEvent): boolean {
  return action === "rolled_back" || ROLLBACK.test(title);
}

/** Whether it changes code only: a merge, a push, a tag. What brings the code live is told of by another event. */
export function isCode(event: OpsEvent): boolean {
  if (keyOf(event, "deployment") !== undefined || keyOf(event, "run") !== undefined) return false;
  return (
    ["merged", "pushed", "opened", "updated"].includes(event.action) ||
    keyOf(event, "commit") !== undefined ||
    keyOf(event, "pr") !== undefined
  );
}

/** Whether it brings something live, rather than builds, tests or proposes it. */
export function isDeployment(event: OpsEvent): boolean {
  if (isCode(event)) return false;
  return keyOf(event, "run") === undefined || keyOf(event, "deployment") !== undefined || DEPLOYS.test(event.title);
}

const PULL_REQUEST = /(?:^|\s)#(\d{1,7})\b/;

/** What ties changes to one another, each with how long it does: a pull request's number says not of which repository. */
const TIES: readonly { readonly name: (event: OpsEvent) => string | undefined; readonly within: Span }[] = [
  { name: (event) => keyOf(event, "run"), within: DAY },
  { name: (event) => keyOf(event, "commit"), within: DAY },
  {
    name: (event) => keyOf(event, "pr")?.split(/[#!]/).at(-1) ?? PULL_REQUEST.exec(event.title)?.[1],
    within: 2 * HOUR,
  },
];

/** A commit's push, builds and first deployment, and the merge of its pull request, are one change. */
function foldCommits(changes: readonly Happening[]): Happening[] {
  const folded = new Set<Happening>();
  const ordered = [...changes].sort(byStart);
  for (const { name, within } of TIES) {
    const standing = ordered.filter((one) => !folded.has(one));
    for (const [tie, group] of Map.groupBy(standing, (one) => name(one.event) ?? "")) {
      if (tie !== "" && group.length > 1) foldCommit(group, within, folded);
    }
  }
  return changes.filter((one) => !folded.has(one));
}

/** The merge or the first deployment, whichever comes first, takes in the rest; a failed step and a second deployment stay. */
function foldCommit(group: readonly Happening[], within: Span, folded: Set<Happening>): void {
  const deployment = group.find((one) => isDeployment(one.event));
  const main = group.find((one) => one === deployment || isCode(one.event));
  if (!main) return;
  for (const one of group) {
    const another = isDeployment(one.event) && one !== deployment;
    const near = Math.abs(startOf(one) - startOf(main)) <= within;
    if (one === main || another || !near || one.kind === "failed_attempt") continue;
    absorb(main, one);
    folded.add(one);
    if (one.kind === "rollback") main.kind = "rollback";
    if (one.until !== null) main.until = Math.max(main.until ?? 0, one.until);
  }
}

/** Whether somebody opens a ticket that is no code. */
export const isTicketOpened = ({ event }: Happening): boolean =>
  event.kind === "ticket" && event.action === "opened" && keyOf(event, "pr") === undefined;
