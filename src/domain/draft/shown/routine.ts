import type { Happening } from "../happenings/happening.ts";

/** From so many on, alike changes by one automation are its routine. */
const ROUTINE_FROM = 4;
const NUMBERS_AND_IDS = /\b[\w-]*\d[\w-]*\b/g;

/**
 * Changes that come in rows: the same automation, the same words, only numbers and ids differ (a customer's configuration activated, a
 * nightly job). None of them is news by itself.
 */
export function routineChanges(happenings: readonly Happening[]): ReadonlySet<Happening> {
  const changes = happenings.filter(
    ({ sort, kind, event }) => sort === "change" && kind === "change" && event.actor.type !== "human",
  );
  const rows = Map.groupBy(changes, ({ event: { actor, service, title } }) => {
    return [actor.id ?? actor.name ?? "", service ?? "", title.replaceAll(NUMBERS_AND_IDS, "#")].join("\n");
  });
  return new Set([...rows.values()].filter((row) => row.length >= ROUTINE_FROM).flat());
}
