import type { EntryKind } from "../kinds.ts";
import { MINUTE, type Span } from "../time.ts";
import { absorb, byStart, eventOf, keyOf } from "./happening.ts";
import type { Message } from "./messages.ts";
import { isPlain } from "./same-hand.ts";

/** Who says the same as another says so soon. */
const SAID_TOO: Span = 3 * MINUTE;

/** A text that begins so tells of the same, met elsewhere. */
const MEETS_IT_TOO = /^(?:same|ditto|\+1|\S+ too)(?![\w'’-])/i;
/** Or agrees with what another has said; behind a question it is the answer. */
const AGREES = /^(?:ye(?:s|p|ah)|yup|indeed|exactly|agreed)(?![\w'’-])/i;
/** Or confirms it, which is news of what outsiders have reported, and of nothing else. */
const CONFIRMS = /^(?:i )?(?:can )?confirm(?:ed|ing|s)?\b/i;

/** What people see and find; what somebody does or decides beside another is theirs. */
const SEEN: ReadonlySet<EntryKind> = new Set(["human_report", "hypothesis", "observation", "recovery", "symptom"]);

/**
 * Folds what somebody says to agree with another ("confirmed, none left", "same in the north hall") into what that one stated last in the
 * same channel, minutes before: the second voice is evidence, and no news.
 */
export function foldSecondVoices(messages: readonly Message[]): void {
  const stated = new Map<string, Message>();
  const last = new Map<string, Message>();
  for (const message of [...messages].sort(byStart)) {
    const channel = keyOf(message.event, "channel") ?? "";
    const before = stated.get(channel);
    const said = last.get(channel);
    last.set(channel, message);
    if (!isPlain(message) || !SEEN.has(message.kind)) continue;
    const isAsked = said !== undefined && textOf(said).includes("?");
    if (before && saysToo(message, before, isAsked)) absorb(before, message);
    else stated.set(channel, message);
  }
}

function saysToo(message: Message, before: Message, isAsked: boolean): boolean {
  if (speakerOf(message) === speakerOf(before) || message.at - before.at > SAID_TOO) return false;
  const text = textOf(message);
  if (MEETS_IT_TOO.test(text) || (!isAsked && AGREES.test(text))) return true;
  return CONFIRMS.test(text) && before.kind !== "human_report";
}

const textOf = ({ words }: Message): string => eventOf(words).text ?? eventOf(words).title;

const speakerOf = ({ event: { actor } }: Message): string | undefined => actor.id ?? actor.name;
