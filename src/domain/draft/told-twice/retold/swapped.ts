import type { WordNumbers } from "../../../words/word-numbers.ts";
import { wordsOf } from "../../../words/words.ts";
import { eventOf } from "../../happenings/happening.ts";
import { isMessage } from "../../happenings/messages.ts";
import type { Teller } from "./teller.ts";

/** So many words around what is swapped tell that all else is the same. */
const FRAME = 2;

/**
 * Whether two say the same of two things: the same words before and behind what each names instead ("payments work again in Dublin", "search
 * works again in Dublin"). What is swapped names a service, a thing or a number: "fine again" and "good again" are one.
 */
export function saySameOfTwo(one: Teller, other: Teller, words: WordNumbers): boolean {
  const [a, b] = [saidBy(one, words), saidBy(other, words)];
  const shorter = Math.min(a.length, b.length);
  let before = 0;
  while (before < shorter && a[before] === b[before]) before++;
  let behind = 0;
  while (behind < shorter - before && a.at(-1 - behind) === b.at(-1 - behind)) behind++;
  const [first, second] = [a, b].map((said) => said.slice(before, said.length - behind));
  if (!first || !second || before + behind < Math.max(FRAME, first.length, second.length)) return false;
  return areOfTwoServices(one, other) || (namesThing(first, one, words) && namesThing(second, other, words));
}

function saidBy({ of }: Teller, words: WordNumbers): readonly number[] {
  const { text, title } = isMessage(of) ? eventOf(of.words) : of.event;
  return words.in(text ?? title);
}

function areOfTwoServices({ of: { lead: one } }: Teller, { of: { lead: other } }: Teller): boolean {
  if (!one.services?.length || !other.services?.length) return false;
  return one.services.every((service) => !other.services?.includes(service));
}

function namesThing(swapped: readonly number[], { of: { reading } }: Teller, words: WordNumbers): boolean {
  if (swapped.some((word) => words.hasDigit(word))) return true;
  const things = new Set(reading?.things?.().flatMap(wordsOf));
  return swapped.some((word) => things.has(words.spelt(word)));
}
