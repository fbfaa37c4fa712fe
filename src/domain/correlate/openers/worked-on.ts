import type { EntryKind } from "../../kinds.ts";
import { HOUR, type Instant, MINUTE, type Span } from "../../time.ts";
import { eventAt, type Facts } from "../facts.ts";

/** Trouble is told at most so long before somebody else takes it on. */
const TOLD_BEFORE: Span = 10 * MINUTE;
/** What follows within this time shows whether it is worked on. */
export const WORKED_WITHIN: Span = HOUR;
/** So many people speak of it by then, in so many messages that tell something. */
const [PEOPLE, MESSAGES] = [3, 6];
/** A message at least this likely to deserve a line tells something; what it begins with may be half a question. */
const [TELLING, BEGINNING] = [0.5, 0.3];
/** What is taken on again in the same channel within this time is the same trouble. */
const ANEW: Span = 6 * HOUR;
/** A channel of more services tells of none of them. */
const MOST_SERVICES = 4;

const TROUBLE: ReadonlySet<string> = new Set<EntryKind>(["symptom", "human_report", "observation"]);
const DOES: ReadonlySet<string> = new Set<EntryKind>(["mitigation", "rollback", "failed_attempt", "decision"]);

/**
 * The first words of trouble that nobody declares and no machine pages for, and that several people plainly work on: in a channel of a few
 * services somebody tells of it, somebody else says within minutes that they look, and within the hour three people or more tell what they find
 * and do, something done or decided among it. One person's doubts, and talk of a build that nobody takes on, open nothing.
 *
 * @returns by message: the services of its channel, which it is about as well as what it names
 */
export function workedOn(facts: Facts): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  for (const [services, said] of talkByChannel(facts)) {
    let last = Number.NEGATIVE_INFINITY;
    said.forEach((index, place) => {
      const { occurredAt } = eventAt(facts.events, index);
      if (occurredAt < last + ANEW || !isTakenOn(facts, index)) return;
      const first = toldBefore(facts, said, place);
      if (first === null || !isWorkedOn(facts, said, place, first)) return;
      last = occurredAt;
      found.set(first, services);
    });
  }
  return found;
}

/** What people say in each channel of a few services, in the order of time. */
function talkByChannel(facts: Facts): Iterable<readonly [readonly string[], readonly number[]]> {
  const talk = new Map<string, readonly [readonly string[], number[]]>();
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "message" || event.action !== "posted" || event.actor.type === "automation") return;
    const channel = facts.channels.of[index]?.[0];
    if (!channel || channel.services.length === 0 || channel.services.length > MOST_SERVICES) return;
    talk.getOrInsertComputed(channel.id, () => [channel.services, []])[1].push(index);
  });
  return talk.values();
}

/** A bare "looking" is known by its weight. */
function isTakenOn({ readingOf }: Facts, index: number): boolean {
  const reading = readingOf(index);
  if (reading.kind !== "message") return reading.kind === TAKEN_ON;
  const gist = reading.gist?.();
  return gist?.kind === TAKEN_ON && gist.worth >= BEGINNING;
}

const TAKEN_ON: EntryKind = "acknowledgement";

/** The nearest word of trouble by somebody else, shortly before. */
function toldBefore(facts: Facts, said: readonly number[], place: number): number | null {
  const taker = eventAt(facts.events, said[place] ?? 0);
  for (let before = place - 1; before >= 0; before--) {
    const index = said[before] ?? 0;
    const { occurredAt, actor } = eventAt(facts.events, index);
    if (occurredAt < taker.occurredAt - TOLD_BEFORE) break;
    if (nameOf(actor) !== nameOf(taker.actor) && tellsTrouble(facts, index)) return index;
  }
  return null;
}

function tellsTrouble({ readingOf }: Facts, index: number): boolean {
  const reading = readingOf(index);
  const gist = reading.gist?.();
  if (!gist || gist.worth < BEGINNING) return false;
  return TROUBLE.has(reading.kind) || TROUBLE.has(gist.kind);
}

function isWorkedOn(facts: Facts, said: readonly number[], place: number, first: number): boolean {
  const until: Instant = eventAt(facts.events, said[place] ?? 0).occurredAt + WORKED_WITHIN;
  const people = new Set([nameOf(eventAt(facts.events, first).actor)]);
  let [told, does] = [0, false];
  for (const index of said.slice(place)) {
    const { occurredAt, actor } = eventAt(facts.events, index);
    if (occurredAt > until) break;
    const reading = facts.readingOf(index);
    const gist = reading.gist?.();
    if (!gist || gist.worth < TELLING) continue;
    told++;
    people.add(nameOf(actor));
    does ||= DOES.has(reading.kind) || DOES.has(gist.kind);
    if (does && told >= MESSAGES && people.size >= PEOPLE) return true;
  }
  return false;
}

const nameOf = ({ id, name }: { readonly id?: string; readonly name?: string }): string => id ?? name ?? "";
