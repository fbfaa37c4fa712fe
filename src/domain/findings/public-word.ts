import type { Told } from "../draft/entries.ts";
import { instantOf, type Span } from "../time.ts";
import type { Course } from "./rule.ts";

/** What the status page told. */
export interface PublicWord {
  /** How long after detection the first post came; 0 where it came before. */
  readonly after: Span;
  /** At least one, in the order of time. */
  readonly posts: readonly Told[];
}

/** Whether it tells what the status page told. */
export const isPublic = ({ happening }: Told): boolean =>
  happening.events.some(({ event: { event } }) => event.kind === "status");

/** Null where the status page told nothing, or detection is unknown. */
export function firstPublicWord({ moments: { detected }, posts }: Course): PublicWord | null {
  const [first] = posts;
  if (!first || detected.at === null) return null;
  return { after: Math.max(0, first.at - instantOf(detected.at)), posts };
}
