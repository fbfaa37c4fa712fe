import { alertNameOf } from "../../alert-name.ts";
import { type Instant, MINUTE, type Span } from "../../time.ts";
import { absorb, byStart, type Happening, keyOf, startOf } from "../happenings/happening.ts";
import type { Scene } from "../scene.ts";

/** Alerts of one name that follow one another this closely tell of one thing. */
const SAME_NAME: Span = 5 * MINUTE;
/** And so does one that fires while another of its name still does, at most so much later. */
const SPREADING: Span = 30 * MINUTE;
/** So do alerts of one service, whatever their names. */
const SAME_SERVICE: Span = MINUTE;

/** Folds alerts of one name or one service that fire together into one happening that opens into its members. */
export function foldStorms(alerts: readonly Happening[], scene: Scene): Happening[] {
  return foldTogether(alerts, scene, (into, other) => {
    into.until = into.until === null || other.until === null ? null : Math.max(into.until, other.until);
  });
}

/** Folds ends of alerts likewise: a storm's alerts clear in a few steps, not in a hundred. */
export function foldClears(clears: readonly Happening[], scene: Scene): Happening[] {
  return foldTogether(clears, scene, () => {});
}

interface Last {
  readonly storm: Happening;
  readonly at: Instant;
  /** Until when the one before fires: for ever, if nobody told its end. */
  readonly until: Instant;
  readonly alert: string | undefined;
}

function foldTogether(
  happenings: readonly Happening[],
  scene: Scene,
  joined: (into: Happening, other: Happening) => void,
): Happening[] {
  const storms: Happening[] = [];
  const ends = new Map(happenings.map((one) => [one, one.until]));
  const byName = new Map<string, Last>();
  const byService = new Map<string, Last>();
  for (const one of [...happenings].sort(byStart)) {
    const name = alertNameOf(one.event).toLowerCase();
    const services = scene.servicesOf(one.lead);
    const storm =
      near(byName.get(name), one, SAME_NAME) ??
      spreading(byName.get(name), one) ??
      services.map((service) => near(byService.get(service), one, SAME_SERVICE)).find((found) => found !== undefined);
    if (storm) {
      absorb(storm, one);
      joined(storm, one);
    } else storms.push(one);
    const until = one.sort === "alert" ? (ends.get(one) ?? Number.POSITIVE_INFINITY) : startOf(one);
    const last = { storm: storm ?? one, at: startOf(one), until, alert: keyOf(one.event, "alert") };
    byName.set(name, last);
    for (const service of services) byService.set(service, last);
  }
  return storms;
}

function near(last: Last | undefined, one: Happening, span: Span): Happening | undefined {
  return last && startOf(one) - last.at <= span ? last.storm : undefined;
}

function spreading(last: Last | undefined, one: Happening): Happening | undefined {
  // The same alert that starts anew had ended meanwhile, whether or not anybody told so.
  const still = last !== undefined && startOf(one) < last.until && keyOf(one.event, "alert") !== last.alert;
  return still && startOf(one) - last.at <= SPREADING ? last.storm : undefined;
}
