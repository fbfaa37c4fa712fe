import { instantOf } from "../../time.ts";
import type { Entry } from "../schema.ts";
import { surelyBefore } from "./time.ts";

/**
 * Puts entries that people retimed or added where their time belongs: after the machine's entries of the same instant, among themselves in
 * their former order. All others keep place and `order`, so that a decision changes only what it is about.
 */
export function arrange(entries: readonly Entry[], isMoved: (entry: Entry) => boolean): Entry[] {
  if (!entries.some(isMoved)) return [...entries];
  const ordered = entries
    .map((entry) => (isMoved(entry) ? { ...entry, order: movedOrder(entry) } : entry))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  return ordered.map((entry, index) =>
    isMoved(entry) ? { ...entry, orderCertain: isCertain(ordered, index) } : entry,
  );
}

/** The machine's `order` is sixteen digits of µs since 1970, a dot and a digit or letter; `~` sorts behind those. */
function movedOrder({ at, order }: Entry): string {
  return `${String(instantOf(at)).padStart(16, "0")}.~${order}`;
}

function isCertain(entries: readonly Entry[], index: number): boolean {
  const [before, entry, after] = [entries[index - 1], entries[index], entries[index + 1]];
  if (!entry) return true;
  const told = (each: Entry) => ({ at: instantOf(each.at), precision: each.precision });
  return (!before || surelyBefore(told(before), told(entry))) && (!after || surelyBefore(told(entry), told(after)));
}
