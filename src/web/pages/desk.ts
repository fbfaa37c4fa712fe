import type { Account } from "../view/account.ts";
import { queryOf, type Viewpoint } from "./viewpoint.ts";

/** Entries on a page of the activity log. */
export const LOG_PAGE = 300;

/** What the forms and links of a review page must know of the page that they stand on. */
export interface Desk {
  readonly incident: string;
  /** The query of the page, so that one returns to the same view. */
  readonly view: string;
  /** The number of the last decision that the page shows. */
  readonly revision: number;
  /** Where `T+` counts from; empty for an empty timeline. */
  readonly origin: string;
  /** The address of an entry, on whichever list shows it, or of an action item; null where the draft has no such thing. */
  hrefOf(id: string): string | null;
  /** The entry that takes the place of one that leaves the list. */
  neighbourOf(entry: string): string | null;
}

/** The desk of an account as it is looked at now. */
export function deskOf(account: Account, viewpoint: Viewpoint): Desk {
  const { draft, origin, rows } = account;
  const places = new Map(draft.entries.map(({ id }, place) => [id, place]));
  const shown = rows.map(({ entry }) => entry.id);
  const onTimeline = new Map(shown.map((id, place) => [id, place]));
  return {
    incident: draft.incident.id,
    view: queryOf(viewpoint),
    revision: draft.revision,
    origin: origin?.at ?? "",
    hrefOf(id) {
      const place = places.get(id);
      if (place === undefined) return draft.actions.some((action) => action.id === id) ? `#${id}` : null;
      if (!viewpoint.log && onTimeline.has(id)) return `#${id}`;
      const page = pageOf(place);
      if (viewpoint.log && viewpoint.page === page) return `#${id}`;
      return `?${queryOf({ ...viewpoint, log: true, page })}#${id}`;
    },
    neighbourOf(entry) {
      const place = onTimeline.get(entry);
      return place === undefined ? null : (shown[place + 1] ?? shown[place - 1] ?? null);
    },
  };
}

const pageOf = (place: number): number => Math.floor(place / LOG_PAGE) + 1;
