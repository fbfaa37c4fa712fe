import type { Attachment } from "../../correlate/incident-view.ts";
import type { OpsEvent } from "../../event.ts";
import { type Instant, MINUTE } from "../../time.ts";
import { byOrder, eventOf, type Happening, happening, keyOf } from "./happening.ts";

/** One firing of one alert, until its end. */
export interface Episode {
  readonly lead: Attachment;
  /** All but the end. */
  readonly events: readonly Attachment[];
  readonly end: Attachment | null;
}

/** An alert that fires again this soon after its end, and again, flaps. */
const FLAP_PAUSE = 15 * MINUTE;
const FLAPS_FROM = 3;

/**
 * Makes happenings of alert events: one per episode, or one per flapping alert (three episodes or more, with short pauses), and one for the
 * end of each. A resolved alert whose start nobody told is an end alone.
 */
export function alertHappenings(alerts: readonly Attachment[]): Happening[] {
  const episodes = [...Map.groupBy(alerts, (alert) => episodeName(eventOf(alert))).values()].map(episodeOf);
  const byAlert = Map.groupBy(episodes, ({ lead }) => alertName(eventOf(lead)));
  return [...byAlert.values()].flatMap((ofOne) => runs(ofOne).flatMap(tellRun));
}

function episodeName(event: OpsEvent): string {
  return keyOf(event, "episode") ?? event.group ?? event.key;
}

function alertName(event: OpsEvent): string {
  return keyOf(event, "alert") ?? event.title;
}

function episodeOf(events: readonly Attachment[]): Episode {
  const ordered = [...events].sort(byOrder);
  const ends = ordered.filter((alert) => eventOf(alert).action === "resolved");
  const firing = ordered.filter((alert) => eventOf(alert).action !== "resolved");
  const end = ends.at(-1) ?? null;
  const lead = firing[0] ?? ordered[0];
  if (!lead) throw new RangeError("an episode without an event");
  return { lead, events: [...firing, ...ends.slice(0, -1)], end };
}

/** Cuts the episodes of one alert into runs with short pauses; a run too short to be a flap falls apart into its episodes. */
function runs(episodes: readonly Episode[]): Episode[][] {
  const ordered = [...episodes].sort((a, b) => byOrder(a.lead, b.lead));
  const found: Episode[][] = [];
  for (const episode of ordered) {
    const run = found.at(-1);
    const before = run?.at(-1);
    if (run && before && eventOf(episode.lead).occurredAt - endOf(before) <= FLAP_PAUSE) run.push(episode);
    else found.push([episode]);
  }
  return found.flatMap((run) => (run.length >= FLAPS_FROM ? [run] : run.map((episode) => [episode])));
}

const endOf = ({ lead, end }: Episode): Instant => eventOf(end ?? lead).occurredAt;

function tellRun(run: readonly Episode[]): Happening[] {
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last) return [];
  const told: Happening[] = [];
  const inner = run.slice(0, -1).flatMap(({ events, end }) => (end ? [...events, end] : events));
  const events = [...inner, ...last.events];
  if (events.length > 0) told.push(fired(first, run, events, last.end));
  if (last.end) told.push(happening({ sort: "clear", kind: "alert_cleared", lead: last.end }));
  return told;
}

function fired(first: Episode, run: readonly Episode[], events: Attachment[], end: Attachment | null): Happening {
  return happening({
    sort: "alert",
    kind: "alert",
    lead: first.lead,
    events,
    until: end && eventOf(end).occurredAt,
    occurrences: run.map(({ lead, end: ended }) => ({ lead, until: ended && eventOf(ended).occurredAt })),
  });
}
