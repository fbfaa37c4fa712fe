import type { EntryKind } from "../../kinds.ts";
import { isTicketOpened } from "../happenings/changes.ts";
import { byStart, type Happening, startOf } from "../happenings/happening.ts";
import { isMessage, isStated, LINE, type Message } from "../happenings/messages.ts";
import { gatherSpoken, type Spoken } from "../happenings/spoken.ts";
import type { Scene } from "../scene.ts";
import { roundUps } from "../told-twice/round-ups.ts";
import { chanceInWords, weightInWords } from "../weigh/weight-words.ts";
import { ShownAlerts } from "./alert-verdicts.ts";
import { type CourseOfChanges, gatherCourse, isProposal, judgeChange, judgeProposal } from "./change-verdicts.ts";
import { log, show, type Verdict } from "./verdict.ts";

/** Decides for every happening whether it stands on the timeline. Nothing is dropped: the rest stands in the log. */
export function decideVisibility(happenings: readonly Happening[], scene: Scene): void {
  const spoken = gatherSpoken(scene);
  const changes = gatherCourse(happenings, scene, spoken);
  const summaries = roundUps(happenings);
  const shownAlerts = new ShownAlerts(spoken);
  for (const one of [...happenings].sort(byStart)) {
    const verdict = summaries.has(one) ? ROUND_UP : orSpoken(judge(one, scene, changes, shownAlerts), one, scene);
    if (verdict === FOLLOWED_UP) one.kind = "follow_up";
    one.shown = verdict.shown;
    one.reason = verdict.reason;
  }
}

const ROUND_UP = log("round_up: sums up for others what was said before");

/** What a person plainly tells of, too, is no side matter. */
function orSpoken(verdict: Verdict, one: Happening, scene: Scene): Verdict {
  if (verdict.shown || one.sort === "message" || one.sort === "post") return verdict;
  const spoken = one.events.some(
    ({ event: { event } }) =>
      event.kind === "message" && event.actor.type === "human" && scene.readingOf(event).certain,
  );
  return spoken ? show("spoken: a person tells of it, too") : verdict;
}

const SIDE_STEP = log("side_step: changes nothing of the incident's course");
const FOLLOWED_UP = show("ticket_opened: somebody of the incident wrote down what is to be done");

/** A ticket that somebody opens who speaks in the incident, once it has begun, says what is to be done; one that tells of trouble reports that. */
function isFollowUp(one: Happening, scene: Scene, { spoken }: CourseOfChanges): boolean {
  const isOfIncident = startOf(one) > scene.view.start && spoken.isBySpeaker(one.event);
  return isTicketOpened(one) && isOfIncident && !OF_TROUBLE.has(scene.readingOf(one.event).kind);
}

const OF_TROUBLE: ReadonlySet<EntryKind> = new Set(["symptom", "human_report"]);

function judge(one: Happening, scene: Scene, changes: CourseOfChanges, shownAlerts: ShownAlerts): Verdict {
  switch (one.sort) {
    case "alert":
      return shownAlerts.judgeAlert(one);
    case "clear":
      return shownAlerts.judgeClear(one);
    case "page":
      return shownAlerts.judgePage(one);
    case "answer":
      return shownAlerts.judgeAnswer(one);
    case "change":
      return judgeChange(one, scene, changes);
    case "status":
      return show("status_post: what the public was told");
    case "declaration":
      return show("declared: the incident was declared");
    case "closing":
      return show("closed: somebody declared an end");
    case "message":
    case "post":
      return judgeMessage(one, scene, changes.spoken);
    case "other":
      if (isProposal(one)) return judgeProposal(one, scene, changes);
      return isFollowUp(one, scene, changes) ? FOLLOWED_UP : SIDE_STEP;
  }
}

function judgeMessage(one: Happening, scene: Scene, spoken: Spoken): Verdict {
  const { reading } = one;
  if (!isMessage(one)) return log("talk: says nothing that happened");
  const { deleted, marks } = one;
  if (deleted) return log("deleted: its author took it back");
  const mark = marks.values().next().value;
  if (mark !== undefined) return show(`marked: a person marked it (${mark})`);
  if (isNote(one)) return show("note: written on the page or the incident, for the record");
  if (!reading || one.event.kind === "mark") return log("talk: says nothing that happened");
  if (reading.declares) return show("declares: a person declares an incident");
  if (one.sort === "post") return judgePost(one, scene, spoken);
  if (one.lead.rank === 0 && reading.reports) return show("reports: a person tells of trouble");
  if (!isStated(one)) return log(`${one.weighed?.isOvertaken ? OVERTAKEN : TALK}${weightOf(one)}`);
  const why = weightOf(one);
  const isEarly = startOf(one) < scene.view.start && !LEADS_UP.has(one.kind) && !tellsOfStart(one, scene);
  return isEarly ? log(`before_start: ${why}`) : show(`stated: ${why}`);
}

/** So likely a line is what somebody says shortly before an incident. */
const TELLING = 0.5;

/** What opens an incident that people find is what they say once they know: what they found until then stands before it. */
function tellsOfStart(message: Message, { view, settings }: Scene): boolean {
  if (FIRST_TOLD.has(message.lead.reason)) return true;
  const isNear = startOf(message) >= view.start - settings.incidents.join;
  return isNear && (message.weighed?.worth ?? 0) >= TELLING;
}

/** Nobody asks what decided against these; to find it and to word it costs as much as to read the message. */
const FAR_FROM_LINE = LINE / 2;

/** What a rule and the weights found, in words. */
function weightOf(message: Message): string {
  const { weighed, reading } = message;
  const isWeightAlone = isStated(message) && reading?.kind === "message";
  const ruled = isWeightAlone ? "weighed: by no rule" : withoutTalk(reading?.reason ?? "no words");
  if (!weighed) return ruled;
  const { worth, decisive } = weighed;
  const weight = worth < FAR_FROM_LINE ? chanceInWords(worth) : weightInWords(worth, decisive(isStated(message)));
  return `${ruled}; ${weight}`;
}

const TALK = "talk: ";
const OVERTAKEN = "on_the_way: how far it got, and how it ended is told later; ";

const withoutTalk = (reason: string): string => (reason.startsWith(TALK) ? reason.slice(TALK.length) : reason);

/** What of the time before an incident belongs to it: what was done then. */
const LEADS_UP: ReadonlySet<EntryKind> = new Set(["change", "rollback", "mitigation", "communication"]);

/** What was attached because it is the incident's beginning, before anything opened it. */
const FIRST_TOLD: ReadonlySet<string> = new Set(["first_sign", "early_work"]);

/** A note on a page or an incident, not a message in a chat. */
function isNote({ event: { refersTo, actor, kind } }: Happening): boolean {
  return (
    kind === "message" && actor.type !== "automation" && (refersTo?.type === "page" || refersTo?.type === "incident")
  );
}

const OF_CHANGES: ReadonlySet<EntryKind> = new Set(["change", "rollback", "failed_attempt"]);

/** Of what a machine posts about the incident's services, and no other source tells, the post is the only witness. */
function judgePost(one: Happening, { view }: Scene, spoken: Spoken): Verdict {
  if (one.lead.rank === 0 && one.reading?.numbered?.tells === "opened")
    return show("declared_by_post: a bot tells that a person opened the incident");
  if (startOf(one) < view.start && OF_CHANGES.has(one.kind) && !spoken.tellsOf(one))
    return log("earlier_post: a machine tells of a change before the incident that nobody speaks of");
  const aboutIncident = one.lead.rank > 0 && one.lead.rank < 4;
  if (aboutIncident && one.reading && one.reading.kind !== "message")
    return show(`sole_witness: no other source tells of it (${one.reading.reason})`);
  return log("machine_post: a machine's post about nothing known");
}
