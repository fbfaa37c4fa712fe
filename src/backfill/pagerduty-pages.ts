import { formatInstant, type Instant, SECOND } from "../domain/time.ts";
import { type Period, VendorUnavailable } from "./history.ts";
import type { PagerDutyClient, Query } from "./pagerduty-client.ts";

/** A list of the API: where it is, under which member the things stand, and what else is asked. */
export interface List {
  readonly path: string;
  readonly key: string;
  readonly query?: Query;
}

export type Thing = Readonly<Record<string, unknown>>;

const PAGE = 100;
/** PagerDuty pages no further than this by offset. */
const MOST_BY_OFFSET = 10_000;

/**
 * All things of a list, page by page: by cursor where the API gives one, else by offset. What lies beyond the 10,000th place cannot be
 * asked for; then the last thing is followed by `cut`.
 */
export async function* readPages(client: PagerDutyClient, list: List): AsyncGenerator<Thing | typeof CUT> {
  let place: Query = { offset: "0" };
  for (;;) {
    const page = (await client.get(list.path, { ...list.query, limit: String(PAGE), ...place })) as Thing;
    const things = thingsOf(page, list);
    yield* things;
    const next = nextPlace(page, things.length);
    if (next === CUT) yield CUT;
    if (next === null || next === CUT) return;
    place = next;
  }
}

/** There is more than can be paged through. */
export const CUT: unique symbol = Symbol("cut");

function thingsOf(page: Thing, { path, key }: List): readonly Thing[] {
  const things = page[key];
  if (Array.isArray(things)) return things.filter((thing) => typeof thing === "object" && thing !== null);
  throw new VendorUnavailable(`PagerDuty's answer to ${path} holds no list of ${key}.`);
}

function nextPlace({ next_cursor: cursor, more, offset, limit }: Thing, count: number): Query | typeof CUT | null {
  if (typeof cursor === "string" && cursor !== "") return { cursor };
  if (more !== true || typeof offset !== "number") return null;
  const step = typeof limit === "number" && limit > 0 ? limit : Math.max(1, count);
  return offset + step + PAGE > MOST_BY_OFFSET ? CUT : { offset: String(offset + step) };
}

/** The API takes no longer period than six months. */
const LONGEST_PERIOD = 30 * 24 * 3600 * SECOND;

/** All things of a list that takes `since` and `until`, each once by its id, however many there are: a period with too many is halved. */
export async function* readPeriod(client: PagerDutyClient, list: List, period: Period): AsyncGenerator<Thing> {
  const seen = new Set<unknown>();
  const periods = cutUp(period);
  for (let next = periods.shift(); next; next = periods.shift()) {
    const query = { ...list.query, since: formatInstant(next.since, "s"), until: formatInstant(next.until, "s") };
    for await (const thing of readPages(client, { ...list, query })) {
      if (thing === CUT) periods.unshift(...halve(next, list));
      else if (!seen.has(thing["id"])) {
        seen.add(thing["id"]);
        yield thing;
      }
    }
  }
}

/** The API knows whole seconds only. */
function cutUp({ since, until }: Period): Period[] {
  const periods: Period[] = [];
  const end = Math.ceil(until / SECOND) * SECOND;
  for (let from: Instant = Math.floor(since / SECOND) * SECOND; from < end; from += LONGEST_PERIOD) {
    periods.push({ since: from, until: Math.min(end, from + LONGEST_PERIOD) });
  }
  return periods;
}

function halve({ since, until }: Period, { path }: List): Period[] {
  const middle = Math.floor((since + until) / 2 / SECOND) * SECOND;
  if (middle <= since || middle >= until) {
    throw new VendorUnavailable(
      `PagerDuty has more than ${MOST_BY_OFFSET} things of one second at ${path}: they cannot be paged through.`,
    );
  }
  return [
    { since, until: middle },
    { since: middle, until },
  ];
}
