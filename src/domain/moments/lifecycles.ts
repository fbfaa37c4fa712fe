import type { Attachment } from "../correlate/incident-view.ts";
import { isAutomatic } from "../draft/detection.ts";
import type { Told } from "../draft/entries.ts";
import { eventOf, keyOf } from "../draft/happening.ts";

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

/** What ends by this entry. */
export const endsOf = ({ happening }: Told): string[] => (happening.sort === "clear" ? namesOf(happening.events) : []);

/** By what these alerts and pages, and their ends, know each other. A bot's post among them has no such name. */
export function namesOf(events: readonly Attachment[]): string[] {
  return [...new Set(events.map(lifecycleOf).filter((name) => name !== undefined))];
}
