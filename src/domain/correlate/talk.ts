import type { Instant } from "../time.ts";
import type { Attached, Ground } from "./claims.ts";
import { eventAt, tellsOfHappening } from "./facts.ts";

/**
 * Lets go of talk that came only through a mapped channel, states nothing that happened, and has no other event of the incident within
 * `join` of it. While an incident is worked on, talk around it belongs to its log; in the hours or days in which it merely stands open,
 * a channel talks of other things.
 */
export function withoutIdleTalk(ground: Ground, attached: Attached): Attached {
  const { facts, groups, register } = ground;
  const isTalk = (index: number) => attached[index]?.rank === 4 && !tellsOfHappening(facts, index);
  const signs = groups.map((): Instant[] => []);
  facts.events.forEach(({ event }, index) => {
    const place = register.ofOpener.get(index) ?? (isTalk(index) ? undefined : attached[index]?.place);
    if (place !== undefined) signs[place]?.push(event.occurredAt);
  });
  const { join } = facts.settings.incidents;
  return attached.map((own, index) => {
    if (!own || !isTalk(index)) return own;
    return nearest(signs[own.place] ?? [], eventAt(facts.events, index).occurredAt) <= join ? own : null;
  });
}

/** How far an instant lies from the nearest of sorted instants. */
function nearest(sorted: readonly Instant[], at: Instant): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return Math.min((sorted[low] ?? Infinity) - at, at - (sorted[low - 1] ?? -Infinity));
}
