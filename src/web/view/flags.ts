import type { Entry } from "../../domain/draft/schema.ts";
import { spell } from "../../domain/spell.ts";
import { secondsBetween, utcClock } from "./times.ts";
import { counted } from "./words.ts";

/** A short remark behind an entry's text. `name` is its class in the style sheet. */
export interface Flag {
  readonly name:
    | "times"
    | "until"
    | "pinned"
    | "noted"
    | "edited"
    | "conflict"
    | "assumed"
    | "uncertain"
    | "new"
    | "hidden";
  readonly text: string;
}

const CONFLICTS: Readonly<Record<NonNullable<Entry["conflict"]>[number]["field"], string>> = {
  text: "changed under your edit",
  at: "time changed under your edit",
  kind: "kind changed under your edit",
  merged: "two decided entries became one",
  text_by_two: "reworded twice",
};

/** What a reader must know of an entry beside its time, kind and text. */
export function flagsOf(entry: Entry): Flag[] {
  const flags: (Flag | null)[] = [
    entry.occurrences > 1 && !namesCount(entry) ? { name: "times", text: `×${entry.occurrences}` } : null,
    untilFlag(entry),
    entry.pinned ? { name: "pinned", text: "pinned" } : null,
    entry.notes.length > 0 ? { name: "noted", text: counted(entry.notes.length, "note", "notes") } : null,
    isEdited(entry) ? { name: "edited", text: "edited" } : null,
    ...(entry.conflict ?? []).map(({ field }): Flag => ({ name: "conflict", text: CONFLICTS[field] })),
    entry.zoneAssumed ? { name: "assumed", text: "time zone assumed" } : null,
    entry.orderCertain ? null : { name: "uncertain", text: "≈ order uncertain" },
    entry.new ? { name: "new", text: "new" } : null,
    isHidden(entry) ? { name: "hidden", text: "hidden" } : null,
  ];
  return flags.filter((flag) => flag !== null);
}

/** "6 alerts fired" says it already. */
function namesCount({ text, occurrences }: Entry): boolean {
  return new RegExp(`\\b${occurrences} (?:times|alerts)\\b`).test(text);
}

function isEdited({ edited }: Entry): boolean {
  return edited?.fields.some((field) => field !== "visibility" && field !== "notes") ?? false;
}

/** Whether a person took the entry off the timeline. */
export function isHidden({ visibility, edited }: Entry): boolean {
  return visibility === "log" && (edited?.fields.includes("visibility") ?? false);
}

/** The end of the state that the entry tells of: the clock, with how long it took where the day is another. */
function untilFlag({ at, until, last, precision }: Entry): Flag | null {
  const end = until ?? last;
  if (end === undefined || end <= at) return null;
  const length = spell(secondsBetween(at, end));
  const isSameDay = end.slice(0, 10) === at.slice(0, 10);
  const clock = isSameDay
    ? utcClock({ at: end, precision })
    : `${end.slice(0, 10)} ${utcClock({ at: end, precision })}`;
  return { name: "until", text: `until ${clock} (${length})` };
}
