import { type Static, Type } from "typebox";
import type { Draft, Entry } from "../domain/draft/schema.ts";
import { instantOf, parseInstant } from "../domain/time.ts";
import { DEFAULT_LIMIT, readCursor, writeCursor } from "./paging.ts";
import { ApiProblem } from "./problem.ts";

/** Which part of the entries an answer holds. */
export const Window = Type.Object({
  visibility: Type.Enum(["timeline", "log"] as const),
  total: Type.Integer({ description: "Entries of this visibility." }),
  index: Type.Integer({ description: "The place of the first entry of this answer among them, from 0." }),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type Window = Static<typeof Window>;

export interface WindowQuery {
  readonly visibility?: "timeline" | "log";
  readonly at?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/**
 * A window on a draft's entries: `timeline` has those on the timeline, `log` everything. It begins after `cursor`, else with the first entry
 * at or after `at`, else at the start. Cursors name a place in the order, so that entries which arrive meanwhile shift nothing.
 *
 * @throws ApiProblem for an unreadable time or cursor, or for either without a visibility
 */
export function windowOf(draft: Draft, query: WindowQuery): Draft & { window?: Window } {
  const { visibility, limit = DEFAULT_LIMIT } = query;
  if (visibility === undefined) {
    if (query.at === undefined && query.cursor === undefined && query.limit === undefined) return draft;
    throw new ApiProblem(
      400,
      "no_visibility",
      "Windows are of the timeline or the log: add visibility=timeline or =log.",
    );
  }
  const entries = draft.entries.filter((entry) => visibility === "log" || entry.visibility === "timeline");
  const index = startOf(entries, query);
  const shown = entries.slice(index, index + limit);
  const last = shown.at(-1);
  const next = last && index + limit < entries.length ? writeCursor([last.order]) : null;
  return { ...draft, entries: shown, window: { visibility, total: entries.length, index, next } };
}

function startOf(entries: readonly Entry[], { cursor, at }: WindowQuery): number {
  if (cursor !== undefined) {
    const [order = ""] = readCursor(cursor, ["string"]);
    return placeOf(entries, (entry) => entry.order > String(order));
  }
  if (at === undefined) return 0;
  const from = parseInstant(at)?.at;
  if (from === undefined) throw new ApiProblem(400, "unreadable_time", `"${at}" is no RFC 3339 time with a zone.`);
  return placeOf(entries, (entry) => instantOf(entry.at) >= from);
}

function placeOf(entries: readonly Entry[], test: (entry: Entry) => boolean): number {
  const place = entries.findIndex(test);
  return place === -1 ? entries.length : place;
}
