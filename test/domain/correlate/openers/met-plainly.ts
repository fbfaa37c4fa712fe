import { eventAt, type Facts, sharesWord } from "../../../../src/domain/correlate/facts.ts";
import { WordSet } from "../../../../src/domain/words/word-set.ts";
import { minutes } from "../../events.ts";

/** The plain way to find what several people meet: for each question everything is looked at anew. */
export function metPlainly(facts: Facts): Map<number, readonly string[]> {
  const met = new Map<number, readonly string[]>();
  facts.events.forEach((_, index) => {
    const services = facts.channels.of[index]?.[0]?.services ?? [];
    if (!isTalk(facts, index) || facts.readingOf(index).alike?.()?.says !== "asks") return;
    if (isMet(facts, index)) met.set(index, told(facts, index, services));
  });
  return met;
}

const isTalk = ({ events, channels }: Facts, index: number) =>
  eventAt(events, index).kind === "message" && (channels.of[index]?.[0]?.services.length ?? 0) > 0;

function isMet(facts: Facts, asked: number): boolean {
  const about = new WordSet();
  about.addAll(facts.words.telling(facts.readingOf(asked).alike?.()?.words ?? ""));
  const [people, inWords] = [new Set([whoAt(facts, asked)]), new Set([whoAt(facts, asked)])];
  let last = timeAt(facts, asked);
  for (const index of facts.events.keys()) {
    if (!isBehind(facts, index, asked)) continue;
    const since = sinceLast(facts, index, asked, last);
    if (meetsIt(facts, index, about, since)) {
      inWords.add(whoAt(facts, index));
      last = timeAt(facts, index);
    } else if (!(since <= lasting(1) && saysNoMoreThanYes(facts, index))) continue;
    people.add(whoAt(facts, index));
    if (inWords.size > 1 && people.size > (isBorneOut(facts, asked) ? 1 : 2)) return true;
  }
  return false;
}

const isBehind = (facts: Facts, index: number, asked: number) =>
  index > asked &&
  timeAt(facts, index) <= timeAt(facts, asked) + lasting(10) &&
  isTalk(facts, index) &&
  facts.channels.of[index]?.[0] === facts.channels.of[asked]?.[0];

function sinceLast(facts: Facts, index: number, asked: number, last: number): number {
  if (facts.roots[index] === asked) return 0;
  return facts.roots[index] === index ? timeAt(facts, index) - last : Infinity;
}

function meetsIt(facts: Facts, index: number, about: WordSet, since: number): boolean {
  const { kind, certain, alike } = facts.readingOf(index);
  const heard = alike?.call(facts.readingOf(index));
  const tells = (heard && heard.words !== "") || (kind === "symptom" && certain);
  return (tells && sharesWord(facts, index, about)) || (heard?.says === "concurs" && since <= lasting(3));
}

function saysNoMoreThanYes({ readingOf, wordsOf }: Facts, index: number): boolean {
  const reading = readingOf(index);
  return reading.alike?.()?.says === "agrees" || (reading.seconds?.() === "agrees" && wordsOf(index).length < 3);
}

const lasting = (minute: number) => minutes(minute) - minutes(0);
const timeAt = ({ events }: Facts, index: number) => eventAt(events, index).occurredAt;
const whoAt = ({ events }: Facts, index: number) => eventAt(events, index).actor.id ?? "";

function isBorneOut(facts: Facts, asked: number): boolean {
  const services = facts.channels.of[asked]?.[0]?.services ?? [];
  const things = facts.readingOf(asked).things?.() ?? [];
  const from = eventAt(facts.events, asked).occurredAt;
  const isPosted = facts.events.some(({ event: { kind, action, occurredAt } }, index) => {
    if (index <= asked || occurredAt > from + lasting(60)) return false;
    if (!(kind === "status" && action === "investigating") && !(kind === "incident" && action === "declared"))
      return false;
    const named = facts.services[index] ?? [];
    if (named.length > 0) return named.some((service) => services.includes(service));
    return facts
      .readingOf(index)
      .things?.()
      .some((thing) => things.includes(thing));
  });
  return isPosted || told(facts, asked, services).length > 0;
}

function told({ events, services: servicesAt }: Facts, asked: number, services: readonly string[]): readonly string[] {
  const from = eventAt(events, asked).occurredAt;
  return services.filter((service) =>
    events.some(
      ({ event: { kind, occurredAt } }, index) =>
        kind === "alert" && servicesAt[index]?.includes(service) && Math.abs(occurredAt - from) <= lasting(10),
    ),
  );
}
