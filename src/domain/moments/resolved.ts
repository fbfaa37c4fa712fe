import { isOfKind, type Told } from "../draft/entries.ts";
import { eventOf } from "../draft/happenings/happening.ts";
import { numberedBy } from "../numbered.ts";
import { HOUR, type Span } from "../time.ts";
import { type Found, isPlain, last } from "./found.ts";
import { endsOf, namesOf } from "./lifecycles.ts";

/** An end that people declared; else, where every alert of the timeline cleared, what is taken for such an end after that; else the last clear. */
export function resolvedBy(shown: readonly Told[]): Found | undefined {
  const closings = shown.filter(({ happening }) => happening.sort === "closing");
  for (const kind of ["incident", "status", "page", "message"]) {
    const on = closings.findLast(({ happening }) =>
      happening.events.some(({ event: { event } }) => event.kind === kind),
    );
    if (on && !hasOpenBeside(on, shown))
      return { on, reason: `closed: the end as the ${kind === "status" ? "status page" : kind} tells it` };
  }
  return last(shown, endsIt, "said: a person says that it is over") ?? closedAfter(shown, cleared(shown));
}

/** Whoever closes something much later closes something else. */
const TOLD_AFTER: Span = 2 * HOUR;

/** With the alerts' end as a second witness, a kind that was only weighed is good enough. */
function closedAfter(shown: readonly Told[], ended: Found | undefined): Found | undefined {
  const isEnd = ({ at, entry, happening: { sort } }: Told) =>
    ended !== undefined &&
    at >= ended.on.at &&
    at <= ended.on.at + TOLD_AFTER &&
    sort === "message" &&
    entry.kind === "resolution";
  return (
    last(shown, isEnd, "told_after_alerts: what a person says after the alerts ended is taken for its end") ?? ended
  );
}

const OPENS = new Set(["declared", "investigating", "identified", "monitoring"]);

/** What a tool or a status page opened under an id it closes under that id: the end of one is not the end while it has another open. */
function hasOpenBeside(on: Told, shown: readonly Told[]): boolean {
  const tools = new Set(on.happening.events.map((attached) => numberedBy(eventOf(attached))?.tool));
  const steps = shown.flatMap(({ happening }) => happening.events.map(eventOf));
  const told = steps.map((event) => ({ action: event.action, of: numberedBy(event) }));
  const closed = new Set(told.flatMap(({ action, of }) => (action === "resolved" && of ? [of.id] : [])));
  return told.some(({ action, of }) => of && tools.has(of.tool) && OPENS.has(action) && !closed.has(of.id));
}

const endsIt = (told: Told): boolean =>
  told.happening.sort === "message" && isOfKind(told, "resolution") && isPlain(told);

function cleared(shown: readonly Told[]): Found | undefined {
  const fired = shown.filter(({ happening }) => happening.sort === "alert" || happening.sort === "page");
  if (fired.length === 0 || areOpen(fired, shown)) return undefined;
  return last(
    shown,
    (told) => endsOf(told).length > 0,
    "cleared: the last alert of the timeline ended, and nobody declared an end",
  );
}

/** Whether one of them neither ended by itself nor has an end on the timeline. */
function areOpen(fired: readonly Told[], shown: readonly Told[]): boolean {
  const endless = fired.filter(({ happening }) => happening.until === null);
  if (endless.length === 0) return false;
  const ended = new Set(shown.flatMap(endsOf));
  return endless.some(({ happening }) => !namesOf(happening.events).some((name) => ended.has(name)));
}
