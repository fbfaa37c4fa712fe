import type { OpsEvent } from "../event.ts";
import { firstPlace } from "../sorted.ts";
import type { Instant, Span } from "../time.ts";
import { eventOf, type Happening, startOf } from "./happening.ts";
import { alertPhrases, tellingWords } from "./names.ts";

/** So many neighbours in time are looked at on either side: a flood of alike events must not make drafting slow. */
const LOOKED_AT = 40;

interface Place {
  readonly at: Instant;
  readonly of: Happening;
}

/** Words that an event is looked for by. */
type WordsOf = (event: OpsEvent) => Iterable<string>;

/** Indexes happenings under the telling words of every event that they hold now. */
export function indexOf(happenings: readonly Happening[], words: WordsOf = telling): NearIndex {
  const index = new NearIndex();
  for (const one of happenings) {
    for (const attached of one.events) index.add(eventOf(attached), one, words);
  }
  return index;
}

const telling: WordsOf = ({ title, service = "" }) => tellingWords(`${title} ${service}`);

/** Indexes alerts under the first word of what they may be called, however common: whoever looks for one by a text passes all its words. */
export function indexAlerts(alerts: readonly Happening[]): NearIndex {
  return indexOf(alerts, (event) => alertPhrases(event).map((phrase) => phrase.split(" ", 1)[0] ?? ""));
}

/** Finds happenings near an instant that share a telling word with a text (the empty word stands for any). Deterministic: of equally near ones the earlier counts. */
export class NearIndex {
  readonly #places = new Map<string, Place[]>();
  #sorted = true;

  /** Enters a happening at the time of one of its events, under its words. */
  add(event: OpsEvent, of: Happening, words: WordsOf): void {
    const place = { at: event.occurredAt, of };
    for (const word of words(event)) this.#enter(word, place);
    this.#enter("", place);
    this.#sorted = false;
  }

  /** The nearest within `span` that shares a word and passes `accept`. */
  find(
    at: Instant,
    span: Span,
    words: Iterable<string>,
    accept: (candidate: Happening) => boolean,
  ): Happening | undefined {
    let best: Place | undefined;
    const tried = new Map<Happening, boolean>();
    for (const word of words) {
      for (const place of this.#around(word, at, span)) {
        if (best && !isNearer(place, best, at)) continue;
        const accepted = tried.get(place.of) ?? accept(place.of);
        tried.set(place.of, accepted);
        if (accepted) best = place;
      }
    }
    return best?.of;
  }

  #enter(word: string, place: Place): void {
    this.#places.getOrInsertComputed(word, () => []).push(place);
  }

  #around(word: string, at: Instant, span: Span): Place[] {
    if (!this.#sorted) this.#sort();
    const places = this.#places.get(word) ?? [];
    const middle = firstPlace(places, (place) => place.at >= at);
    return places
      .slice(Math.max(0, middle - LOOKED_AT), middle + LOOKED_AT)
      .filter((place) => Math.abs(place.at - at) <= span);
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
