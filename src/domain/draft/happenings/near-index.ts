import { firstPlace } from "../../sorted.ts";
import type { Instant, Span } from "../../time.ts";
import type { Titles } from "../lines/titles.ts";
import { eventOf, type Happening, startOf } from "./happening.ts";

/** So many neighbours in time are looked at on either side: a flood of alike events must not make drafting slow. */
const LOOKED_AT = 40;

interface Place {
  readonly at: Instant;
  readonly of: Happening;
  /** The title of the event that stands here: a storm has many. */
  readonly title: string;
}

/** Indexes happenings under the telling words of the title and service of every event that they hold now. */
export function indexWords(happenings: readonly Happening[], titles: Titles): NearIndex<number> {
  const index = new NearIndex<number>();
  for (const one of happenings) {
    for (const attached of one.events) {
      const { occurredAt, title, service } = eventOf(attached);
      const ofTitle = titles.telling(title);
      const place = index.add(occurredAt, one, ofTitle, title);
      if (service === undefined) continue;
      for (const word of titles.telling(service)) if (!ofTitle.has(word)) index.enter(word, place);
    }
  }
  return index;
}

/** Indexes alerts under the first word of what they may be called, however common: whoever looks for one by a text passes all its words. */
export function indexAlerts(alerts: readonly Happening[], titles: Titles): NearIndex<string> {
  const index = new NearIndex<string>();
  for (const one of alerts) {
    for (const attached of one.events) {
      const { occurredAt, title } = eventOf(attached);
      index.add(occurredAt, one, titles.called(title).firstWords, title);
    }
  }
  return index;
}

/** Finds happenings near an instant that share a word with a text of those that they are indexed under. Deterministic: of equally near ones the earlier counts. */
export class NearIndex<Word> {
  readonly #places = new Map<Word, Place[]>();
  readonly #all: Place[] = [];
  #sorted = true;

  /** Adds a happening at the time of one of its events, under words. */
  add(at: Instant, of: Happening, words: Iterable<Word>, title = of.event.title): Place {
    const place = { at, of, title };
    for (const word of words) this.enter(word, place);
    this.#all.push(place);
    this.#sorted = false;
    return place;
  }

  /** Adds a place under one more word. */
  enter(word: Word, place: Place): void {
    const places = this.#places.get(word);
    if (places) places.push(place);
    else this.#places.set(word, [place]);
  }

  /** The nearest within `span` that shares a word and passes `accept`, which may be asked of one happening more than once. */
  find(at: Instant, span: Span, words: Iterable<Word>, accept: Accept): Happening | undefined {
    if (!this.#sorted) this.#sort();
    const search = { at, span, accept };
    let best: Place | undefined;
    for (const word of words) {
      const places = this.#places.get(word);
      if (places) best = nearest(places, search, best);
    }
    return best?.of;
  }

  /** The nearest within `span` that passes `accept`, whatever its words. */
  findAny(at: Instant, span: Span, accept: Accept = () => true): Happening | undefined {
    if (!this.#sorted) this.#sort();
    return nearest(this.#all, { at, span, accept }, undefined)?.of;
  }

  #sort(): void {
    for (const places of this.#places.values()) places.sort(byTime);
    this.#all.sort(byTime);
    this.#sorted = true;
  }
}

type Accept = (candidate: Happening, title: string) => boolean;

const byTime = (a: Place, b: Place): number => a.at - b.at || startOf(a.of) - startOf(b.of);

/** A search outwards from an instant. */
interface Search {
  readonly at: Instant;
  readonly span: Span;
  readonly accept: Accept;
}

/** The nearest place that is accepted, if it is nearer than the one known; else that. */
function nearest(places: readonly Place[], search: Search, known: Place | undefined): Place | undefined {
  const middle = firstPlace(places, (place) => place.at >= search.at);
  return nearestBefore(places, middle, search, nearestFrom(places, middle, search, known));
}

function nearestFrom(
  places: readonly Place[],
  middle: number,
  { at, span, accept }: Search,
  known: Place | undefined,
): Place | undefined {
  const end = Math.min(places.length, middle + LOOKED_AT);
  for (let index = middle; index < end; index++) {
    const place = places[index];
    if (!place || place.at - at > span || (known && !isNearer(place, known, at))) break;
    if (accept(place.of, place.title)) return place;
  }
  return known;
}

/** Of several at the same instant the first. */
function nearestBefore(
  places: readonly Place[],
  middle: number,
  { at, span, accept }: Search,
  known: Place | undefined,
): Place | undefined {
  const end = Math.max(0, middle - LOOKED_AT);
  let found: Place | undefined;
  for (let index = middle - 1; index >= end; index--) {
    const place = places[index];
    if (!place || at - place.at > span || (found && place.at !== found.at)) break;
    if (!found && known && !isNearer(place, known, at)) break;
    if (accept(place.of, place.title)) found = place;
  }
  return found ?? known;
}

function isNearer(a: Place, b: Place, at: Instant): boolean {
  const difference = Math.abs(a.at - at) - Math.abs(b.at - at);
  return difference < 0 || (difference === 0 && a.at < b.at);
}
