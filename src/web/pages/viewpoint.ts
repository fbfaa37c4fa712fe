import type { Fields } from "../form-fields.ts";
import { isTimeZone } from "../view/times.ts";

/** What part of a draft a reader looks at, and how: the query of the review page, so that a link shows the same again. */
export interface Viewpoint {
  readonly log: boolean;
  /** Of the activity log, from 1. */
  readonly page: number;
  /** The reader's time zone, shown beside UTC. */
  readonly zone: string | null;
}

/** The viewpoint that a query asks for; what it does not understand is as if it were not there. */
export function readViewpoint(query: Fields): Viewpoint {
  const { view, page, zone } = query;
  return {
    log: view === "log",
    page: page !== undefined && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
    zone: zone && isTimeZone(zone) ? zone : null,
  };
}

/** The query, without the question mark: empty for the timeline in UTC. */
export function queryOf({ log, page, zone }: Viewpoint): string {
  const query = new URLSearchParams();
  if (log) query.set("view", "log");
  if (log && page > 1) query.set("page", String(page));
  if (zone !== null) query.set("zone", zone);
  return query.toString();
}
