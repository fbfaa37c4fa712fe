import { MINUTE, type Span } from "../../time.ts";
import { isCode, isDeployment } from "../happenings/changes.ts";
import { byStart, eventOf, type Happening, keyOf, startOf } from "../happenings/happening.ts";
import type { Spoken } from "../happenings/spoken.ts";
import type { Scene } from "../scene.ts";
import { routineChanges } from "./routine.ts";
import { log, show, type Verdict } from "./verdict.ts";

/** What a change is judged beside: the other changes, and what people say. */
export interface CourseOfChanges {
  readonly routine: ReadonlySet<Happening>;
  /** The last deployments of the incident's services before it. */
  readonly nearest: ReadonlySet<Happening>;
  readonly spoken: Spoken;
  /** Proposals and merges of which a deployment by the same person, of the same service or repository, follows. */
  readonly goingLive: ReadonlySet<Happening>;
}

/** So many changes lead up to an incident, where people tell its story. */
const LEAD_UPS = 2;

export function gatherCourse(happenings: readonly Happening[], scene: Scene, spoken: Spoken): CourseOfChanges {
  const routine = routineChanges(happenings, spoken);
  const before = happenings.filter(
    (one) => one.sort === "change" && startOf(one) < scene.view.start && bringsLive(one),
  );
  const leading = before.filter((one) => scene.isOwn(one.lead) && !routine.has(one));
  const nearest = new Set(leading.sort(byStart).slice(-LEAD_UPS));
  return { routine, nearest, spoken, goingLive: goingLive(happenings, scene) };
}

/** A merge goes live by the deployment that follows it within this time. */
const GOES_LIVE: Span = 15 * MINUTE;

/** A merge, also of what takes another back. */
const MERGED: ReadonlySet<string> = new Set(["merged", "rolled_back"]);

function goingLive(happenings: readonly Happening[], scene: Scene): Set<Happening> {
  const next = new Map<string, Happening>();
  const steps = new Set<Happening>();
  for (const one of happenings
    .filter((each) => each.sort === "change" || isProposal(each))
    .sort(byStart)
    .toReversed()) {
    const event = one.event;
    const hand = event.actor.id ?? event.actor.name ?? "";
    const places = [...scene.servicesOf(one.lead), ...event.names].map((place) => `${hand} ${place}`);
    if (isProposal(one) || (MERGED.has(event.action) && isCode(event) && !bringsLive(one))) {
      if (places.some((place) => takesLive(next.get(place), one))) steps.add(one);
    } else if (isDeployment(event)) for (const place of places) next.set(place, one);
  }
  return steps;
}

/** What is taken back is not told by a deployment of something else. */
function takesLive(deployment: Happening | undefined, step: Happening): boolean {
  if (!deployment || startOf(deployment) - startOf(step) > GOES_LIVE) return false;
  return step.kind !== "rollback" || deployment.kind === "rollback";
}

/** Whether somebody proposes a change of code. */
export const isProposal = ({ event }: Happening): boolean =>
  event.kind === "ticket" && event.action === "opened" && keyOf(event, "pr") !== undefined;

const bringsLive = ({ events }: Happening): boolean => events.some((each) => isDeployment(eventOf(each)));

/** Conventional commits say what sort of change they are. */
const UPKEEP = /^(?:docs?|tests?|style|ci|chore|build)(?:\([^)]*\))?!?: /i;

const GOES_LIVE_NEXT = log("code_only: the deployment that follows brings it live");

/** Whether somebody's proposal of a change stands on the timeline. */
export function judgeProposal(one: Happening, { view, isOwn }: Scene, { goingLive }: CourseOfChanges): Verdict {
  const isDuring = startOf(one) >= view.start && startOf(one) <= view.end;
  if (!isDuring || !isOwn(one.lead)) return log("side_step: changes nothing of the incident's course");
  if (goingLive.has(one)) return GOES_LIVE_NEXT;
  return show("proposed_change: a change was proposed while the incident was open");
}

/** Whether a change stands on the timeline. */
export function judgeChange(one: Happening, scene: Scene, course: CourseOfChanges): Verdict {
  const event = one.event;
  const isEarly = startOf(one) < scene.view.start;
  if (one.kind === "rollback") {
    return course.goingLive.has(one) ? GOES_LIVE_NEXT : show("rollback: what was before was put back");
  }
  if (one.kind === "failed_attempt" && isDeployment(event)) return show("failed_change: a change that failed");
  if (course.routine.has(one)) return log("routine_change: one of a row of alike changes");
  if (!isDeployment(event) && !isCode(event)) return log("build: a pipeline that brings nothing live");
  if (course.goingLive.has(one)) return GOES_LIVE_NEXT;
  if (!scene.isOwn(one.lead)) return judgeElsewhere(one, course);
  if (isCode(event) && UPKEEP.test(event.title)) return log("upkeep: its title says that nothing live changes");
  if (event.action === "pushed" || event.action === "updated") return log("code_only: nothing went live by it");
  return isEarly ? judgeEarlier(one, course) : show("change: of a service of the incident");
}

/** A change of a service that the incident's services depend on. */
function judgeElsewhere(one: Happening, { spoken }: CourseOfChanges): Verdict {
  return spoken.isBySpeaker(one.event) || spoken.tellsOf(one)
    ? show(
        "change_elsewhere_spoken: of a service that the incident depends on, by somebody who speaks here or spoken of",
      )
    : log("change_elsewhere: of a service that the incident only depends on, or of none");
}

/** A change of the incident's services that led up to it. */
function judgeEarlier(one: Happening, { nearest, spoken }: CourseOfChanges): Verdict {
  if (isCode(one.event) && !bringsLive(one)) {
    return log("code_only: merged before the incident, and no deployment is known");
  }
  if (nearest.has(one)) return show("recent_change: the last of a service of the incident before it");
  return spoken.tellsOf(one)
    ? show("recent_change: of a service of the incident, shortly before it, and spoken of")
    : log("earlier_change: others of the incident's services came nearer to its start, and nobody speaks of it");
}
