import type { Attachment } from "../correlate/incident-view.ts";
import type { OpsEvent } from "../event.ts";
import type { EntryKind } from "../kinds.ts";
import { lifecycleRank } from "../order.ts";
import { entryId } from "../served-names.ts";
import { firstPlace } from "../sorted.ts";
import { formatInstant, type Instant, SECOND, type Span, WIDTH } from "../time.ts";
import { byOrder, eventOf, type Happening, inOrder, type Occurrence } from "./happenings/happening.ts";
import type { People } from "./happenings/people.ts";
import { findWithdrawn } from "./happenings/withdrawn.ts";
import { lineOf } from "./lines/lines.ts";
import type { DraftedEntry } from "./machine.ts";
import type { Scene } from "./scene.ts";
import type { Entry, Evidence, Member } from "./schema.ts";

/** An entry with the happening that it was made of: moments, findings and questions go by both. */
export interface Told extends DraftedEntry {
  readonly happening: Happening;
  readonly at: Instant;
}

/** Whether it is a line of the timeline. */
export const isShown = ({ entry }: Told): boolean => entry.visibility === "timeline";

/** Of entries in timeline order those after one instant, and not after another. */
export function between(entries: readonly Told[], after: Instant, until: Instant): readonly Told[] {
  return entries.slice(
    firstPlace(entries, ({ at }) => at > after),
    firstPlace(entries, ({ at }) => at > until),
  );
}

/** Whether it is of the incident itself, and not of what led up to it: it holds an opener, or comes after the first one. */
export function isWithin({ happening }: Told, start: Instant): boolean {
  return happening.at >= start || happening.events.some(({ rank }) => rank === 0);
}

/** Whether it stands earlier than it was said: what tells when something began is no moment at which anybody knew. */
export function isBackdated({ happening, at }: Told): boolean {
  return at < happening.at && happening.sort === "message";
}

/**
 * Whether it is of this kind: of what people say by a rule of the reader, of all else as the entry is. A kind that was only weighed is good
 * enough for a line, and not for a key moment but that of detection.
 */
export function isOfKind({ entry, happening: { reading } }: Told, kind: EntryKind): boolean {
  return (reading?.kind ?? entry.kind) === kind;
}

/** Makes entries of happenings, in timeline order. */
export function tellEntries(happenings: readonly Happening[], scene: Scene): Told[] {
  const proofOf = proving(scene);
  const told = happenings.map((one) => tell(one, scene, proofOf)).sort(byPlace);
  let isAfterCertain = true;
  told.forEach((one, index) => {
    const next = told[index + 1];
    const isBeforeCertain = next === undefined || isOrderCertain(one, next);
    one.entry.orderCertain = isAfterCertain && isBeforeCertain;
    isAfterCertain = isBeforeCertain;
  });
  return told;
}

/** The order of `order`: instants from 1970 on stand in it as their digits do. */
function byPlace(a: Told, b: Told): number {
  if (a.at !== b.at && a.at >= 0 && b.at >= 0) return a.at - b.at;
  return a.entry.order < b.entry.order ? -1 : 1;
}

function tell(one: Happening, scene: Scene, proofOf: (attached: Attachment) => Evidence): Told {
  const events = inOrder(one.events);
  const anchor = events[0] ?? one.lead;
  const event = eventOf(anchor);
  const time = timeOf(one, event);
  const entry = startEntry(entryId(event.key), time, one);
  entry.kind = one.kind;
  const actor = scene.people.nameOf(one.event.actor);
  entry.text = lineOf(one, actor, scene);
  if (actor !== undefined) entry.actor = actor;
  const service = scene.servicesOf(one.lead)[0];
  if (service !== undefined) entry.service = service;
  entry.visibility = one.shown ? "timeline" : "log";
  entry.order = orderOf(time.at, event.action, event.key);
  entry.origin = "machine";
  entry.pinned = false;
  entry.notes = [];
  entry.version = 0;
  entry.reason = one.reason;
  entry.attach = { reason: anchor.reason, rank: anchor.rank };
  entry.occurrences = Math.max(1, one.occurrences.length);
  addMembers(entry, one);
  entry.new = false;
  entry.lint = [];
  entry.evidence = events.map(proofOf);
  return { anchor: event.key, entry, happening: one, at: time.at };
}

type Time = Pick<Told, "at"> & Pick<Entry, "precision" | "zoneAssumed">;

/** An entry's members are set one by one, in their order: spread into a literal, those that may be absent would cost five times as much. */
function startEntry(id: string, { at, precision, zoneAssumed }: Time, { until }: Happening): Entry {
  const entry = { id, at: formatInstant(at, precision) } as Entry;
  if (until !== null && until > at) entry.until = formatInstant(until, precision);
  entry.precision = precision;
  entry.zoneAssumed = zoneAssumed;
  entry.orderCertain = true;
  return entry;
}

/** A message that plainly tells when it happened stands at that time; all else at the time of its first event. */
function timeOf(one: Happening, { occurredAt, precision, zoneAssumed }: OpsEvent): Time {
  const said = one.sort === "message" && one.shown ? one.reading?.happenedAt : undefined;
  return said ?? { at: occurredAt, precision, zoneAssumed };
}

/** Instants have sixteen digits until the year 2286; keys sort by code unit, as the total order of events does. */
function orderOf(at: Instant, action: string, key: string): string {
  return `${String(at).padStart(16, "0")}.${lifecycleRank(action)}.${key}`;
}

function addMembers(entry: Entry, { occurrences }: Happening): void {
  if (occurrences.length < 2) return;
  const members = occurrences.toSorted((a, b) => byOrder(a.lead, b.lead)).map(memberOf);
  const [first, last] = [members[0], members.at(-1)];
  if (first) entry.first = first.at;
  if (last) entry.last = last.at;
  entry.members = members;
}

function memberOf({ lead, until }: Occurrence): Member {
  const { occurredAt, precision, title, key } = eventOf(lead);
  const at = formatInstant(occurredAt, precision);
  if (until === null) return { at, text: title, event: key };
  return { at, until: formatInstant(until, precision), text: title, event: key };
}

const QUOTE_LENGTH = 500;

/** Makes evidence of what is attached. */
function proving({ view, people }: Scene): (attached: Attachment) => Evidence {
  const withdrawn = findWithdrawn(view.attached);
  return (attached) => evidenceOf(attached, people, withdrawn.get(attached));
}

function evidenceOf(attached: Attachment, people: People, withdrawn: Evidence["withdrawn"]): Evidence {
  const { event, delivery, source, receivedAt } = attached.event;
  const evidence: Evidence = {
    event: event.key,
    delivery,
    source,
    occurredAt: formatInstant(event.occurredAt, event.precision),
    receivedAt: formatInstant(receivedAt, "ms"),
  };
  if (event.kind === "message" || event.kind === "status") {
    evidence.quote = cut(people.unmention(event.text ?? event.title));
  }
  if (withdrawn !== undefined) evidence.withdrawn = withdrawn;
  const url = event.links[0]?.url;
  if (url !== undefined) evidence.url = url;
  return evidence;
}

function cut(text: string): string {
  return text.length <= QUOTE_LENGTH ? text : `${text.slice(0, QUOTE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Clocks of two senders agree to about this much. */
const SKEW: Span = 2 * SECOND;

/** Whether the clocks behind two neighbours can say which came first. */
function isOrderCertain(earlier: Told, later: Told): boolean {
  const sameClock = earlier.entry.evidence[0]?.source === later.entry.evidence[0]?.source;
  const width = WIDTH[earlier.entry.precision];
  if (width === null || later.entry.precision === "unknown") return false;
  return later.at - earlier.at >= Math.max(1, width + (sameClock ? 0 : SKEW));
}
