import type { Draft, Entry, Moment } from "../../domain/draft/schema.ts";
import { MOMENTS, type MomentName } from "../../domain/kinds.ts";
import { spellSpan } from "../../domain/spell.ts";
import { instantOf, SECOND } from "../../domain/time.ts";
import { isHidden } from "./flags.ts";
import { offsetFrom, secondsBetween, type Told, toldAlone, utcDay } from "./times.ts";
import { counted, MOMENT_WORDS } from "./words.ts";

/** A key moment, ready to be shown; `told` is null where the record does not have it. */
export interface MomentView {
  readonly name: MomentName;
  readonly word: string;
  readonly told: Told | null;
  /** From impact start, or from the first entry. */
  readonly offset: string;
  readonly entry: string | null;
  readonly reason: string;
}

/** An entry of the timeline, with what stands before it: a date line, a long gap, the moments that it begins. */
export interface RowView {
  readonly entry: Entry;
  /** The number of its footnote. */
  readonly note: number;
  readonly offset: string;
  readonly day: string | null;
  readonly gap: string | null;
  readonly moments: readonly MomentView[];
}

export interface Account {
  readonly draft: Draft;
  /** Where T+ counts from, and what that is. Null for a timeline without an entry. */
  readonly origin: (Told & { readonly says: "impact started" | "the first entry" }) | null;
  /** All seven, in the order of time; those without one last. */
  readonly moments: readonly MomentView[];
  readonly rows: readonly RowView[];
  /** Entries that people took off the timeline, and others of the activity log. */
  readonly hidden: number;
  readonly logged: number;
}

/** Lays out what a draft says, for whichever format: pages, publications and Markdown tell the same. */
export function accountOf(draft: Draft): Account {
  const shown = draft.entries.filter(({ visibility }) => visibility === "timeline");
  const origin = originOf(draft, shown);
  const moments = MOMENTS.map((name) => momentOf(draft, name, origin)).sort(byTime);
  const hidden = draft.entries.filter(isHidden).length;
  return {
    draft,
    origin,
    moments,
    rows: rowsOf(draft, shown, moments, origin),
    hidden,
    logged: draft.entries.length - shown.length - hidden,
  };
}

function originOf({ moments, entries }: Draft, shown: readonly Entry[]): Account["origin"] {
  const { impactStarted } = moments;
  const told = toldOf(impactStarted, entries);
  if (told) return { ...told, says: "impact started" };
  const first = shown[0];
  return first ? { at: first.at, precision: first.precision, says: "the first entry" } : null;
}

/** A moment was told as finely as the entry that it stands on; a time that a person set beside it, to the minute, unless they told seconds. */
function toldOf({ at, entry: on, reason }: Moment, entries: readonly Entry[]): Told | null {
  if (at === null) return null;
  const entry = entries.find(({ id }) => id === on);
  if (isSet(reason) && at !== entry?.at) return toldAlone(at);
  return { at, precision: entry?.precision ?? "s" };
}

/** Whether a person set the moment: the name of the rule in its reason. */
export const isSet = (reason: string): boolean => reason.startsWith("set: ");

function momentOf({ moments, entries }: Draft, name: MomentName, origin: Told | null): MomentView {
  const { entry, reason } = moments[name];
  const told = toldOf(moments[name], entries);
  const offset = told && name !== "impactStarted" ? offsetFrom(origin, told) : "";
  return { name, word: MOMENT_WORDS[name], told, offset, entry, reason };
}

/** What has no time stands last; at one instant the usual order counts. */
function byTime({ told: a }: MomentView, { told: b }: MomentView): number {
  if (!a || !b) return Number(a === null) - Number(b === null);
  return instantOf(a.at) - instantOf(b.at);
}

function rowsOf(draft: Draft, shown: readonly Entry[], moments: readonly MomentView[], origin: Told | null): RowView[] {
  const told = moments.filter((moment) => moment.told !== null);
  const begins = Map.groupBy(told, (moment) => rowOf(moment, shown)?.id);
  const longest = longestSilence(shown);
  return shown.map((entry, index) => {
    const before = shown[index - 1];
    return {
      entry,
      note: index + 1,
      offset: offsetFrom(origin, entry),
      day: before?.at.slice(0, 10) === entry.at.slice(0, 10) ? null : utcDay(entry.at),
      gap: before ? gapBetween(draft, before, entry, longest) : null,
      moments: begins.get(entry.id) ?? [],
    };
  });
}

/** Before which entry a moment stands: before its own, or where it is of another time than that, and of an entry of the log, where it belongs by its time. */
function rowOf({ told, entry: on }: MomentView, shown: readonly Entry[]): Entry | undefined {
  const own = shown.find(({ id }) => id === on);
  const at = told?.at;
  if (at === undefined || own?.at === at) return own;
  return shown.find((entry) => secondsBetween(at, entry.at) >= 0) ?? own;
}

const TWENTY_MINUTES = 1200;
const SHARE_OF_SPAN = 0.12;

/** A silence longer than this, in seconds, is said. */
function longestSilence(shown: readonly Entry[]): number {
  const [first, last] = [shown[0], shown.at(-1)];
  return Math.max(TWENTY_MINUTES, first && last ? SHARE_OF_SPAN * secondsBetween(first.at, last.at) : 0);
}

function gapBetween({ entries }: Draft, before: Entry, entry: Entry, longest: number): string | null {
  const seconds = secondsBetween(before.at, entry.at);
  if (seconds <= longest) return null;
  const logged = entries.filter(
    ({ visibility, order }) => visibility === "log" && order > before.order && order < entry.order,
  );
  const inLog = logged.length === 0 ? "" : `, ${counted(logged.length, "entry", "entries")} in the activity log`;
  return `${spellSpan(seconds * SECOND)} without an entry${inLog}`;
}
