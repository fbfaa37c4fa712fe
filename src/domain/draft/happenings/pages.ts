import type { Attachment } from "../../correlate/incident-view.ts";
import type { EntryKind } from "../../kinds.ts";
import { MINUTE } from "../../time.ts";
import { byOrder, eventOf, type Happening, happening, keyOf, type Sort } from "./happening.ts";

/** Answers of one person to many pages within this time are one answer. */
const ANSWER_STORM = 5 * MINUTE;

const STEPS: Readonly<Record<string, { readonly sort: Sort; readonly kind: EntryKind }>> = {
  triggered: { sort: "page", kind: "page" },
  reopened: { sort: "page", kind: "page" },
  acknowledged: { sort: "answer", kind: "acknowledgement" },
  unacknowledged: { sort: "answer", kind: "message" },
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

/** What makes a page wait for an answer again. */
const ASKS_AGAIN: ReadonlySet<string> = new Set(["triggered", "reopened", "unacknowledged", "escalated", "reassigned"]);

/** One person who acknowledges a storm of pages does it once; so does who acknowledges a page again that has not asked again. */
function foldAnswers(steps: readonly Happening[]): Happening[] {
  const last = new Map<string, Happening>();
  /** By page: who has answered it since it asked last, with which answer. */
  const answered = new Map<string, Map<string, Happening>>();
  return steps.filter((step) => {
    const { actor, action } = step.event;
    const page = keyOf(step.event, "page") ?? step.event.key;
    if (ASKS_AGAIN.has(action)) answered.delete(page);
    const who = actor.id ?? actor.name;
    if (step.kind !== "acknowledgement" || who === undefined) return true;
    const answers = answered.getOrInsertComputed(page, () => new Map());
    const storm = last.get(who);
    const before = answers.get(who) ?? (storm && step.at - storm.at <= ANSWER_STORM ? storm : undefined);
    answers.set(who, before ?? step);
    if (before) before.events.push(...step.events);
    else last.set(who, step);
    return before === undefined;
  });
}
