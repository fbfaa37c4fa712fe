import { byStart, type Happening } from "../happenings/happening.ts";
import type { Spoken } from "../happenings/spoken.ts";

/** From so many on, alike changes by one automation are its routine. */
const ROUTINE_FROM = 4;
const NUMBERS_AND_IDS = /\b[\w-]*\d[\w-]*\b/g;

/**
 * Changes that come in rows: the same actor that is no known person, the same words, only numbers and ids differ (a customer's configuration
 * activated, a nightly job). None of them is news by itself. But where somebody who speaks in the incident goes on step by step (`DNS steering: 10 %`, `40 %`,
 * `100 %`), the first step and the last tell of it.
 */
export function routineChanges(happenings: readonly Happening[], { isBySpeaker }: Spoken): ReadonlySet<Happening> {
  const changes = happenings.filter(
    ({ sort, kind, event }) => sort === "change" && kind === "change" && event.actor.type !== "human",
  );
  const rows = Map.groupBy(changes, ({ event: { actor, service, title } }) => {
    return [actor.id ?? actor.name ?? "", service ?? "", title.replaceAll(NUMBERS_AND_IDS, "#")].join("\n");
  });
  return new Set([...rows.values()].filter((row) => row.length >= ROUTINE_FROM).flatMap(stepsBetween(isBySpeaker)));
}

const stepsBetween =
  (isBySpeaker: Spoken["isBySpeaker"]) =>
  (row: readonly Happening[]): readonly Happening[] => {
    const first = row[0];
    return first && isBySpeaker(first.event) ? [...row].sort(byStart).slice(1, -1) : row;
  };
