import type { Decision, DecisionRecord } from "../decision.ts";
import { resolveServedEntry } from "../draft/decided/served.ts";
import { setsMoment } from "../draft/decided/set-moments.ts";
import { type Addressed, conflictOn, type Desk, eventsNamed, fromTheFuture, invalid } from "./address.ts";

type OnMoment = Extract<Decision, { type: "moment" }>;

/** Gives a decision on a key moment the anchor of the entry that it is set to, unless somebody set the moment since the person saw it. */
export function addressMoment(desk: Desk, blank: DecisionRecord, decision: OnMoment): Addressed {
  const { draft, slots, locate, log } = desk;
  const { entry, name, version } = decision;
  const served = entry === null ? null : resolveServedEntry(eventsNamed(desk), slots, locate, entry);
  if (entry !== null && !served)
    return invalid("unknown_entry", `No entry ${entry} is in this incident: load the draft again.`);
  if (version > draft.revision) return fromTheFuture(version, draft.revision);
  const since = log.filter(({ number, record }) => number > version && setsMoment(record, name));
  if (since.length === 0) return { is: "planned", record: { ...blank, anchors: served ? [served.anchor] : [] } };
  return conflictOn({ moment: { name, ...draft.moments[name] } }, desk, since);
}
