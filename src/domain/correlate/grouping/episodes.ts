import { LIFECYCLES, type OpsEvent, type RecordedEvent } from "../../event.ts";
import { nameHash } from "../../hash.ts";

/**
 * Gives episodes to alerts whose sender names the alert and not one firing of it: what fires first after an end begins an episode, which the
 * next end closes; what lies between belongs to it. An end without a beginning stays as it is. Events that tell their episode are
 * left alone.
 *
 * @param events in the total order
 * @returns the same events in the same order; the same event in the same episode is the same object again
 */
export function giveEpisodes(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const open = new Map<string, string>();
  return events.map((recorded) => {
    const alert = nameless(recorded.event);
    if (alert === null) return recorded;
    const { action, kind, key } = recorded.event;
    if (kind === "alert" && action === "firing" && !open.has(alert)) open.set(alert, nameHash(key));
    const episode = open.get(alert);
    if (episode === undefined) return recorded;
    if (action === "resolved") open.delete(alert);
    return inEpisode(recorded, episode);
  });
}

const MAY_BELONG: ReadonlySet<string> = new Set<OpsEvent["kind"]>(["alert", "page"]);

/** The alert that an event is about, within its source, where it is a step of no lifecycle; else null. */
function nameless({ kind, key, correlation }: OpsEvent): string | null {
  if (!MAY_BELONG.has(kind)) return null;
  let alert: string | null = null;
  for (const { type, value } of correlation) {
    if (LIFECYCLES.has(type)) return null;
    if (type === "alert") alert ??= value;
  }
  return alert === null ? null : `${key.slice(0, key.indexOf(":"))} ${alert}`;
}

const given = new WeakMap<RecordedEvent, { readonly episode: string; readonly recorded: RecordedEvent }>();

function inEpisode(recorded: RecordedEvent, episode: string): RecordedEvent {
  const known = given.get(recorded);
  if (known?.episode === episode) return known.recorded;
  const { event } = recorded;
  const correlation = [{ type: "episode", value: episode }, ...event.correlation];
  const made: RecordedEvent = { ...recorded, event: { ...event, correlation } };
  given.set(recorded, { episode, recorded: made });
  return made;
}
