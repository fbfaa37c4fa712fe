import type { Steps } from "../steps.ts";

/** So many events are looked at in one step. */
const AT_ONCE = 5_000;

/** Asks something of each event, in steps. */
export function* perEvent<T, E>(events: readonly E[], ask: (event: E, index: number) => T): Steps<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const end = Math.min(events.length, from + AT_ONCE);
    for (let index = from; index < end; index++) answers.push(ask(events[index] as E, index));
    yield;
  }
  return answers;
}
