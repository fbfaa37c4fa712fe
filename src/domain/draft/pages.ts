import type { Attachment } from "../correlate/incident-view.ts";
import type { EntryKind } from "../kinds.ts";
import { MINUTE } from "../time.ts";
import { byOrder, eventOf, type Happening, happening, keyOf, type Sort } from "./happening.ts";

/** Answers of one person to many pages within this time are one answer. */
const ANSWER_STORM = 5 * MINUTE;

const STEPS: Readonly<Record<string, { readonly sort: Sort; readonly kind: EntryKind }>> = {
  triggered: { sort: "page", kind: "page" },
  reopened: { sort: "page", kind: "page" },
  acknowledged: { sort: "answer", kind: "acknowledgement" },
  escalated: { sort: "answer", kind: "escalation" },
  reassigned: { sort: "answer", kind: "escalation" },
  responder_added: { sort: "answer", kind: "escalation" },
};

/** Makes happenings of page events: the page itself, who answered it, to whom it went on, how it ended. */
export function pageHappenings(pages: readonly Attachment[]): Happening[] {
  const steps = [...pages].sort(byOrder).map(stepOf);
  return foldAnswers(foldRepeats(steps));
}

function stepOf(page: Attachment): Happening {
  const event = eventOf(page);
  if (event.action === "resolved") {
    const byPerson = event.actor.type === "human";
    return happening({
      sort: byPerson ? "closing" : "clear",
      kind: byPerson ? "resolution" : "alert_cleared",
      lead: page,
    });
  }
  const step = STEPS[event.action] ?? { sort: "other" as const, kind: "message" as const };
  return happening({ ...step, lead: page });
}

/** The same step of the same page, told again under another key. */
function foldRepeats(steps: readonly Happening[]): Happening[] {
  const groups = Map.groupBy(steps, ({ event }) => {
    return [keyOf(event, "page") ?? event.key, event.action, event.occurredAt, event.actor.id ?? event.actor.name].join(
      "\n",
    );
  });
  return [...groups.values()].flatMap((told) => {
    const first = told[0];
    if (!first) return [];
    for (const other of told.slice(1)) first.events.push(...other.events);
    return first;
  });
}

/** One person who acknowledges a storm of pages does it once. */
function foldAnswers(steps: readonly Happening[]): Happening[] {
  const last = new Map<string, Happening>();
  return steps.filter((step) => {
    if (step.kind !== "acknowledgement") return true;
    const { actor } = step.event;
    const who = actor.id ?? actor.name;
    const before = who === undefined ? undefined : last.get(who);
    if (before && step.at - before.at <= ANSWER_STORM) {
      before.events.push(...step.events);
      return false;
    }
    if (who !== undefined) last.set(who, step);
    return true;
  });
}
