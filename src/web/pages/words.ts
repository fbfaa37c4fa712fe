import type { Decision } from "../../domain/decision.ts";
import { spell } from "../../domain/spell.ts";
import { dayAndClock, exactUtc, secondsBetween, type Told, toldAlone } from "../view/times.ts";
import { unbroken } from "../view/unbroken.ts";
import { visible } from "../view/visible.ts";
import { inWords, KINDS, MOMENT_WORDS } from "../view/words.ts";

/** `2026-03-01 10:00 UTC`: cut to the minute, never rounded. */
export function utc(at: string): string {
  return dayAndClock({ at, precision: "m" });
}

/** How long from one RFC 3339 time to another, cut to the minute: `1 h 4 min`. */
export function span(from: string, to: string): string {
  const minutes = Math.floor(secondsBetween(from, to) / 60);
  return unbroken(minutes < 1 ? "0 min" : spell(minutes * 60));
}

/** Date and time as they were told; of a machine's digits no more than people can use, the milliseconds. */
export function exactly({ at, precision }: Told): string {
  if (precision === "unknown") return "at a time that its sender did not tell";
  return exactUtc({ at: at.replace(/(\.\d{3})\d+Z$/, "$1Z"), precision });
}

/** A reason as a sentence, without the names of its rules. */
export function because(reason: string): string {
  return unbroken(visible(reason.replace(/^(?:[a-z0-9_]+: )+/, "")));
}

/** Its first clause: a list needs no proof. */
export const briefly = (reason: string): string => because(reason).split("; ", 1)[0] ?? "";

const ATTACHED: Readonly<Record<string, string>> = {
  opens_incident: "it opens the incident",
  said_by_a_person: "a person wrote it here",
  refers_to_incident: "it names the incident, or its page",
  incident_channel: "written in the incident's own channel",
  same_thread: "in a thread of the incident",
  refers_to_message: "about a message of the incident",
  same_episode: "the same alert as one of the incident's",
  same_page: "the same page as one of the incident's",
  same_status_post: "the same status post as one of the incident's",
  same_incident: "the same incident at its sender",
  same_deployment: "the same deployment as one of the incident's",
  same_run: "the same run as one of the incident's",
  same_lifecycle: "belongs to something that is attached already",
  rolled_back: "the release that was put back",
  service_in_window: "about a service of the incident, while it lasted or shortly before",
  dependency_in_window: "about a service that the incident's services depend on, while it lasted or shortly before",
  dependent_in_window: "about a service that depends on the incident's, while it lasted",
  mapped_channel: "written in a channel of the incident's services, while it lasted",
  talk_while_open:
    "written in a channel of the incident's services while its alert was still open, in words of it, or around what was",
  users_report: "trouble that users have, told where users are heard while this incident was open",
  first_sign:
    "told shortly before it started, where its services or what they depend on are spoken of, or by somebody who takes part",
  early_work: "work of somebody who takes part, on the same services, in the hours before it started",
  work_elsewhere:
    "said while it lasted, by somebody who takes part, in a channel of services that have to do with its own",
  aftermath: "work that followed, by somebody who takes part, in words in which people speak of it",
  lead_up_spoken_of: "came before it, and people speak of it again and again",
  change_spoken_of:
    "a change while it lasted, of a service that has to do with its own, by somebody who takes part and in words in which people speak of it",
  related_alert:
    "an alert of a service that shares a dependency with its own, or that they depend on in two steps, shortly after the start",
  firing_at_start: "an alert of its services, or of what they depend on, that fired still when it began",
  worked_at_before: "an alert of the hours before, at which somebody who takes part worked then",
  mapped_channel_before_start: "written in a channel of the incident's services, before it started",
  near_in_time: "near in time; nothing else ties it to the incident",
  earlier_change: "a change of the incident's services, longer before it",
  talk_before_start:
    "written before the incident started, by somebody outside of it or as a question, with no word of it",
  outsiders_question: "a question of somebody who takes no part in the incident, with no word of it",
  another_matter: "talk that says itself that it is about something else, with no word of the incident",
  outsiders_remark: "a remark of somebody who takes no part in the incident, with no word of it",
  idle_question: "a question with no word of the incident, while nobody spoke of it",
  answers_other_talk: "an answer, and no more, to a question that has nothing to do with the incident",
  change_nobody_speaks_of: "a change by nobody who takes part, and nobody speaks of it",
  change_of_other_talk: "a change that only talk about something else speaks of",
  earlier_change_nobody_speaks_of: "a change long before the incident started, and nobody speaks of it",
  alert_over_before_start: "an alert that was over long before the incident started",
  alert_nobody_speaks_of: "an alert of another service, long after the start, and nobody speaks of it",
  linked_to_pinned_incident: "has to do with this incident and with another",
};

/** Why an event belongs to the incident, or may belong to it. */
export function attachedBecause(reason: string): string {
  return ATTACHED[reason] ?? because(inWords(reason));
}

const LONGEST_SUBJECT = 48;

/** Words of a draft as something to speak of: in quotes, on one line, cut. */
export function quoted(text: string): string {
  const words = visible(text);
  return `“${words.length > LONGEST_SUBJECT ? `${words.slice(0, LONGEST_SUBJECT).trimEnd()}…` : words}”`;
}

/** What a person did, as in "noor hid it". `it`: what the decision is about, where the reader does not have it before them. */
export function deed(decision: Decision, it = "it"): string {
  switch (decision.type) {
    case "hide":
      return `hid ${it}`;
    case "show":
      return `put ${it} on the timeline`;
    case "pin":
      return `pinned ${it}`;
    case "reword":
      return `reworded it to “${visible(decision.text)}”`;
    case "retime":
      return `moved ${it} to ${exactly(decision)}`;
    case "rekind":
      return `gave ${it} the kind “${KINDS[decision.kind].word}”`;
    case "annotate":
      return `noted on ${it}: “${visible(decision.text)}”`;
    case "add":
      return `added “${visible(decision.text)}”`;
    case "moment":
      return momentDeed(decision, it);
    case "judge":
      return `${decision.verdict} ${it}`;
    case "action":
      return "id" in decision ? actionDeed(decision, it) : `added the action item “${visible(decision.text)}”`;
    case "review":
      return "reviewed the draft";
    case "undo":
      return `undid decision ${decision.decision}`;
  }
}

function momentDeed({ name, entry, at }: Extract<Decision, { type: "moment" }>, it: string): string {
  const word = MOMENT_WORDS[name];
  const time = at === undefined ? null : exactUtc(toldAlone(at));
  if (entry !== null) return `set “${word}” to ${it === "it" ? "a line" : it}${time === null ? "" : `, at ${time}`}`;
  return time === null ? `put “${word}” down as not in the record` : `set “${word}” to ${time}`;
}

function actionDeed(change: Extract<Decision, { type: "action"; id: string }>, it: string): string {
  const { text, owner, due, answers, state } = change;
  const deeds = [
    ...(text === undefined ? [] : [`reworded ${it} to “${visible(text)}”`]),
    ...(owner === undefined ? [] : [owner === null ? `took ${it} from its owner` : `gave ${it} to ${visible(owner)}`]),
    ...(due === undefined ? [] : [due === null ? `took the day from ${it}` : `set ${it} due ${due}`]),
    ...(answers === undefined ? [] : [answers === null ? `tied ${it} to no finding` : `tied ${it} to a finding`]),
    ...(state === undefined ? [] : [state === "done" ? `marked ${it} done` : `reopened ${it}`]),
  ];
  return deeds.map((one, place) => (place === 0 ? one : one.replace(it, "it"))).join(", ");
}
