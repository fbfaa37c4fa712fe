import type { EntryKind } from "../../kinds.ts";
import { firstPlace } from "../../sorted.ts";
import { type Instant, MINUTE, type Span } from "../../time.ts";
import { absorb, byStart, type Happening, stands, startOf } from "../happenings/happening.ts";
import { isStated, type Message } from "../happenings/messages.ts";

/** People see that it works again, and the monitor notices; it may also be the first to. Beyond, the two may be about different things. */
const TOLD_END: Span = 2 * MINUTE;

/**
 * Folds the end of an alert into what somebody says of the recovery in the same minutes, whatever words they use: of the two the words say
 * what works again, and the end is the proof of it. What people see or measure right before is the recovery, too: "12 % cpu" alone does not
 * tell good from bad, and an alert that ends does.
 */
export function foldToldEnds(clears: readonly Happening[], messages: readonly Message[]): void {
  const telling = messages.filter((one) => isSaid(one) && (tellsPlainly(one) || isSeen(one))).sort(byStart);
  for (const clear of clears) {
    const told = stands(clear) ? nearest(telling, startOf(clear)) : undefined;
    if (!told) continue;
    told.kind = "recovery";
    absorb(told, clear);
  }
}

const isSaid = (message: Message): boolean => stands(message) && !message.deleted && isStated(message);

const tellsPlainly = ({ kind, reading }: Message): boolean =>
  kind === "recovery" && reading?.kind === "recovery" && reading.certain === true;

const SEEN: ReadonlySet<EntryKind> = new Set(["recovery", "observation", "symptom", "human_report"]);

/** Whether it is taken for something seen, and no rule of the reader plainly finds that it is trouble. */
function isSeen({ kind, reading }: Message): boolean {
  if (!SEEN.has(kind) || reading?.reports === true || reading?.means !== undefined) return false;
  return reading?.certain !== true || reading.kind === "observation";
}

/**
 * The nearest that plainly tells of a recovery, before the end or after it; else the last before it that tells of what is seen. Words that
 * come later do not take an end from what was seen closer before it: they may be about something else.
 */
function nearest(telling: readonly Message[], end: Instant): Message | undefined {
  const from = firstPlace(telling, ({ at }) => at >= end - TOLD_END);
  const near = telling.slice(
    from,
    firstPlace(telling, ({ at }) => at > end + TOLD_END),
  );
  const away = ({ at }: Message) => Math.abs(at - end);
  const plain = near.filter(tellsPlainly).sort((a, b) => away(a) - away(b) || byStart(a, b))[0];
  const seen = near.findLast(({ at }) => at <= end);
  return plain && seen && plain.at > end && away(seen) < away(plain) ? seen : (plain ?? seen);
}
