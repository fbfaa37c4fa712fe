import type { MomentName } from "../../kinds.ts";

/** How the reason of a line begins that stands on the timeline for a key moment's sake. */
export const raisedFor = (name: MomentName): string => `key_moment: ${name} stands on it`;
