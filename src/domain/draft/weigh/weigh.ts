import type { EntryKind } from "../../kinds.ts";
import type { Gist, Reading } from "../../reading.ts";
import type { Instant } from "../../time.ts";
import { type Known, openPair } from "../../weights/linear.ts";
import { SignNumbers } from "../../weights/signs.ts";
import { byStart, eventOf, type Happening, keyOf, startOf } from "../happenings/happening.ts";
import { kindWhereMarked, LINE, type Message } from "../happenings/messages.ts";
import { Course } from "./course.ts";
import { strictnessOf } from "./density.ts";
import { type Remark, remarkOf, type Signal } from "./remark.ts";
import { addContextSigns } from "./signs.ts";
import type { Decisive } from "./weight-words.ts";
import weights from "./weights.json" with { type: "json" };

/** What a rule's plain finding adds, and its finding of small talk takes: rules were proven on real chats, the weights only on invented ones. */
const RULE = 0.38;

/** How many times likelier a rule's plain finding makes its kind, and those that its words do not tell from it; unless that is an observation: whether what was seen or measured is a symptom or a recovery, the course tells. */
const PROVEN = 15;

const { first: worthAround, second: kindsAround, known: knownAround } = openPair(weights.worth, weights.kinds);

/**
 * Weighs what people say, all messages of the incident together: each gets how likely it deserves a line, and what it most likely states.
 *
 * @param machines what machines told meanwhile
 */
export function weighMessages(messages: readonly Message[], machines: readonly Happening[]): void {
  const spoken = messages.filter(isSpoken).sort(byStart);
  const gists = spoken.map(gistOf);
  const remarks = spoken.map((message, index) => remarkAt(message, gists[index] as Gist));
  const signals = [...machines].sort(byStart).map((one): Signal => ({ at: startOf(one), kind: one.kind }));
  const course = new Course(remarks, signals);
  const finished = lastFinish(remarks, signals);
  const signs = new SignNumbers();
  const weighed = spoken.map((message, index) => {
    signs.clear();
    addContextSigns(signs, index, course);
    return weigh(message, gists[index] as Gist, signs, finished);
  });
  const strictness = strictnessOf(weighed.map(({ worth }) => worth));
  for (const [index, one] of weighed.entries()) settle(spoken[index] as Message, gists[index] as Gist, one, strictness);
}

/** What a message is worth by itself, before it is seen how much else of the incident is. */
interface Weight {
  readonly worth: number;
  readonly known: Known;
  readonly isOvertaken: boolean;
}

/** When it was last told that something is well or over; what counts the way there says nothing more then. */
function lastFinish(remarks: readonly Remark[], signals: readonly Signal[]): Instant {
  const said = remarks.findLast(({ plain, ruled }) => plain && FINISHES.has(ruled))?.at ?? Number.NEGATIVE_INFINITY;
  return Math.max(said, signals.findLast(({ kind }) => FINISHES.has(kind))?.at ?? said);
}

const FINISHES: ReadonlySet<EntryKind> = new Set(["recovery", "resolution"]);

function weigh(message: Message, gist: Gist, signs: SignNumbers, finished: Instant): Weight {
  const known = knownAround(signs);
  const likely = worthAround.judge(known)[1] ?? 0;
  const isOvertaken = startOf(message) < finished && message.reading?.counts?.() === true;
  const worth = within(likely + (isOvertaken ? -RULE : ruledWorth(message, gist)));
  return { worth, known, isOvertaken };
}

function settle(message: Message, gist: Gist, { worth, known, isOvertaken }: Weight, strictness: number): void {
  const settled = within(worth - strictness);
  const { kind, isLikely } = kindOf(message, settled, gist, known);
  message.kind = kindWhereMarked(message, kind);
  const decisive = (speaksFor: boolean) => decisiveOf(gist, known, speaksFor);
  message.weighed = { worth: settled, kindIsLikely: isLikely, isOvertaken, decisive };
}

const within = (likelihood: number): number => Math.min(1, Math.max(0, likelihood));

/** What is seen or measured in so few words is mostly a count on the way ("31 %", "index 81 %"), which only its weight tells from a line. */
const FEW_WORDS = 3;

function ruledWorth({ reading }: Message, { plain, ruled, length }: Gist): number {
  if (plain) return isSlight(reading) || (ruled === "observation" && length <= FEW_WORDS) ? 0 : RULE;
  return reading?.small === true ? -RULE : 0;
}

/** What tells when something began or was seen first is for the record, however slight its words are. */
const isSlight = (reading: Reading | null): boolean =>
  reading?.slight === true && reading.happenedAt === undefined && reading.beganAt?.() === undefined;

const decisiveOf = (gist: Gist, known: Known, speaksFor: boolean): Decisive => ({
  inText: gist.decisive(speaksFor),
  around: worthAround.decisive(known, speaksFor ? 1 : 0, DECISIVE),
});

/** A kind, and whether it is likely enough to be said in words. */
interface Kind {
  readonly kind: EntryKind;
  readonly isLikely: boolean;
}

function kindOf({ kind, reading }: Message, worth: number, gist: Gist, known: Known): Kind {
  // A rule that knows what it means for the course of the incident is not outvoted.
  if (reading?.means !== undefined || reading?.sure === true || gist.length === 0) return { kind, isLikely: true };
  if (worth < LINE && gist.states < LIKELY) return { kind: "message", isLikely: true };
  const likely = kindsAround.judge(known);
  if (gist.plain && gist.ruled !== "observation")
    for (const one of [gist.ruled, ...(reading?.among ?? [])]) favour(one, likely);
  return likeliest(likely);
}

function favour(kind: EntryKind, likely: Float64Array): void {
  const place = kindsAround.classes.indexOf(kind);
  if (place >= 0) likely[place] = (likely[place] ?? 0) * PROVEN;
}

function likeliest(likely: Float64Array): Kind {
  let best = 0;
  let all = 0;
  for (let k = 0; k < likely.length; k++) {
    if ((likely[k] ?? 0) > (likely[best] ?? 0)) best = k;
    all += likely[k] ?? 0;
  }
  return { kind: kindsAround.classes[best] as EntryKind, isLikely: (likely[best] ?? 0) >= LIKELY * all };
}

/** How many signs of its surroundings a reason names. */
const DECISIVE = 2;

/** From here on a message rather states something than nothing. */
const LIKELY = 0.5;

/** A mark on a message that we never got has no words. */
function isSpoken({ sort, deleted, words }: Message): boolean {
  const { kind, text } = eventOf(words);
  return sort === "message" && !deleted && (kind !== "mark" || text !== undefined);
}

function remarkAt({ lead }: Message, gist: Gist): Remark {
  const event = eventOf(lead);
  const { actor, occurredAt, refersTo } = event;
  return remarkOf(gist, {
    at: occurredAt,
    who: actor.id ?? actor.name ?? "",
    reply: refersTo?.type === "message",
    channel: keyOf(event, "channel") ?? "",
  });
}

function gistOf({ reading }: Message): Gist {
  return reading?.gist?.() ?? ofRules(reading);
}

/** What a reader without trained weights finds. */
function ofRules(reading: Reading | null): Gist {
  const plain = reading !== null && (reading.certain === true || reading.declares || reading.reports);
  const worth = plain ? 1 : 0;
  const kind = reading?.kind ?? "message";
  return {
    kind,
    likely: [],
    ruled: kind,
    worth,
    states: worth,
    plain,
    asks: false,
    words: [],
    length: 0,
    decisive: () => [],
  };
}
