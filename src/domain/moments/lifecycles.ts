import type { Attachment } from "../correlate/incident-view.ts";
import { isAutomatic } from "../draft/detection.ts";
import type { Told } from "../draft/entries.ts";
import { eventOf, keyOf } from "../draft/happenings/happening.ts";
import type { OpsEvent } from "../event.ts";

/** By what an alert or page and its end know each other. */
function lifecycleOf(attached: Attachment): string | undefined {
  const event = eventOf(attached);
  return keyOf(event, "episode") ?? keyOf(event, "page") ?? event.group;
}

/** The alerts that opened the incident, and the pages that came without one: what to know their ends by. */
export function openersOf(told: Told): string[] {
  if (!isAutomatic(told) || !told.happening.events.some(({ rank }) => rank === 0)) return [];
  const { sort, events } = told.happening;
  return namesOf(events.filter((attached) => eventOf(attached).kind === sort));
}

/** What ends by this entry: an end by itself, or one that was folded into what somebody told of it. */
export function endsOf({ happening: { sort, events } }: Told): string[] {
  if (sort === "clear") return namesOf(events);
  return sort === "message" ? namesOf(events.filter((attached) => isEnd(eventOf(attached)))) : [];
}

/** Whether an alert or page ends by it. */
const isEnd = ({ kind, action }: OpsEvent): boolean => (kind === "alert" || kind === "page") && action === "resolved";

/** By what these alerts and pages, and their ends, know each other. A bot's post among them has no such name. */
export function namesOf(events: readonly Attachment[]): string[] {
  return [...new Set(events.map(lifecycleOf).filter((name) => name !== undefined))];
}
