import type { EntryKind } from "../kinds.ts";
import { MINUTE, type Span } from "../time.ts";
import { absorb, byStart, eventOf, keyOf } from "./happening.ts";
import type { Message } from "./messages.ts";
import { isPlain } from "./same-hand.ts";

/** Who says the same as another says so soon. */
const SAID_TOO: Span = 3 * MINUTE;

/** Who says more than so many words says something of their own. */
const FEW_WORDS = 9;

/** What people see and find; what somebody does or decides beside another is theirs. */
const SEEN: ReadonlySet<EntryKind> = new Set(["human_report", "hypothesis", "observation", "recovery", "symptom"]);

/**
 * Folds what somebody says to agree with another ("confirmed, none left", "same in the north hall") into what that one stated last in the
 * same channel, minutes before: the second voice is evidence, and no news, if it says little more.
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
  if ((message.reading?.gist?.().length ?? 0) > FEW_WORDS) return false;
  switch (message.reading?.seconds?.()) {
    case "meets":
      return true;
    case "agrees":
      return !isAsked;
    case "confirms":
      // Of what outsiders have reported that is news.
      return before.kind !== "human_report";
    default:
      return false;
  }
}

const textOf = ({ words }: Message): string => eventOf(words).text ?? eventOf(words).title;

const speakerOf = ({ event: { actor } }: Message): string | undefined => actor.id ?? actor.name;
