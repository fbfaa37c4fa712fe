import type { Steps } from "../steps.ts";

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
