import type { Entry } from "../draft/schema.ts";
import type { OpsEvent, RecordedEvent } from "../event.ts";
import { spellSpan } from "../spell.ts";
import { formatInstant, instantOf, type Precision, SECOND } from "../time.ts";
import type { Because } from "./explanation.ts";

const TO: Readonly<Record<Precision, string>> = {
  ns: "to the nanosecond",
  us: "to the microsecond",
  ms: "to the millisecond",
  s: "to the second",
  m: "to the minute",
  day: "to the day",
  unknown: "with unknown precision",
};

/** Where the time of an event comes from. */
export function timeOfEvent({ event, receivedAt }: RecordedEvent): Because {
  const late = receivedAt - event.occurredAt;
  const received = late >= SECOND ? `; it was received ${spellSpan(late)} later` : "";
  if (event.timeSuspect)
    return {
      rule: "received",
      words: "its sender told no time that can be: it is when the first delivery of it came in",
    };
  return { rule: "told_by_sender", words: `its sender's own time, ${TO[event.precision]}${zone(event)}${received}` };
}

const zone = ({ zoneAssumed }: Pick<OpsEvent, "zoneAssumed">): string =>
  zoneAssumed ? ", told without a zone: UTC was taken" : "";

/** Where the time of an entry comes from: a person, its own words, or its first event. */
export function timeOfEntry(entry: Entry, first: RecordedEvent | undefined): Because {
  const { edited, origin, machine, orderCertain } = entry;
  const doubt = orderCertain ? "" : ". The clocks cannot say whether it came before or after its neighbour";
  const { rule, words } = sourceOfTime();
  return { rule, words: `${words}${doubt}` };

  function sourceOfTime(): Because {
    if (edited?.fields.includes("at"))
      return { rule: "retimed", words: `${edited.by} moved it here; the draft had ${machine?.at ?? "the same time"}` };
    if (origin === "person" || !first) return { rule: "written", words: "the person who wrote it gave this time" };
    return saidElsewhere(machine ?? entry, entry.zoneAssumed, first) ?? timeOfEvent(first);
  }
}

/** A message may tell when it happened: then it does not stand at the time at which it was written. */
function saidElsewhere(
  { at, precision }: Pick<Entry, "at" | "precision">,
  zoneAssumed: boolean,
  { event }: RecordedEvent,
): Because | null {
  if (instantOf(at) === instantOf(formatInstant(event.occurredAt, precision))) return null;
  const written = formatInstant(event.occurredAt, event.precision);
  return {
    rule: "said",
    words: `its words tell when it happened, ${TO[precision]}${zoneAssumed ? " (UTC was taken)" : ""}; it was written at ${written}`,
  };
}
