import type { Severity } from "../event.ts";
import { isCode, isDeployment } from "./changes.ts";
import { byStart, eventOf, type Happening, keyOf, startOf } from "./happening.ts";
import type { Message } from "./messages.ts";
import { routineChanges } from "./routine.ts";
import type { Scene } from "./scene.ts";

/** Whether a happening stands on the timeline, and by which rule: a name, a colon, a sentence. */
interface Verdict {
  readonly shown: boolean;
  readonly reason: string;
}

const show = (reason: string): Verdict => ({ shown: true, reason });
const log = (reason: string): Verdict => ({ shown: false, reason });

const SEVERITIES: readonly (Severity | null)[] = [null, "low", "medium", "high", "critical"];

/** Decides for every happening whether it stands on the timeline. Nothing is dropped: the rest stands in the log. */
export function decideVisibility(happenings: readonly Happening[], scene: Scene): void {
  const routine = routineChanges(happenings);
  const shownAlerts = new Set<string>();
  for (const one of [...happenings].sort(byStart)) {
    const verdict = judge(one, scene, routine, shownAlerts);
    one.shown = verdict.shown;
    one.reason = verdict.reason;
  }
}

function judge(one: Happening, scene: Scene, routine: ReadonlySet<Happening>, shownAlerts: Set<string>): Verdict {
  switch (one.sort) {
    case "alert":
      return judgeAlert(one, shownAlerts);
    case "clear":
      return judgeClear(one, shownAlerts);
    case "page":
      return show("page: somebody was called");
    case "answer":
      return judgeAnswer(one);
    case "change":
      return judgeChange(one, scene, routine);
    case "status":
      return show("status_post: what the public was told");
    case "declaration":
      return show("declared: the incident was declared");
    case "closing":
      return show("closed: somebody declared an end");
    case "message":
    case "post":
      return judgeMessage(one);
    case "other":
      return judgeOther(one, scene);
  }
}

function judgeAlert(one: Happening, shownAlerts: Set<string>): Verdict {
  const severity = worst(one);
  if (severity === "low") return log("low_alert: of low severity");
  for (const name of episodes(one, severity)) shownAlerts.add(name);
  return show("alert: fired while the incident was open");
}

/** The end of the gravest alert of those shown together: with it the alert's line is over. */
function judgeClear(one: Happening, shownAlerts: ReadonlySet<string>): Verdict {
  const ends = one.events.some(({ event }) => {
    const name = keyOf(event.event, "episode") ?? event.event.group;
    return name !== undefined && shownAlerts.has(name);
  });
  return ends
    ? show("alert_ended: the end of an alert of the timeline")
    : log("minor_clear: the end of an alert beside the main one");
}

function worst(one: Happening): Severity | null {
  const ranks = one.events.map(({ event }) => SEVERITIES.indexOf(event.event.severity));
  return SEVERITIES[Math.max(...ranks, 0)] ?? null;
}

function episodes(one: Happening, severity: Severity | null): string[] {
  return one.events
    .filter(({ event }) => event.event.kind === "alert" && event.event.severity === severity)
    .map(({ event }) => keyOf(event.event, "episode") ?? event.event.group)
    .filter((name) => name !== undefined);
}

function judgeAnswer(one: Happening): Verdict {
  const event = eventOf(one.lead);
  if (event.action === "acknowledged") {
    return event.actor.type === "automation"
      ? log("automatic_answer: no person acknowledged it")
      : show("acknowledged: somebody took it on");
  }
  return event.action === "escalated"
    ? show("escalated: it went on to somebody else")
    : log("routing: who else was called");
}

function judgeChange(one: Happening, scene: Scene, routine: ReadonlySet<Happening>): Verdict {
  const event = eventOf(one.lead);
  const own = scene.isOwn(event);
  if (one.kind === "rollback") return show("rollback: what was before was put back");
  if (one.kind === "failed_attempt" && isDeployment(event)) return show("failed_change: a change that failed");
  if (routine.has(one)) return log("routine_change: one of a row of alike changes");
  if (!isDeployment(event) && !isCode(event)) return log("build: a pipeline that brings nothing live");
  if (!own) return log("change_elsewhere: of a service that the incident only depends on, or of none");
  if (event.action === "pushed" || event.action === "updated") return log("code_only: nothing went live by it");
  if (isCode(event) && startOf(one) < scene.view.start && !one.events.some((each) => isDeployment(eventOf(each)))) {
    return log("code_only: merged before the incident, and no deployment is known");
  }
  return show(
    startOf(one) < scene.view.start
      ? "recent_change: of a service of the incident, shortly before it"
      : "change: of a service of the incident",
  );
}

function judgeMessage(one: Happening): Verdict {
  const { deleted, marks } = one as Message;
  const reading = one.reading;
  if (deleted) return log("deleted: its author took it back");
  if (marks.length > 0) return show(`marked: a person marked it (${marks[0]})`);
  if (!reading || eventOf(one.lead).kind === "mark") return log("talk: says nothing that happened");
  if (one.sort === "post") return judgePost(one);
  if (reading.declares) return show("declares: a person declares an incident");
  if (reading.reports) return show("reports: a person tells of trouble");
  return reading.certain ? show(`stated: ${reading.reason}`) : log(`talk: ${reading.reason}`);
}

function judgePost(one: Happening): Verdict {
  return one.reading?.echoes
    ? log("machine_post: repeats what its sender delivers itself, or would")
    : log("machine_post: a machine's post");
}

function judgeOther(one: Happening, { view, isOwn }: Scene): Verdict {
  const event = eventOf(one.lead);
  const during = startOf(one) >= view.start && startOf(one) <= view.end;
  if (
    event.kind === "ticket" &&
    event.action === "opened" &&
    keyOf(event, "pr") !== undefined &&
    during &&
    isOwn(event)
  ) {
    return show("proposed_change: a change was proposed while the incident was open");
  }
  return log("side_step: changes nothing of the incident's course");
}
