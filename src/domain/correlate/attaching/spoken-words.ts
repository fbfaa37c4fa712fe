import type { OpsEvent } from "../../event.ts";
import type { Instant, Span } from "../../time.ts";
import type { WordNumbers } from "../../words/word-numbers.ts";
import { WordSet, type Words } from "../../words/word-set.ts";
import { type Facts, saidIn } from "../facts.ts";
import type { Attached, Ground } from "./claims.ts";
import type { Company } from "./company.ts";

/** What people say of an incident, as far as something may be known by it. */
export interface Spoken {
  /** The telling words of an event that people say. */
  readonly shared: (event: OpsEvent) => readonly number[];
  /** Those that they say again and again, and names with a number. */
  readonly dwelledOn: (event: OpsEvent) => readonly number[];
  /** Whether those who take part spoke of it within a span after it, before the incident began. */
  readonly isWorkedAt: (event: OpsEvent, within: Span) => boolean;
  /** Since when an alert fires that fires still when it begins. */
  readonly burnsSince: Instant;
}

/** Said so often, a word is what they speak of. */
const AGAIN = 2;
/** Shorter words without a number are found by chance. */
const SHORTEST = 4;
/** Where and of what a change is made: every pipeline says it. */
const PIPELINES_WORDS = new Set(
  "main master trunk production prod staging version rolling build image merge merged deploy deployment".split(" "),
);

/** What is known of one incident while it is gathered. */
interface Heard {
  readonly said: OpsEvent[];
  /** Messages from before the start that were recalled as work on it. */
  readonly early: OpsEvent[];
  burnsSince: Instant;
}

/** Gathers what people say, by incident in which two or more take part. Words are looked at once they are asked for. */
export function gatherSpoken(
  { facts, groups, register }: Ground,
  attached: Attached,
  companies: readonly Company[],
): ReadonlyMap<number, Spoken> {
  const heard = new Map<number, Heard>();
  facts.events.forEach(({ event }, index) => {
    const own = attached[index];
    const opens = register.ofOpener(index);
    const place = opens ?? own?.place;
    if (place === undefined || groups[place]?.candidate || (companies[place]?.size ?? 0) < 2) return;
    const of = heard.getOrInsertComputed(place, () => ({ said: [], early: [], burnsSince: Infinity }));
    if (own?.reason === "firing_at_start") of.burnsSince = Math.min(of.burnsSince, event.occurredAt);
    if (own?.reason === "early_work") of.early.push(event);
    if (opens !== undefined || (event.kind === "message" && event.actor.type !== "automation")) of.said.push(event);
  });
  return new Map(
    [...heard].map(([place, of]) => [place, spokenOf(of, companies[place]?.services ?? new WordSet(), facts)]),
  );
}

function spokenOf({ said, early, burnsSince }: Heard, services: Words, { words }: Facts): Spoken {
  let counted: ReadonlyMap<number, number> | null = null;
  const timesOf = (word: number): number => {
    counted ??= countWords(said, words);
    return counted.get(word) ?? 0;
  };
  const tells = (word: number) =>
    !services.has(word) && isTelling(word, words) && !PIPELINES_WORDS.has(words.spelt(word));
  const shared = (event: OpsEvent) => tellingOf(event, words).filter((word) => tells(word) && timesOf(word) > 0);
  return {
    shared,
    dwelledOn: (event) => shared(event).filter((word) => words.isNameWithNumber(word) || timesOf(word) >= AGAIN),
    isWorkedAt: (event, within) => {
      const { occurredAt } = event;
      const isOfThen = (message: OpsEvent) =>
        message.occurredAt >= occurredAt && message.occurredAt <= occurredAt + within;
      if (!early.some(isOfThen)) return false;
      const telling = new Set(tellingOf(event, words));
      const isShared = (word: number) => telling.has(word) && isTelling(word, words);
      return early.some((message) => isOfThen(message) && tellingOf(message, words).some(isShared));
    },
    burnsSince,
  };
}

function countWords(said: readonly OpsEvent[], words: WordNumbers): Map<number, number> {
  const times = new Map<number, number>();
  for (const event of said) for (const word of tellingOf(event, words)) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
}

function isTelling(word: number, words: WordNumbers): boolean {
  const spelt = words.spelt(word);
  return /\d/.test(spelt) ? words.isNameWithNumber(word) : spelt.length >= SHORTEST;
}

/** A change is called by its title, by the first line of what it says, and by its repository. */
function tellingOf(event: OpsEvent, words: WordNumbers): readonly number[] {
  const { kind, title, text, names } = event;
  if (kind !== "change") return words.telling(saidIn(event));
  return words.telling([title, text?.split("\n", 1)[0] ?? "", ...names.map(withoutOwner)].join(" "));
}

/** `acme/checkout` is called `checkout`: of the owner is everything. */
const withoutOwner = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
