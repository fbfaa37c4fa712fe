import { instantOf, surelyBefore } from "./fold-time.ts";
import type { Entry } from "./schema.ts";

/**
 * Puts entries that people retimed or added where their time belongs: after the machine's entries of the same instant, among themselves in
 * the order given. All others keep place and `order`, so that a decision changes only what it is about.
 */
export function arrange(entries: readonly Entry[], isMoved: (entry: Entry) => boolean): Entry[] {
  const moved = entries.filter(isMoved).sort((a, b) => instantOf(a.at) - instantOf(b.at));
  if (moved.length === 0) return [...entries];
  const still = entries.filter((entry) => !isMoved(entry));
  const result: Entry[] = [];
  let next = 0;
  for (const entry of still) {
    while (isBefore(moved[next], entry)) next = place(result, moved, next, still);
    result.push(entry);
  }
  while (next < moved.length) next = place(result, moved, next, still);
  return result.map((entry, index) => (isMoved(entry) ? { ...entry, orderCertain: isCertain(result, index) } : entry));
}

function isBefore(moved: Entry | undefined, still: Entry): boolean {
  return moved !== undefined && instantOf(moved.at) < instantOf(still.at);
}

/** `!` sorts before every digit and letter, `~` after: the new `order` stands right behind the one before it. */
function place(result: Entry[], moved: readonly Entry[], next: number, still: readonly Entry[]): number {
  const entry = moved[next];
  const behind = still[result.length - next - 1]?.order ?? "!";
  if (entry) result.push({ ...entry, order: `${behind}~${String(next).padStart(6, "0")}` });
  return next + 1;
}

function isCertain(entries: readonly Entry[], index: number): boolean {
  const [before, entry, after] = [entries[index - 1], entries[index], entries[index + 1]];
  if (!entry) return true;
  const told = (each: Entry) => ({ at: instantOf(each.at), precision: each.precision });
  return (!before || surelyBefore(told(before), told(entry))) && (!after || surelyBefore(told(entry), told(after)));
}
