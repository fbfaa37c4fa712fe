import { formatInstant, type Instant, parseInstant, SECOND } from "../domain/time.ts";
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
 * All things of a list, page by page: by cursor where the API gives one, else by offset. What stands on two pages, because the list moved meanwhile, comes twice. What lies
 * beyond the 10,000th place cannot be asked for; then the last thing is followed by `cut`.
 *
 * @throws VendorUnavailable where the same page comes again instead of the next one
 */
export async function* readPages(client: PagerDutyClient, list: List): AsyncGenerator<Thing | typeof CUT> {
  const places = new Set<string>();
  for (let place: Place = { offset: 0 }; ; ) {
    const page = (await client.get(list.path, { ...list.query, limit: String(PAGE), ...asked(place) })) as Thing;
    const things = thingsOf(page, list);
    yield* things.filter((thing) => typeof thing === "object" && thing !== null);
    const next = nextPlace(page, place, things.length);
    if (next === CUT) yield CUT;
    if (next === CUT || next === null) return;
    if (!isAt(page, place) || places.has(nameOf(next))) throw repeated(list);
    places.add(nameOf(next));
    place = next;
  }
}

type Place = { readonly offset: number } | { readonly cursor: string };

const asked = (place: Place): Query => ("cursor" in place ? place : { offset: String(place.offset) });

const nameOf = (place: Place): string => JSON.stringify(place);

/** Whether a page is the one that was asked for, as far as it says. */
const isAt = ({ offset }: Thing, place: Place): boolean =>
  "cursor" in place || typeof offset !== "number" || offset === place.offset;

/** There is more than can be paged through. */
export const CUT: unique symbol = Symbol("cut");

function thingsOf(page: Thing, { path, key }: List): readonly Thing[] {
  const things = page[key];
  if (Array.isArray(things)) return things;
  throw new VendorUnavailable(`PagerDuty's answer to ${path} holds no list of ${key}.`);
}

/** Where a page holds less than it says, what is left out of it is not passed over. */
function nextPlace(page: Thing, place: Place, count: number): Place | typeof CUT | null {
  const { next_cursor: cursor, more, limit } = page;
  if (typeof cursor === "string" && cursor !== "") return { cursor };
  if (more !== true || "cursor" in place) return null;
  const most = typeof limit === "number" && limit > 0 ? limit : PAGE;
  const next = place.offset + (count > 0 ? Math.min(count, most) : most);
  return next + PAGE > MOST_BY_OFFSET ? CUT : { offset: next };
}

/** The API takes no longer period than six months. */
const LONGEST_PERIOD = 30 * 24 * 3600 * SECOND;

/**
 * All things of a list that takes `since` and `until` and is asked for in the order of `created_at`, each once by its id, however many
 * there are: what cannot be paged through is asked for anew, from the last thing on.
 */
export async function* readPeriod(client: PagerDutyClient, list: List, period: Period): AsyncGenerator<Thing> {
  const seen = new Set<unknown>();
  for (const { since, until } of cutUp(period)) {
    let from = since;
    const query = () => ({ since: formatInstant(from, "s"), until: formatInstant(until, "s") });
    yield* readInParts(client, list, seen, query, (last) => {
      const reached = secondOf(last);
      if (reached === null || reached <= from) throw tooMany(list);
      from = reached;
    });
  }
}

/** The same of a list that the API gives newest first, and that takes `until`. */
export async function* readBackwards(client: PagerDutyClient, list: List): AsyncGenerator<Thing> {
  let until: Instant | null = null;
  const query = (): Query => (until === null ? {} : { until: formatInstant(until, "s") });
  yield* readInParts(client, list, new Set(), query, (last) => {
    const reached = secondOf(last);
    if (reached === null || (until !== null && reached + SECOND >= until)) throw tooMany(list);
    until = reached + SECOND;
  });
}

/** `narrow` is told the last thing that could be had, and changes what is asked next. */
async function* readInParts(
  client: PagerDutyClient,
  list: List,
  seen: Set<unknown>,
  query: () => Query,
  narrow: (last: Thing) => void,
): AsyncGenerator<Thing> {
  for (let whole = false; !whole; ) {
    whole = true;
    let last: Thing = {};
    for await (const thing of readPages(client, { ...list, query: { ...list.query, ...query() } })) {
      if (thing === CUT) {
        narrow(last);
        whole = false;
        continue;
      }
      last = thing;
      if (!seen.has(thing["id"])) yield thing;
      seen.add(thing["id"]);
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

/** When a thing was made, as the API counts: in whole seconds. */
function secondOf({ created_at }: Thing): Instant | null {
  const told = typeof created_at === "string" ? parseInstant(created_at) : null;
  return told && Math.floor(told.at / SECOND) * SECOND;
}

const tooMany = ({ path }: List): VendorUnavailable =>
  new VendorUnavailable(
    `PagerDuty has more than ${MOST_BY_OFFSET} things of one second at ${path}: they cannot be paged through.`,
  );

const repeated = ({ path }: List): VendorUnavailable =>
  new VendorUnavailable(`PagerDuty gives a page of ${path} again instead of the next one.`);
