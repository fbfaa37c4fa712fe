import { MOMENTS } from "../../kinds.ts";
import type { Entry } from "../schema.ts";
import { raisedFor } from "../shown/raised.ts";
import type { SetMoments } from "./set-moments.ts";

/**
 * Lines that stand on the timeline for the sake of a key moment which a person set to something else: they stay, since nobody asked for less,
 * but no moment stands on them.
 */
export function retellRaised(entries: readonly Entry[], { moments, set }: SetMoments): readonly Entry[] {
  if (set.size === 0) return entries;
  return entries.map((entry) => {
    const left = MOMENTS.find(
      (name) => set.has(name) && moments[name].entry !== entry.id && entry.reason.startsWith(`${raisedFor(name)} (`),
    );
    const reason = `key_moment: the draft proposes it for ${left}, which a person set to something else`;
    return left === undefined ? entry : { ...entry, reason };
  });
}
