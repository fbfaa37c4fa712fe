import type { OpsEvent } from "../event.ts";
import type { Reading } from "../reading.ts";
import { eventAt, type Facts, saidIn } from "./facts.ts";

/** An event in one of its variants; what it says is looked for when it is asked for. */
export interface Variant {
  readonly event: OpsEvent;
  readonly reading: () => Reading;
  readonly words: () => readonly number[];
}

/** The variant in force, then the others, the last first: what opened an incident once opens it still, whatever its senders made of it since. */
export function variantsAt(facts: Facts, index: number): readonly Variant[] {
  const { events, readingOf, wordsOf, read, words } = facts;
  const others = events[index]?.superseded ?? [];
  return [
    { event: eventAt(events, index), reading: () => readingOf(index), words: () => wordsOf(index) },
    ...others.toReversed().map((other) => ({
      event: other,
      reading: () => read(other),
      words: () => words.in(saidIn(other)),
    })),
  ];
}
