import type { Actor } from "../event.ts";
import type { EntryKind } from "../kinds.ts";
import { MINUTE, type Span } from "../time.ts";
import { absorb, byStart, eventOf, type Happening, stands, startOf } from "./happening.ts";
import type { Happenings } from "./happenings.ts";
import { isStated, type Message } from "./messages.ts";
import type { People } from "./people.ts";

/** What somebody says of their own doing, and what a machine tells of it, lie at most this far apart. */
const OWN_ECHO: Span = 2 * MINUTE;

/** What somebody remarks on their own doing right beside it, whatever it is taken for. */
const OWN_REMARK: Span = MINUTE;
/** Somebody tells in the same breath what they do. */
const AT_ONCE: Span = MINUTE / 4;

const DEEDS: ReadonlySet<EntryKind> = new Set(["change", "mitigation", "rollback"]);
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
export function foldSameHand(all: Happenings, people: People): void {
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
  foldRemarks(all, people);
}

/** Folds what somebody remarks right after their own deed ("they are gone", "both now") into the deed. */
function foldRemarks(all: Happenings, people: People): void {
  const deeds = [...all.changes, ...all.declarations, ...all.closings, ...all.answers];
  const byHand = Map.groupBy(deeds.filter(stands), (one) => handOf(one, people));
  for (const message of all.messages) {
    const hand = REMARKS.has(message.kind) && isPlain(message) ? handOf(message, people) : undefined;
    const deed = hand === undefined ? undefined : (byHand.get(hand) ?? []).find((one) => isBeside(message, one));
    if (deed && deed.kind !== "failed_attempt") absorb(deed, message);
  }
}

function isBeside(message: Message, deed: Happening): boolean {
  const after = startOf(message) - startOf(deed);
  return after >= -AT_ONCE && after <= OWN_REMARK;
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
const isPlain = (message: Message): boolean =>
  stands(message) && !message.deleted && message.marks.size === 0 && isStated(message);

const away = (a: Happening, b: Happening): Span => Math.abs(startOf(a) - startOf(b));

function nearest(deeds: readonly Happening[], message: Message): Happening | undefined {
  const near = deeds.filter((deed) => away(deed, message) <= OWN_ECHO);
  return near.sort((a, b) => away(a, message) - away(b, message) || byStart(a, b))[0];
}

const handOf = (one: Happening, people: People) => handOfActor(eventOf(one.lead).actor, people);

/** `Marta Lind`, `marta` and `marta@bastion1` are one hand, within minutes of one incident. */
export function handOfActor(actor: Actor, people: People): string | undefined {
  return /^\p{L}{3,}/u.exec(people.nameOf(actor) ?? "")?.[0].toLowerCase();
}
