import type { Reader } from "../../reading.ts";
import { MINUTE, type Span } from "../../time.ts";
import { wordsOf } from "../../words/words.ts";
import { type Channel, isIncidentChannel } from "../channels.ts";
import { eventAt, type Facts } from "../facts.ts";

/** A room stands open for so long before somebody declares what it is for. */
const GATHERING: Span = 15 * MINUTE;

/**
 * The incident channel that a declaration stands in, where that was made for it; null for a channel of the catalogue, and for one in which every
 * incident is declared: that was there before.
 *
 * @param index of the declaration's event
 */
export function roomDeclaredIn(facts: Facts, index: number): Channel | null {
  const { kind, occurredAt } = eventAt(facts.events, index);
  const channel = kind === "message" ? facts.channels.of[index]?.[0] : undefined;
  if (channel?.services.length !== 0 || !isIncidentChannel(channel)) return null;
  const began = channel.created ?? channel.first;
  return began !== null && eventAt(facts.events, began).occurredAt >= occurredAt - GATHERING ? channel : null;
}

/**
 * Whether the names of two incident channels tell of two incidents: of two things, or by two numbers alone. A further room of one incident has no
 * thing of its own in its name (`inc-531-login` and `inc-531-customers`).
 */
export function tellOfTwo({ read: { roomWords } }: Facts, one: Channel, other: Channel): boolean {
  const [a, b] = [namedIn(one, roomWords), namedIn(other, roomWords)];
  if ([...a.numbers].some((number) => b.numbers.has(number) && !DATE.test(number))) return false;
  if (a.things.size > 0 && b.things.size > 0) return a.things.isDisjointFrom(b.things);
  return a.numbers.size > 0 && b.numbers.size > 0 && a.numbers.isDisjointFrom(b.numbers);
}

/** Only names that incident channels have: a vendor's own id of a channel tells nothing. */
function namedIn({ incidentNames }: Channel, roomWords: Reader["roomWords"]) {
  const words = incidentNames.flatMap(wordsOf);
  return {
    things: new Set(words.filter((word) => !NUMBER.test(word) && !roomWords?.has(word))),
    numbers: new Set(words.filter((word) => NUMBER.test(word))),
  };
}

/** A year, a month with its day either way round, or all of a date: on one day there may be two incidents. */
const DATE = /^(?:20\d\d)?(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2]))$|^20\d\d$/;
const NUMBER = /^\p{L}{0,3}\d+$/u;
