import type { Attachment, IncidentView } from "../correlate/incident-view.ts";
import type { Draft, Entry } from "../draft/schema.ts";
import type { RecordedEvent, Sighting } from "../event.ts";
import { type KafkaPlace, tellKafkaPlace } from "../kafka-place.ts";
import { formatInstant } from "../time.ts";
import type { Because, Explanation, Standing } from "./explanation.ts";
import { openedBy } from "./opened-by.ts";
import { whyFolded } from "./why-folded.ts";
import { type Rules, whyNot } from "./why-not.ts";
import { timeOfEntry, timeOfEvent } from "./why-time.ts";

/** All that is known around an incident. */
export interface Known {
  /** The draft, its evidence whole. */
  readonly draft: Draft;
  readonly view: IncidentView;
  readonly others: readonly IncidentView[];
  readonly unattached: readonly RecordedEvent[];
  /** Former event keys, each with the key that the event has now. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly rules: Rules;
  /** An attachment's reason in words. */
  readonly attachedBecause: (reason: string) => string;
}

/** A part of a delivery that could not be used, and where that lies in Kafka. */
interface QuarantinedPart {
  readonly code: string;
  readonly detail: string;
  readonly place?: KafkaPlace;
}

/** What is known of a delivery. */
export interface KnownDelivery {
  readonly id: string;
  /** What it carried. */
  readonly sightings: readonly Sighting[];
  readonly quarantined: readonly QuarantinedPart[];
  /** It came in, whatever it carried. */
  readonly isReceived: boolean;
  /** Its bytes were deleted since. */
  readonly isSwept: boolean;
}

/**
 * Answers for an entry, an event or a delivery: why is it here, why in the log, why this incident, why this time; and where it is not here,
 * what keeps it out.
 */
export function explain(subject: string, delivery: KnownDelivery, known: Known): Explanation {
  const { incident } = known.draft;
  const { id, title, startedAt, endedAt } = incident;
  const head = { incident: { id, title, startedAt, endedAt, openedBy: openedBy(known.view) }, subject };
  const entry = known.draft.entries.find((one) => one.id === subject);
  if (entry) return { ...head, is: "entry", standings: ofEntry(entry, known), also: [] };
  const key = known.renamed.get(subject) ?? subject;
  const ofEvent = standingOf(key, known);
  if (ofEvent) return { ...head, is: "event", standings: [ofEvent], also: [] };
  const carried = new Map(delivery.sightings.map((sighting) => [nowOf(sighting, known), sighting]));
  const standings = [...carried].flatMap(([now, sighting]) => {
    const standing = standingOf(now, known);
    return standing ? [withRepeat(standing, sighting, known)] : [];
  });
  const also = aboutDelivery(delivery, standings.length);
  const isKnown = standings.length > 0 || delivery.isReceived || delivery.isSwept || delivery.quarantined.length > 0;
  return { ...head, is: isKnown ? "delivery" : "unknown", standings, also };
}

const nowOf = ({ event: { key } }: Sighting, { renamed }: Known): string => renamed.get(key) ?? key;

/** An entry is explained by its first event; the others by being folded into it. */
function ofEntry(entry: Entry, known: Known): Standing[] {
  const events = entry.origin === "person" ? [] : entry.evidence.map(({ event }) => event);
  if (events.length === 0) return [writtenLine(entry)];
  return events.flatMap((key) => standingOf(key, known) ?? []);
}

function writtenLine(entry: Entry): Standing {
  return {
    is: entry.visibility === "timeline" ? "shown" : "logged",
    ...{ event: null, title: entry.text, delivery: null, source: null },
    ...inEntry(entry),
    belongs: [{ rule: "said_by_a_person", words: "a person wrote it here" }],
    keptOut: [],
    time: timeOfEntry(entry, undefined),
  };
}

const inEntry = (entry: Entry): Pick<Standing, "entry" | "here" | "wording"> => ({
  entry: { id: entry.id, at: entry.at, kind: entry.kind, text: entry.text },
  here: asBecause(entry.reason),
  wording: entry.lint.map(({ rule, words, reason, hint }) => ({ rule, words: `“${words}”: ${reason} ${hint}` })),
});

/** "rule: sentence" as an answer. */
function asBecause(reason: string): Because {
  const [rule = reason, ...rest] = reason.split(": ");
  return { rule, words: rest.join(": ") || reason };
}

function standingOf(key: string, known: Known): Standing | null {
  const { view, others, unattached } = known;
  const attached = view.attached.find(({ event }) => event.event.key === key);
  if (attached) return standingHere(attached, known);
  for (const other of others) {
    const there = other.attached.find(({ event }) => event.event.key === key);
    if (there) return standingElsewhere(there, other, known);
  }
  const event = unattached.find((one) => one.event.key === key);
  return event ? standingNowhere(event, known) : null;
}

function standingHere(attached: Attachment, known: Known): Standing {
  const { event } = attached;
  const { draft, view } = known;
  const entry = draft.entries.find(
    ({ origin, evidence }) => origin === "machine" && evidence.some((piece) => piece.event === event.event.key),
  );
  const belongs = [{ rule: attached.reason, words: known.attachedBecause(attached.reason) }];
  const facts = { ...factsOf(event), belongs, keptOut: [] };
  if (!entry) return { is: "logged", ...facts, time: timeOfEvent(event), wording: [] };
  const firstKey = entry.evidence[0]?.event;
  const first = view.attached.find((one) => one.event.event.key === firstKey)?.event;
  const isFirst = first === undefined || first === event;
  return {
    is: entry.visibility === "timeline" ? "shown" : "logged",
    ...facts,
    ...inEntry(entry),
    ...(isFirst ? {} : { folded: whyFolded(event.event, first.event) }),
    time: isFirst ? timeOfEntry(entry, event) : timeOfEvent(event),
  };
}

function factsOf({
  event,
  delivery,
  source,
}: RecordedEvent): Pick<Standing, "event" | "title" | "delivery" | "source"> {
  return { event: event.key, title: event.title, delivery, source };
}

function standingElsewhere({ event, reason, rank }: Attachment, other: IncidentView, known: Known): Standing {
  const [opener] = other.openers;
  const there = {
    rule: reason,
    words: `${known.attachedBecause(reason)}, in ${other.id} (“${opener?.event.event.title ?? ""}”)`,
  };
  const belongs = [there, ...suggestionsOf(event, known)];
  // What refers to another incident may well refer to this one, too.
  const isReferred = rank === 1 || rank === 2;
  const keptOut = whyNot(event.event, known.view, known.rules, other).filter(
    ({ rule }) => !isReferred || rule !== "no_reference",
  );
  return {
    is: "elsewhere",
    ...factsOf(event),
    incident: other.id,
    belongs,
    keptOut,
    time: timeOfEvent(event),
    wording: [],
  };
}

function standingNowhere(event: RecordedEvent, known: Known): Standing {
  const hints = suggestionsOf(event, known);
  return {
    is: hints.length > 0 ? "suggested" : "unattached",
    ...factsOf(event),
    belongs: hints,
    keptOut: whyNot(event.event, known.view, known.rules),
    ...{ time: timeOfEvent(event), wording: [] },
  };
}

function suggestionsOf({ event: { key } }: RecordedEvent, { view, attachedBecause }: Known): Because[] {
  return view.suggestions
    .filter(({ event }) => event.event.key === key)
    .map(({ reason }) => ({ rule: reason, words: attachedBecause(reason) }));
}

/** A delivery that carried what another one had carried before. */
function withRepeat(standing: Standing, { delivery, content }: Sighting, known: Known): Standing {
  const event = recordedOf(standing.event, known);
  if (!event || event.delivery === delivery) return standing;
  const first = `${event.delivery} of ${event.source} carried it first, received at ${formatInstant(event.receivedAt, "ms")}`;
  return { ...standing, repeat: repeatOf(event, content, first) };
}

function repeatOf({ content: inForce, superseded = [] }: RecordedEvent, content: string, first: string): Because {
  if (content !== inForce)
    return { rule: "other_content", words: `other content of an event, which does not count now; ${first}` };
  return superseded.length > 0
    ? { rule: "latest_content", words: `new content of an event, which counts now; ${first}` }
    : { rule: "repeat", words: `the same event again; ${first}` };
}

function recordedOf(key: string | null, { view, others, unattached }: Known): RecordedEvent | undefined {
  const attached = [view, ...others].flatMap((one) => one.attached.map(({ event }) => event));
  return [...attached, ...unattached].find(({ event }) => event.key === key);
}

function aboutDelivery({ quarantined, isReceived, isSwept, sightings }: KnownDelivery, events: number): Because[] {
  const parts = quarantined.map(({ code, detail, place }) => {
    const words = `it is in quarantine, and nothing of this part is in a draft: ${detail}`;
    return { rule: code, words: place ? `${words} It lies in Kafka: ${tellKafkaPlace(place)}.` : words };
  });
  if (events > 0 || parts.length > 0) return parts;
  if (sightings.length > 0)
    return [{ rule: "deleted", words: "what it carried is not kept any more (retention.events)" }];
  if (isReceived)
    return [{ rule: "of_no_interest", words: "it was taken in, and holds nothing that a timeline tells of" }];
  if (isSwept)
    return [
      {
        rule: "swept",
        words: "it was taken in, and its bytes are not kept any more (retention.raw); no event of it is known",
      },
    ];
  return [UNKNOWN];
}

const UNKNOWN: Because = {
  rule: "unknown",
  words:
    "no entry of this incident, and no event or delivery that is known, has this name. It may never have been sent, or was refused at the door (a wrong signature or an unknown source), or is not kept any more",
};
