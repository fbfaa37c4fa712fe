import type { EntryKind } from "../kinds.ts";
import { firstPlace } from "../sorted.ts";
import { MINUTE, type Span } from "../time.ts";
import { absorb, byStart, eventOf, type Happening, stands, startOf } from "./happening.ts";
import type { Happenings } from "./happenings.ts";
import { isStated, type Message } from "./messages.ts";
import type { People } from "./people.ts";
import type { Voices } from "./scene.ts";

/** What somebody says of their own doing, and what a machine tells of it, lie at most this far apart. */
const OWN_ECHO: Span = 3 * MINUTE;

/** Whoever says that they take it back has begun when a machine tells that it began; what it takes until then is pipelines and reviews. */
const TAKEN_BACK: Span = 10 * MINUTE;
const BEGINS: ReadonlySet<string> = new Set(["queued", "started"]);

/** What somebody remarks on their own doing right beside it, whatever it is taken for. */
const OWN_REMARK: Span = MINUTE;
/** And in the same words. */
const WORDED_REMARK: Span = 3 * MINUTE;
/** Somebody tells in the same breath what they do. */
const AT_ONCE: Span = MINUTE / 4;
const WORDED_AT_ONCE: Span = MINUTE / 2;

/** What people and machines do against trouble, or that may bring it. */
export const DEEDS: ReadonlySet<EntryKind> = new Set(["change", "mitigation", "rollback"]);
const REMARKS: ReadonlySet<EntryKind> = new Set([
  "human_report",
  "observation",
  "symptom",
  "recovery",
  "follow_up",
  "decision",
]);

/**
 * Folds what people say of their own doing into what a machine tells of it under their name, whatever words either uses: "taking it back"
 * and the deploy by the same hand a minute later, "looking" and the acknowledged page. Of several messages about one deed the nearest counts.
 */
export function foldSameHand(all: Happenings, scene: Voices): void {
  const { people } = scene;
  foldOwn(
    all.messages.filter(({ kind }) => DEEDS.has(kind)),
    all.changes,
    people,
  );
  foldOwn(
    all.messages.filter(({ kind }) => kind === "acknowledgement"),
    all.answers,
    people,
  );
  foldRemarks(all, scene);
  foldRepeated(all.messages, scene);
}

/** Who says the same again within this time, here or elsewhere, tells of one happening. */
const SAID_AGAIN: Span = MINUTE;
const SAME_WORDS = 2;

/** Folds what a person says again in the same words: the one that tells of a deed stays, of two deeds the later, else the first. */
function foldRepeated(messages: readonly Message[], scene: Voices): void {
  const last = new Map<string, Message>();
  for (const message of [...messages].sort(byStart)) {
    const hand = isPlain(message) ? handOf(message, scene.people) : undefined;
    if (hand === undefined) continue;
    const before = last.get(hand);
    const isAgain = before && startOf(message) - startOf(before) <= SAID_AGAIN && sayTheSame(before, message, scene);
    const stays = isAgain && !DEEDS.has(message.kind) ? before : message;
    if (isAgain) absorb(stays, stays === before ? message : before);
    last.set(hand, stays);
  }
}

/** Two telling words are shared, and what holds a digit does not differ. */
export function sayTheSame(before: Message, message: Message, { words, tellingOf }: Voices): boolean {
  return areOfTheSame(tellingOf(before.words), tellingOf(message.words), words);
}

/** The same of the telling words of two texts. */
export function areOfTheSame(a: readonly number[], b: readonly number[], words: Voices["words"]): boolean {
  const shared = words.shared(b, a);
  if (shared.length < SAME_WORDS) return false;
  const isNumber = (word: number) => words.hasDigit(word);
  return shared.some(isNumber) || !a.some(isNumber) || !b.some(isNumber);
}

/**
 * Folds what somebody remarks right after their own deed ("they are gone", "both now") into the deed. Where they said just before that they
 * stop it, its failure is their stop.
 */
function foldRemarks(all: Happenings, scene: Voices): void {
  const { people } = scene;
  const deeds = [...all.changes, ...all.declarations, ...all.closings, ...all.answers];
  const byHand = deedsByHand(deeds.filter(stands), people);
  for (const message of all.messages) {
    const hand = isPlain(message) ? handOf(message, people) : undefined;
    const own = hand === undefined ? NONE : (byHand.get(hand) ?? NONE);
    const deed = deedBeside(message, own, scene);
    if (!deed || !takesRemark(deed, message)) continue;
    if (isRemarkOn(deed, message)) absorb(deed, message);
    else if (deed.kind === "failed_attempt" && message.kind === "mitigation" && startOf(deed) >= startOf(message))
      absorb(message, deed);
  }
}

/** Of what failed people say why, in whatever words; how else it goes on is told by itself. */
function isRemarkOn(deed: Happening, message: Message): boolean {
  if (deed.kind !== "failed_attempt") return REMARKS.has(message.kind);
  return message.kind === "failed_attempt" || (REMARKS.has(message.kind) && saysFailed(message));
}

const saysFailed = ({ reading }: Message): boolean => reading?.saysFailed?.() === true;

/** So likely a line is what somebody finds, rather than says by the way. */
const TELLING = 0.7;

/** Whoever has taken a page tells next what they find, which is more than a remark on having taken it. */
function takesRemark(deed: Happening, { weighed }: Message): boolean {
  const isTelling = weighed !== undefined && weighed.worth >= TELLING;
  return stands(deed) && !(deed.sort === "answer" && isTelling);
}

const NONE: readonly Happening[] = [];

/** By hand: what each did, whichever of its tools told of it, in the order of time. */
function deedsByHand(deeds: readonly Happening[], people: People): ReadonlyMap<string, readonly Happening[]> {
  const byHand = new Map<string, Happening[]>();
  for (const deed of [...deeds].sort(byStart)) {
    const hands = deed.events.flatMap((event) => people.handOf(eventOf(event).actor) ?? []);
    for (const hand of new Set(hands)) byHand.getOrInsertComputed(hand, () => []).push(deed);
  }
  return byHand;
}

/** The last deed that a message may be a remark on. */
function deedBeside(message: Message, deeds: readonly Happening[], scene: Voices): Happening | undefined {
  const said = startOf(message);
  for (let place = firstPlace(deeds, (deed) => startOf(deed) > said + WORDED_AT_ONCE) - 1; place >= 0; place--) {
    const deed = deeds[place];
    if (!deed || startOf(deed) < said - WORDED_REMARK) break;
    const isBeside = startOf(deed) >= said - OWN_REMARK && startOf(deed) <= said + AT_ONCE;
    if (isBeside || (!TURNS.has(message.kind) && tellsTheSame(message, deed, scene))) return deed;
  }
  return undefined;
}

/** What goes wrong a while after a deed, or well again, is no remark on it, whatever it names. */
const TURNS: ReadonlySet<EntryKind> = new Set(["recovery", "symptom"]);

function tellsTheSame(message: Message, { events, kind }: Happening, { words, tellingOf }: Voices): boolean {
  if (kind === "failed_attempt" && saysFailed(message)) return true;
  const said = tellingOf(message.words);
  return events.some((event) => words.shared(said, words.in(eventOf(event).title)).length > 0);
}

function foldOwn(messages: readonly Message[], deeds: readonly Happening[], people: People): void {
  const byHand = Map.groupBy(deeds.filter(stands), (one) => handOf(one, people));
  const spoken = new Map<Happening, Message>();
  for (const message of [...messages].sort(byStart)) {
    const hand = isPlain(message) ? handOf(message, people) : undefined;
    const deed = hand === undefined ? undefined : nearest(byHand.get(hand) ?? [], message);
    if (!deed || deed.kind === "failed_attempt") continue;
    const before = spoken.get(deed);
    if (!before || away(deed, message) < away(deed, before)) spoken.set(deed, message);
  }
  for (const [deed, message] of spoken) absorb(deed, message);
}

/** A marked message stands for itself, whatever a machine says. */
export const isPlain = (message: Message): boolean =>
  stands(message) && !message.deleted && message.marks.size === 0 && isStated(message);

const away = (a: Happening, b: Happening): Span => Math.abs(startOf(a) - startOf(b));

function nearest(deeds: readonly Happening[], message: Message): Happening | undefined {
  const near = deeds.filter((deed) => away(deed, message) <= OWN_ECHO);
  return near.sort((a, b) => away(a, message) - away(b, message) || byStart(a, b))[0] ?? takenBack(deeds, message);
}

/** The next deed after somebody said that they take it back, if that is the beginning of it. */
function takenBack(deeds: readonly Happening[], message: Message): Happening | undefined {
  if (message.kind !== "rollback") return undefined;
  const next = deeds.filter((deed) => startOf(deed) > startOf(message)).sort(byStart)[0];
  const begins = next?.kind === "rollback" && BEGINS.has(next.event.action) && away(next, message) <= TAKEN_BACK;
  return begins ? next : undefined;
}

const handOf = ({ event }: Happening, people: People): string | undefined => people.handOf(event.actor);
