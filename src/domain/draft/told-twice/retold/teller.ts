import type { Attachment } from "../../../correlate/incident-view.ts";
import type { EntryKind } from "../../../kinds.ts";
import { eventOf, type Happening, inOrder, type Sort } from "../../happenings/happening.ts";
import { isMessage } from "../../happenings/messages.ts";
import type { Voices } from "../../scene.ts";

/** Who tells: a person or a bot in words, or a machine by an event of its own. */
type Voice = "person" | "bot" | "machine";

/** A happening as it is looked at when it is compared with others. */
export interface Teller {
  readonly of: Happening;
  readonly voice: Voice;
  /** What it tells: of a machine what its event is, of words what they state. */
  readonly act: string;
  /** Whose doing or words it is, by hand. */
  readonly hands: readonly string[];
  /** Its telling words, by number, each once, in the order of the text. */
  readonly words: readonly number[];
}

const ACTS: Readonly<Partial<Record<EntryKind, string>>> = {
  ...{ change: "deed", mitigation: "deed", rollback: "deed", failed_attempt: "failure" },
  ...{ alert: "trouble", symptom: "trouble", human_report: "trouble", observation: "finding", hypothesis: "finding" },
  ...{ recovery: "relief", alert_cleared: "relief", resolution: "end", communication: "news" },
  ...{ decision: "plan", follow_up: "follow-up", escalation: "call", page: "call", acknowledgement: "acceptance" },
};

const VOICES: Readonly<Partial<Record<Sort, Voice>>> = { message: "person", post: "bot" };

/** A storm has many events, and its first says what all do. */
const LOOKED_AT = 10;

export function tellerOf(of: Happening, voices: Voices): Teller {
  const voice = VOICES[of.sort] ?? "machine";
  const act = voice === "machine" ? machineAct(of) : (ACTS[of.kind] ?? of.kind);
  // In the total order: words are weighed in the order in which they stand here.
  const events = of.events.length > LOOKED_AT ? [of.lead] : inOrder(of.events);
  const words = wordsOf(isMessage(of) && of.words !== of.lead ? [...events, of.words] : events, voices);
  return { of, voice, act, hands: handsOf(events, voices), words };
}

const machineAct = ({ sort, kind }: Happening): string =>
  sort === "change" && kind === "failed_attempt" ? "failed change" : sort;

function handsOf(events: readonly Attachment[], { people }: Voices): string[] {
  const hands: string[] = [];
  for (const attached of events) {
    const hand = people.handOf(eventOf(attached).actor);
    if (hand !== undefined && !hands.includes(hand)) hands.push(hand);
  }
  return hands;
}

function wordsOf(said: readonly Attachment[], voices: Voices): readonly number[] {
  const [only, ...others] = said;
  if (only && others.length === 0 && eventOf(only).service === undefined) return voices.tellingOf(only);
  const found = new Set<number>();
  for (const attached of said) {
    for (const word of voices.tellingOf(attached)) found.add(word);
    const { service } = eventOf(attached);
    if (service !== undefined) for (const word of voices.words.telling(service)) found.add(word);
  }
  return [...found];
}
