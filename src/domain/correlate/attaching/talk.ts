import { distanceToNearest } from "../../sorted.ts";
import type { Instant } from "../../time.ts";
import { eventAt, tellsOfHappening } from "../facts.ts";
import type { Attached, Ground } from "./claims.ts";

/**
 * Lets go of talk that came only through a mapped channel, states nothing that happened, and has no other event of the incident within
 * `join` of it. While an incident is worked on, talk around it belongs to its log; in the hours or days in which it merely stands open,
 * a channel talks of other things.
 */
export function withoutIdleTalk(ground: Ground, attached: Attached): Attached {
  const { facts, groups, register } = ground;
  const isTalk = attached.map((own, index) => own?.rank === 4 && !tellsOfHappening(facts, index));
  const signs = groups.map((): Instant[] => []);
  facts.events.forEach(({ event }, index) => {
    const place = register.ofOpener(index) ?? (isTalk[index] ? undefined : attached[index]?.place);
    if (place !== undefined) signs[place]?.push(event.occurredAt);
  });
  const { join } = facts.settings.incidents;
  return attached.map((own, index) => {
    if (!own || !isTalk[index]) return own;
    const { occurredAt } = eventAt(facts.events, index);
    return distanceToNearest(signs[own.place] ?? [], occurredAt) <= join ? own : null;
  });
}
