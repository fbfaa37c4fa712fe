import type { Attachment } from "../correlate/incident-view.ts";
import { type Severity, worstOf } from "../event.ts";
import type { EntryKind } from "../kinds.ts";
import { isCode, isDeployment } from "./changes.ts";
import { byStart, eventOf, type Happening, keyOf, startOf } from "./happening.ts";
import { isMessage, isStated, type Message } from "./messages.ts";
import { routineChanges } from "./routine.ts";
import type { Scene } from "./scene.ts";
import { weightInWords } from "./weigh/weight-words.ts";

/** Whether a happening stands on the timeline, and by which rule: a name, a colon, a sentence. */
interface Verdict {
  readonly shown: boolean;
  readonly reason: string;
}

const show = (reason: string): Verdict => ({ shown: true, reason });
const log = (reason: string): Verdict => ({ shown: false, reason });

/** Decides for every happening whether it stands on the timeline. Nothing is dropped: the rest stands in the log. */
export function decideVisibility(happenings: readonly Happening[], scene: Scene): void {
  const routine = routineChanges(happenings);
  const shownAlerts = new Set<string>();
  for (const one of [...happenings].sort(byStart)) {
    const verdict = orSpoken(judge(one, scene, routine, shownAlerts), one, scene);
    one.shown = verdict.shown;
    one.reason = verdict.reason;
  }
}

/** What a person plainly tells of, too, is no side matter. */
function orSpoken(verdict: Verdict, one: Happening, scene: Scene): Verdict {
  if (verdict.shown || one.sort === "message" || one.sort === "post") return verdict;
  const spoken = one.events.some(
    ({ event: { event } }) =>
      event.kind === "message" && event.actor.type === "human" && scene.readingOf(event).certain,
  );
  return spoken ? show("spoken: a person tells of it, too") : verdict;
}

function judge(one: Happening, scene: Scene, routine: ReadonlySet<Happening>, shownAlerts: Set<string>): Verdict {
  switch (one.sort) {
    case "alert":
      return judgeAlert(one, shownAlerts);
    case "clear":
      return judgeClear(one, shownAlerts);
    case "page":
      return judgePage(one, shownAlerts);
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
      return judgeMessage(one, scene);
    case "other":
      return judgeOther(one, scene);
  }
}

function judgeAlert(one: Happening, shownAlerts: Set<string>): Verdict {
  const severity = worstOf(one.events.map((attached) => eventOf(attached).severity));
  if (severity === "low") return log("low_alert: of low severity");
  for (const name of episodes(one, severity)) shownAlerts.add(name);
  return show("alert: fired while the incident was open");
}

function judgePage(one: Happening, shownAlerts: Set<string>): Verdict {
  for (const name of one.events.map(lifecycleOf)) if (name !== undefined) shownAlerts.add(name);
  return show("page: somebody was called");
}

function lifecycleOf({ event: { event } }: Attachment): string | undefined {
  return keyOf(event, "episode") ?? (event.kind === "page" ? keyOf(event, "page") : undefined) ?? event.group;
}

/** The end of the gravest alert of those shown together: with it the alert's line is over. */
function judgeClear(one: Happening, shownAlerts: ReadonlySet<string>): Verdict {
  const ends = one.events.map(lifecycleOf).some((name) => name !== undefined && shownAlerts.has(name));
  return ends
    ? show("alert_ended: the end of an alert of the timeline")
    : log("minor_clear: the end of an alert beside the main one");
}

function episodes(one: Happening, severity: Severity | null): string[] {
  return one.events
    .filter(({ event }) => event.event.kind === "alert" && event.event.severity === severity)
    .map(lifecycleOf)
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

/** Conventional commits say what sort of change they are. */
const UPKEEP = /^(?:docs?|tests?|style|ci|chore|build)(?:\([^)]*\))?!?: /i;

function judgeChange(one: Happening, scene: Scene, routine: ReadonlySet<Happening>): Verdict {
  const event = eventOf(one.lead);
  const own = scene.isOwn(event);
  if (one.kind === "rollback") return show("rollback: what was before was put back");
  if (one.kind === "failed_attempt" && isDeployment(event)) return show("failed_change: a change that failed");
  if (routine.has(one)) return log("routine_change: one of a row of alike changes");
  if (!isDeployment(event) && !isCode(event)) return log("build: a pipeline that brings nothing live");
  if (!own) return log("change_elsewhere: of a service that the incident only depends on, or of none");
  if (isCode(event) && UPKEEP.test(event.title)) return log("upkeep: its title says that nothing live changes");
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

function judgeMessage(one: Happening, scene: Scene): Verdict {
  const { reading } = one;
  if (!isMessage(one)) return log("talk: says nothing that happened");
  const { deleted, marks } = one;
  if (deleted) return log("deleted: its author took it back");
  const [mark] = marks.values();
  if (mark !== undefined) return show(`marked: a person marked it (${mark})`);
  if (isNote(one)) return show("note: written on the page or the incident, for the record");
  if (!reading || eventOf(one.lead).kind === "mark") return log("talk: says nothing that happened");
  if (one.sort === "post") return judgePost(one);
  if (reading.declares) return show("declares: a person declares an incident");
  if (one.lead.rank === 0 && reading.reports) return show("reports: a person tells of trouble");
  if (!isStated(one)) return log(`talk: ${weightOf(one)}`);
  const why = weightOf(one);
  const early = startOf(one) < scene.view.start && !LEADS_UP.has(one.kind);
  return early ? log(`before_start: ${why}`) : show(`stated: ${why}`);
}

/** What a rule and the weights found, in words. */
function weightOf(message: Message): string {
  const { weighed, reading } = message;
  const isWeightAlone = isStated(message) && reading?.kind === "message";
  const ruled = isWeightAlone ? "weighed: by no rule" : (reading?.reason ?? "no words").replace(/^talk: /, "");
  const weight = weighed && weightInWords(weighed.worth, weighed.decisive(isStated(message)));
  return weight === undefined ? ruled : `${ruled}; ${weight}`;
}

/** What of the time before an incident belongs to it: what was done then. */
const LEADS_UP: ReadonlySet<EntryKind> = new Set(["change", "rollback", "mitigation", "communication"]);

/** A note on a page or an incident, not a message in a chat. */
function isNote({ lead }: Happening): boolean {
  const { refersTo, actor, kind } = eventOf(lead);
  return (
    kind === "message" && actor.type !== "automation" && (refersTo?.type === "page" || refersTo?.type === "incident")
  );
}

/** Of what a machine posts about the incident's services, and no other source tells, the post is the only witness. */
function judgePost(one: Happening): Verdict {
  const aboutIncident = one.lead.rank > 0 && one.lead.rank < 4;
  if (aboutIncident && one.reading && one.reading.kind !== "message")
    return show(`sole_witness: no other source tells of it (${one.reading.reason})`);
  return log("machine_post: a machine's post about nothing known");
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
