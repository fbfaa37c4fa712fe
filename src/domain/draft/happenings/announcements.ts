import type { Attachment } from "../../correlate/incident-view.ts";
import { stemOf } from "../../correlate/second-channels.ts";
import type { Scene } from "../scene.ts";
import { byOrder, eventOf, type Happening, happening } from "./happening.ts";

/** Makes happenings of status posts: each says something else to the public; the last one says that it is over. */
export function statusHappenings(posts: readonly Attachment[]): Happening[] {
  const groups = Map.groupBy(
    [...posts].sort(byOrder),
    ({ event }) => `${event.event.group ?? ""}\n${event.event.action}\n${event.event.occurredAt}`,
  );
  return [...groups.values()].flatMap(([lead, ...repeats]) => {
    if (!lead) return [];
    const ends = ["resolved", "completed"].includes(eventOf(lead).action);
    return [
      happening({
        sort: ends ? "closing" : "status",
        kind: ends ? "resolution" : "communication",
        lead,
        events: [lead, ...repeats],
      }),
    ];
  });
}

/** Makes happenings of what an incident tool says: declared, changed, resolved. */
export function incidentHappenings(events: readonly Attachment[]): Happening[] {
  return [...events].sort(byOrder).map((lead) => {
    const { action } = eventOf(lead);
    if (action === "resolved") return happening({ sort: "closing", kind: "resolution", lead });
    if (action === "declared") return happening({ sort: "declaration", kind: "declaration", lead });
    return happening({ sort: "other", kind: "communication", lead });
  });
}

/** Makes happenings of what became of channels; the incident's own channel is opened with the incident, a second one later (`second-channels.ts`). */
export function channelHappenings(events: readonly Attachment[], { view }: Scene): Happening[] {
  const stems = new Set<string>();
  return [...events].sort(byOrder).map((lead) => {
    const { action, correlation } = eventOf(lead);
    const names = correlation.flatMap(({ type, value }) => (type === "channel" ? [value] : []));
    const called = names.flatMap((name) => stemOf(name) ?? []);
    const opens =
      action === "created" && names.some((name) => view.channels.has(name)) && !called.some((stem) => stems.has(stem));
    for (const stem of called) stems.add(stem);
    return happening({ sort: opens ? "declaration" : "other", kind: opens ? "declaration" : "message", lead });
  });
}
