import { reasonOfLifecycle } from "../correlate/attaching/claims.ts";
import { LIFECYCLES, type OpsEvent } from "../event.ts";
import type { Because } from "./explanation.ts";

const WORDS_OF_LIFECYCLE: Readonly<Record<string, string>> = {
  page: "another step of the same page",
  episode: "the same alert, from its firing to its end",
  status: "the same status post",
  incident: "the same incident of its sender",
  deployment: "another step of the same deployment",
  run: "another step of the same run",
};

/** Why an event is no line of its own, but stands in that of another event. */
export function whyFolded(event: OpsEvent, first: OpsEvent): Because {
  if (isAbout(event, first)) return { rule: "revision", words: `what was done to the message: ${doneTo(event)}` };
  const shared = event.correlation.find(
    ({ type, value }) =>
      LIFECYCLES.has(type) && first.correlation.some((one) => one.type === type && one.value === value),
  );
  const words = shared && WORDS_OF_LIFECYCLE[shared.type];
  if (words) return { rule: reasonOfLifecycle(shared.type), words };
  if (event.kind === "alert" && first.kind === "alert")
    return { rule: "storm", words: "an alert of the same storm, or the same alert again" };
  if (event.kind !== "message")
    return { rule: "same_happening", words: "another source that tells of the same happening" };
  if (event.actor.type === "automation") return { rule: "echo", words: "a machine's post that repeats it" };
  const isSame = event.actor.id !== undefined && event.actor.id === first.actor.id;
  if (first.kind !== "message" && isSameHand(event, first))
    return { rule: "own_words", words: "who did it says so, in the same minutes" };
  return isSame
    ? { rule: "said_again", words: "its author says it again, in like words" }
    : { rule: "same_happening", words: "a person tells of the same happening" };
}

/** Tools call one person by different ids, and by a name that begins alike. */
function isSameHand({ actor: a }: OpsEvent, { actor: b }: OpsEvent): boolean {
  const [one, other] = [firstNameOf(a.name), firstNameOf(b.name)];
  return a.id === b.id ? a.id !== undefined : one !== undefined && one === other;
}

const firstNameOf = (name: string | undefined): string | undefined => /^\p{L}{3,}/u.exec(name ?? "")?.[0].toLowerCase();

const DONE: Readonly<Record<string, string>> = {
  edited: "an edit",
  deleted: "it was deleted",
  pinned: "it was pinned",
  unpinned: "its pin was taken off",
  reacted: "somebody put an emoji on it",
  unreacted: "an emoji was taken off",
};

const doneTo = ({ action }: OpsEvent): string => DONE[action] ?? action;

/** An edit, a deletion or a mark of the message itself; a reply is about it, too, and something else. */
function isAbout({ kind, action, refersTo }: OpsEvent, first: OpsEvent): boolean {
  if (refersTo?.type !== "message" || (kind === "message" && action === "posted")) return false;
  return first.correlation.some(({ type, value }) => type === "message" && value === refersTo.value);
}
