import type { OpsEvent, RecordedEvent } from "../event.ts";
import { compareEvents } from "../order.ts";
import type { Reader, Reading } from "../reading.ts";
import { buildCatalogue, type Catalogue, servicesOf } from "../services.ts";
import type { Settings } from "../settings.ts";
import type { Steps } from "../steps.ts";
import { WordNumbers } from "../words/word-numbers.ts";
import type { WordSet, Words } from "../words/word-set.ts";
import { followReferences } from "./attaching/references.ts";
import { type Channels, gatherChannels } from "./channels.ts";
import { giveEpisodes } from "./grouping/episodes.ts";
import { gatherLifecycles, type Lifecycles } from "./lifecycles.ts";
import { giveNumbers, numberTold } from "./openers/numbered-posts.ts";
import { perEvent } from "./per-event.ts";

/** The set of events, ordered and indexed once, as every step of correlation reads it. An event is named by its place in the order. */
export interface Facts {
  /** In the total order: the only order that any step goes by. */
  readonly events: readonly RecordedEvent[];
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  /** By event: the services that it is about. */
  readonly services: readonly (readonly string[])[];
  readonly channels: Channels;
  readonly lifecycles: Lifecycles;
  /** By event: the event at the end of its references (edit → message → thread's root …), or itself. */
  readonly roots: readonly number[];
  /** What the reader finds in an event; asked once per event. */
  readonly readingOf: (index: number) => Reading;
  /** The reader itself, for what is not an event in force. */
  readonly read: Reader;
  readonly words: WordNumbers;
  /** By event: the words of what a message says, of the title of anything else; each event is looked through once. */
  readonly wordsOf: (index: number) => readonly number[];
  /** By event: those of them that tell one thing from another. */
  readonly tellingOf: (index: number) => readonly number[];
}

/** Orders and indexes a set of events: any permutation of them gives the same facts. */
export function* gatherFacts(unordered: readonly RecordedEvent[], settings: Settings, read: Reader): Steps<Facts> {
  const ordered = unordered.toSorted((a, b) => compareEvents(a.event, b.event));
  const events = giveNumbers(giveEpisodes(ordered), settings.people, read);
  const catalogue = buildCatalogue(settings.services);
  yield;
  const lifecycles = yield* gatherLifecycles(events, (event) => numberTold(event, read)?.tells === "ended");
  const services = yield* perEvent(events, ({ event }) => servicesOf(event, catalogue));
  const channels = gatherChannels(events, catalogue, settings.incidents);
  yield;
  const roots = followReferences(events);
  const readingOf = onceEach(events, read);
  const words = new WordNumbers();
  const wordsOf = onceEach(events, (event) => words.in(saidIn(event)));
  const tellingOf = onceEach(events, (_, index) => words.tellingOf(wordsOf(index)));
  yield;
  const found = { services, channels, lifecycles, roots };
  return { events, settings, catalogue, ...found, readingOf, read, words, wordsOf, tellingOf };
}

/** Asks something of an event once, when it is wanted. */
function onceEach<T>(
  events: readonly RecordedEvent[],
  ask: (event: OpsEvent, index: number) => T,
): (index: number) => T {
  const answers = new Array<T | undefined>(events.length);
  return (index) => {
    const known = answers[index];
    if (known !== undefined) return known;
    const answer = ask(eventAt(events, index), index);
    answers[index] = answer;
    return answer;
  };
}

/** A message's title is its text, cut. */
export const saidIn = ({ kind, title, text }: OpsEvent): string => (kind === "message" ? (text ?? title) : title);

/** A correlation key as one text. */
export const keyName = (key: { readonly type: string; readonly value: string }): string => `${key.type}:${key.value}`;

/** Whether a message tells of something that happened: no talk, and no bot's repetition of what its sender delivers itself. */
export function tellsOfHappening({ readingOf }: Facts, index: number): boolean {
  const { kind, echoes } = readingOf(index);
  return kind !== "message" && !echoes;
}

/** Adds the telling words of an event. */
export function addTelling(to: WordSet, index: number, { tellingOf }: Facts): void {
  to.addAll(tellingOf(index));
}

/** Whether an event's telling words are among those given. */
export function sharesWord({ tellingOf }: Facts, index: number, given: Words): boolean {
  for (const word of tellingOf(index)) if (given.has(word)) return true;
  return false;
}

/** The services that an event's channels are mapped to, sorted. */
export function servicesOfChannelsAt({ channels }: Facts, index: number): readonly string[] {
  const of = channels.of[index] ?? [];
  const only = of[0];
  return only && of.length === 1 ? only.services : [...new Set(of.flatMap(({ services }) => services))].sort();
}

/** The event at a place of the order. @throws RangeError for a place outside it: an index of another set of facts */
export function eventAt(events: readonly RecordedEvent[], index: number): OpsEvent {
  const found = events[index];
  if (!found) throw new RangeError(`no event ${index} among ${events.length}`);
  return found.event;
}
