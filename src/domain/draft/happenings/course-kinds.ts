import type { Instant } from "../../time.ts";
import { eventOf, type Happening, startOf } from "./happening.ts";

/**
 * Names anew what only the course of the incident tells: whom a person pages once it is known is called in, and the end that a status page
 * tells beside the tool's own, or before a later one, is news for the public. Moments go by what a happening is made of, and not by this.
 *
 * @param start the first opener
 */
export function nameByCourse(happenings: readonly Happening[], start: Instant): void {
  const ends = happenings.filter(isEnd);
  const last = Math.max(...ends.map(startOf));
  const isToldByTool = ends.some(({ events }) => events.some((each) => eventOf(each).kind === "incident"));
  for (const one of happenings) {
    if (callsIn(one, start)) one.kind = "escalation";
    else if (isPublicOnly(one) && (isToldByTool || startOf(one) < last)) one.kind = "communication";
  }
}

const callsIn = ({ sort, event, at }: Happening, start: Instant): boolean =>
  sort === "page" && event.actor.type === "human" && at > start;

/** An end of the incident, or of a part of it: a page that somebody closes is the end of an alert. */
const isEnd = ({ sort, events }: Happening): boolean =>
  sort === "closing" && events.some((each) => ["incident", "status"].includes(eventOf(each).kind));

/** Whether the status page alone tells it. */
const isPublicOnly = ({ sort, events }: Happening): boolean =>
  sort === "closing" && events.every((each) => eventOf(each).kind === "status");
