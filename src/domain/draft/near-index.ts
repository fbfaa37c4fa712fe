import { firstPlace } from "../sorted.ts";
import type { Instant, Span } from "../time.ts";
import { eventOf, type Happening, startOf } from "./happening.ts";
import type { Titles } from "./titles.ts";

/** So many neighbours in time are looked at on either side: a flood of alike events must not make drafting slow. */
const LOOKED_AT = 40;

interface Place {
  readonly at: Instant;
  readonly of: Happening;
}

/** Indexes happenings under the telling words of the title and service of every event that they hold now. */
export function indexWords(happenings: readonly Happening[], titles: Titles): NearIndex {
  const index = new NearIndex();
  for (const one of happenings) {
    for (const attached of one.events) {
      const { occurredAt, title, service } = eventOf(attached);
      const ofTitle = titles.telling(title);
      const place = index.add(occurredAt, one, ofTitle);
      if (service === undefined) continue;
      for (const word of titles.telling(service)) if (!ofTitle.has(word)) index.enter(word, place);
    }
  }
  return index;
}

/** Indexes alerts under the first word of what they may be called, however common: whoever looks for one by a text passes all its words. */
export function indexAlerts(alerts: readonly Happening[], titles: Titles): NearIndex {
  const index = new NearIndex();
  for (const one of alerts) {
    for (const attached of one.events) {
      const { occurredAt, title } = eventOf(attached);
      index.add(occurredAt, one, titles.called(title).firstWords);
    }
  }
  return index;
}

/** Finds happenings near an instant that share a word with a text of those that they are indexed under (the empty word stands for any). Deterministic: of equally near ones the earlier counts. */
export class NearIndex {
  readonly #places = new Map<string, Place[]>();
  #sorted = true;

  /** Adds a happening at the time of one of its events, under words. */
  add(at: Instant, of: Happening, words: Iterable<string>): Place {
    const place = { at, of };
    for (const word of words) this.enter(word, place);
    this.enter("", place);
    this.#sorted = false;
    return place;
  }

  /** Adds a place under one more word. */
  enter(word: string, place: Place): void {
    const places = this.#places.get(word);
    if (places) places.push(place);
    else this.#places.set(word, [place]);
  }

  /** The nearest within `span` that shares a word and passes `accept`. */
  find(
    at: Instant,
    span: Span,
    words: Iterable<string>,
    accept: (candidate: Happening) => boolean,
  ): Happening | undefined {
    if (!this.#sorted) this.#sort();
    let best: Place | undefined;
    let tried: Map<Happening, boolean> | null = null;
    for (const word of words) {
      const places = this.#places.get(word);
      if (!places) continue;
      const middle = firstPlace(places, (place) => place.at >= at);
      const end = Math.min(places.length, middle + LOOKED_AT);
      for (let index = Math.max(0, middle - LOOKED_AT); index < end; index++) {
        const place = places[index];
        if (!place || Math.abs(place.at - at) > span || (best && !isNearer(place, best, at))) continue;
        tried ??= new Map();
        const accepted = tried.get(place.of) ?? accept(place.of);
        tried.set(place.of, accepted);
        if (accepted) best = place;
      }
    }
    return best?.of;
  }

  #sort(): void {
    for (const places of this.#places.values()) places.sort((a, b) => a.at - b.at || startOf(a.of) - startOf(b.of));
    this.#sorted = true;
  }
}

function isNearer(a: Place, b: Place, at: Instant): boolean {
  const difference = Math.abs(a.at - at) - Math.abs(b.at - at);
  return difference < 0 || (difference === 0 && a.at < b.at);
}
