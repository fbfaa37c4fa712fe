import type { CorrelationKey, RecordedEvent } from "../../event.ts";

/** What events say by themselves of nothing but where they are: to refer to a place is to refer to no event. */
const PLACES: ReadonlySet<string> = new Set(["channel", "team"]);

/**
 * Follows what each event refers to (edit → message → thread's root …) until an event refers to nothing that is known, to itself or back
 * into its own chain.
 *
 * @returns by event: the event at the end of its references, or itself
 */
export function followReferences(events: readonly RecordedEvent[]): readonly number[] {
  const holders = holdersOfReferred(events);
  const originals = new Map<readonly number[], number>();
  const targets = events.map(({ event: { refersTo } }, index) => {
    const candidates = refersTo && holders.get(refersTo.type)?.get(refersTo.value);
    if (!candidates || candidates.length === 0) return index;
    const known = originals.get(candidates) ?? originalOf(candidates, events);
    originals.set(candidates, known);
    return known;
  });
  if (holders.size === 0) return targets;
  const roots: (number | undefined)[] = targets.map((target, index) => (target === index ? index : undefined));
  for (let start = 0; start < events.length; start++) {
    if (roots[start] === undefined) settleRoot(start, targets, roots);
  }
  return roots.map((root, index) => root ?? index);
}

/** By type and value of each key that an event refers to: the events that carry it, in order. */
function holdersOfReferred(events: readonly RecordedEvent[]): ReadonlyMap<string, ReadonlyMap<string, number[]>> {
  const holders = new Map<string, Map<string, number[]>>();
  for (const { event } of events) if (event.refersTo) expect(holders, event.refersTo);
  if (holders.size === 0) return holders;
  events.forEach(({ event }, index) => {
    for (const { type, value } of event.correlation) {
      const found = holders.get(type)?.get(value);
      if (found && found.at(-1) !== index) found.push(index);
    }
  });
  return holders;
}

function expect(holders: Map<string, Map<string, number[]>>, { type, value }: CorrelationKey): void {
  if (PLACES.has(type)) return;
  const ofType = holders.get(type) ?? new Map<string, number[]>();
  holders.set(type, ofType);
  if (!ofType.has(value)) ofType.set(value, []);
}

function settleRoot(start: number, targets: readonly number[], roots: (number | undefined)[]): void {
  const path: number[] = [];
  const seen = new Set<number>();
  let at = start;
  while (roots[at] === undefined && !seen.has(at)) {
    seen.add(at);
    path.push(at);
    at = targets[at] ?? at;
  }
  const root = roots[at] ?? earliestOfCycle(path, at);
  for (const step of path) roots[step] = root;
}

/** Where a path runs in a circle, the earliest event of the circle counts as the root. */
const earliestOfCycle = (path: readonly number[], at: number): number =>
  path.slice(path.indexOf(at)).reduce((a, b) => Math.min(a, b));

/** Of the events that carry a key the one that it names: the message itself rather than its edits, which carry its key too. */
function originalOf(candidates: readonly number[], events: readonly RecordedEvent[]): number {
  const posted = candidates.find((candidate) => events[candidate]?.event.action === "posted");
  const unreferring = candidates.find((candidate) => events[candidate]?.event.refersTo === undefined);
  return posted ?? unreferring ?? candidates[0] ?? 0;
}
