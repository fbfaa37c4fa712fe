import { LIFECYCLES, type OpsEvent, type RecordedEvent } from "../event.ts";
import { compareEvents } from "../order.ts";
import type { Reader, Reading } from "../reading.ts";
import { buildCatalogue, type Catalogue, servicesOf } from "../services.ts";
import type { Settings } from "../settings.ts";
import type { Steps } from "../steps.ts";
import { type Channels, gatherChannels } from "./channels.ts";
import { giveEpisodes } from "./episodes.ts";

/** The set of events, ordered and indexed once, as every step of correlation reads it. An event is named by its place in the order. */
export interface Facts {
  /** In the total order: the only order that any step goes by. */
  readonly events: readonly RecordedEvent[];
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  /** By event: the services that it is about. */
  readonly services: readonly (readonly string[])[];
  readonly channels: Channels;
  /** By event: the lifecycles that it is a step of, as texts. */
  readonly lifecycles: readonly (readonly string[])[];
  /** By correlation key (see {@link keyName}): the events that carry it, in order. */
  readonly holders: ReadonlyMap<string, readonly number[]>;
  /** By lifecycle, where something closed it: the last event that did. */
  readonly closes: ReadonlyMap<string, number>;
  /** By event: the event at the end of its references (edit → message → thread's root …), or itself. */
  readonly roots: readonly number[];
  /** What the reader finds in an event; asked once per event. */
  readonly readingOf: (index: number) => Reading;
  /** The reader itself, for what is not an event in force. */
  readonly read: Reader;
}

/** Orders and indexes a set of events: any permutation of them gives the same facts. */
export function* gatherFacts(unordered: readonly RecordedEvent[], settings: Settings, read: Reader): Steps<Facts> {
  const events = giveEpisodes([...unordered].sort((a, b) => compareEvents(a.event, b.event)));
  const catalogue = buildCatalogue(settings.services);
  yield;
  const lifecycles = events.map(({ event }) => lifecyclesOf(event));
  const closes = indexCloses(events, lifecycles);
  yield;
  const holders = yield* indexKeys(events);
  const services = yield* perEvent(events, ({ event }) => servicesOf(event, catalogue));
  const channels = gatherChannels(events, catalogue);
  yield;
  const roots = followReferences(events, holders);
  const readings = new Map<number, Reading>();
  const readingOf = (index: number): Reading => {
    const known = readings.get(index) ?? read(eventAt(events, index));
    readings.set(index, known);
    return known;
  };
  yield;
  return { events, settings, catalogue, services, channels, lifecycles, holders, closes, roots, readingOf, read };
}

/** So many events are looked at in one step. */
const AT_ONCE = 5_000;

/** Asks something of each event, in steps. */
export function* perEvent<T, E>(events: readonly E[], ask: (event: E, index: number) => T): Steps<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < events.length; from += AT_ONCE) {
    for (const event of events.slice(from, from + AT_ONCE)) answers.push(ask(event, answers.length));
    yield;
  }
  return answers;
}

/** A correlation key as one text. */
export const keyName = (key: { readonly type: string; readonly value: string }): string => `${key.type}:${key.value}`;

const NONE: readonly string[] = [];

function lifecyclesOf({ correlation }: OpsEvent): readonly string[] {
  let names: string[] | null = null;
  for (const key of correlation) {
    if (!LIFECYCLES.has(key.type)) continue;
    names ??= [];
    names.push(keyName(key));
  }
  return names ?? NONE;
}

/** Whether a message tells of something that happened: no talk, and no bot's repetition of what its sender delivers itself. */
export function tellsOfHappening({ readingOf }: Facts, index: number): boolean {
  const { kind, echoes } = readingOf(index);
  return kind !== "message" && !echoes;
}

/** The services that an event's channels are mapped to, sorted. */
export function servicesOfChannelsAt({ channels }: Facts, index: number): readonly string[] {
  const of = channels.of[index] ?? [];
  const [only] = of;
  return only && of.length === 1 ? only.services : [...new Set(of.flatMap(({ services }) => services))].sort();
}

/** The event at a place of the order. @throws RangeError for a place outside it: an index of another set of facts */
export function eventAt(events: readonly RecordedEvent[], index: number): OpsEvent {
  const found = events[index];
  if (!found) throw new RangeError(`no event ${index} among ${events.length}`);
  return found.event;
}

function* indexKeys(events: readonly RecordedEvent[]): Steps<Map<string, number[]>> {
  const holders = new Map<string, number[]>();
  yield* perEvent(events, ({ event }, index) => {
    for (const key of event.correlation) {
      if (key.type === "channel" || key.type === "team") continue;
      const name = keyName(key);
      const others = holders.get(name);
      if (!others) holders.set(name, [index]);
      else if (others.at(-1) !== index) others.push(index);
    }
  });
  return holders;
}

function indexCloses(events: readonly RecordedEvent[], lifecycles: Facts["lifecycles"]): Map<string, number> {
  const closes = new Map<string, number>();
  events.forEach(({ event }, index) => {
    if (event.action === "resolved") for (const lifecycle of lifecycles[index] ?? []) closes.set(lifecycle, index);
  });
  return closes;
}

/** Follows what each event refers to until an event refers to nothing that is known, to itself or back into its own chain. */
function followReferences(events: readonly RecordedEvent[], holders: ReadonlyMap<string, readonly number[]>): number[] {
  const originals = new Map<string, number | undefined>();
  const targets = events.map(({ event: { refersTo } }, index) => {
    if (!refersTo) return index;
    const name = keyName(refersTo);
    if (!originals.has(name)) originals.set(name, originalOf(holders.get(name) ?? [], events));
    return originals.get(name) ?? index;
  });
  const roots: (number | undefined)[] = targets.map((target, index) => (target === index ? index : undefined));
  for (let start = 0; start < events.length; start++) {
    if (roots[start] === undefined) settleRoot(start, targets, roots);
  }
  return roots.map((root, index) => root ?? index);
}

function settleRoot(start: number, targets: readonly number[], roots: (number | undefined)[]): void {
  const path: number[] = [];
  const seen = new Set<number>();
  let at = start;
  while (roots[at] === undefined && !seen.has(at)) {
    seen.add(at);
    path.push(at);
    at = targets[at] ?? at;
  }
  const root = roots[at] ?? earliestOfCycle(path, at);
  for (const step of path) roots[step] = root;
}

/** Where a path runs in a circle, the earliest event of the circle counts as the root. */
const earliestOfCycle = (path: readonly number[], at: number): number =>
  path.slice(path.indexOf(at)).reduce((a, b) => Math.min(a, b));

/** Of the events that carry a key the one that it names: the message itself rather than its edits, which carry its key too. */
function originalOf(candidates: readonly number[], events: readonly RecordedEvent[]): number | undefined {
  const posted = candidates.find((candidate) => eventAt(events, candidate).action === "posted");
  return posted ?? candidates.find((candidate) => eventAt(events, candidate).refersTo === undefined) ?? candidates[0];
}
