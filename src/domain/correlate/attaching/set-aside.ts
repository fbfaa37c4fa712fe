import type { Attached, Ground } from "./claims.ts";

/** Which incident an event is not about, and the rule's name. */
export interface Aside {
  readonly place: number;
  readonly reason: string;
}

/** Events that were near enough to be attached to an incident, and are not about it. */
export type SetAside = ReadonlyMap<number, Aside>;

/** Lets go of what was set aside, with all that belongs to it by nothing else: what answers, edits or marks it. */
export function withoutSetAside({ facts }: Ground, attached: Attached, aside: SetAside): Attached {
  if (aside.size === 0) return attached;
  return attached.map((own, index) => {
    if (!own || aside.has(index)) return null;
    return own.rank >= 3 && aside.has(facts.roots[index] ?? index) ? null : own;
  });
}
