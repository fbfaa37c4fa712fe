import type { Decision, DecisionRecord } from "../../domain/decision.ts";
import type { Entry } from "../../domain/draft/schema.ts";
import { Precision } from "../../domain/time.ts";
import type { Account } from "../view/account.ts";
import { queryOf, type Viewpoint } from "./viewpoint.ts";

/** Entries on a page of the activity log. */
export const LOG_PAGE = 300;

/** What the forms and links of a review page must know of the page that they stand on. */
export interface Desk {
  readonly incident: string;
  /** The query of the page, so that one returns to the same view. */
  readonly view: string;
  /** Where `T+` counts from; empty for an empty timeline. */
  readonly origin: string;
  /** The address of an entry, on whichever list shows it; null where the draft has no such entry. */
  hrefOf(entry: string): string | null;
  /** The entry that takes the place of one that leaves the list. */
  neighbourOf(entry: string): string | null;
  /** The precision of the machine's time, which a retiming has covered. */
  machinePrecision(entry: Entry): Precision;
}

export function deskOf(account: Account, viewpoint: Viewpoint, decisions: readonly DecisionRecord[] = []): Desk {
  const { draft, origin, rows } = account;
  const places = new Map(draft.entries.map(({ id }, place) => [id, place]));
  const shown = rows.map(({ entry }) => entry.id);
  const onTimeline = new Map(shown.map((id, place) => [id, place]));
  return {
    incident: draft.incident.id,
    view: queryOf(viewpoint),
    origin: origin?.at ?? "",
    hrefOf(entry) {
      const place = places.get(entry);
      if (place === undefined) return null;
      if (!viewpoint.log && onTimeline.has(entry)) return `#${entry}`;
      const page = pageOf(place);
      if (viewpoint.log && viewpoint.page === page) return `#${entry}`;
      return `?${queryOf({ ...viewpoint, log: true, page })}#${entry}`;
    },
    neighbourOf(entry) {
      const place = onTimeline.get(entry);
      return place === undefined ? null : (shown[place + 1] ?? shown[place - 1] ?? null);
    },
    machinePrecision: (entry) => machinePrecision(entry, decisions),
  };
}

const pageOf = (place: number): number => Math.floor(place / LOG_PAGE) + 1;

type Retime = Extract<Decision, { type: "retime" }>;

/** A draft serves the machine's instant without its precision: the conflict names it, or the digits, or whoever retimed it saw it. */
function machinePrecision(
  { id, machine, precision, conflict }: Entry,
  decisions: readonly DecisionRecord[],
): Precision {
  if (!machine) return precision;
  const said = / \((\w+)\)$/.exec(conflict?.find(({ field }) => field === "at")?.machine ?? "")?.[1];
  const named = Precision.enum.find((one) => one === said);
  if (named) return named;
  const digits = /\.(\d+)Z$/.exec(machine.at)?.[1]?.length;
  if (digits !== undefined) return digits <= 3 ? "ms" : "us";
  const seen = decisions
    .map(({ decision }) => decision)
    .findLast((decision): decision is Retime => decision.type === "retime" && decision.entry === id);
  return seen?.basis.precision ?? precision;
}
