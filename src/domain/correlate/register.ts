import { LIFECYCLES, type OpsEvent } from "../event.ts";
import { eventAt, type Facts, keyName } from "./facts.ts";
import type { Group } from "./groups.ts";

/** By what events may refer to incidents. Incidents are named by their place among the groups. */
export interface Register {
  /** The incident that an opener belongs to, by the opener's event. */
  readonly ofOpener: ReadonlyMap<number, number>;
  /** By lifecycle of an opener: the incidents whose it is; two, where pins keep them apart. */
  readonly ofLifecycle: ReadonlyMap<string, readonly number[]>;
  /** By id of an incident, page or status post, lower case, as a text may cite it. */
  readonly ofId: ReadonlyMap<string, readonly number[]>;
  /** By address of a page, incident or status post. */
  readonly ofAddress: ReadonlyMap<string, readonly number[]>;
}

/** Lifecycles with ids that people and bots write out. */
const CITED = new Set(["page", "status", "incident"]);

const HAS_ITS_PAGE: ReadonlySet<string> = new Set<OpsEvent["kind"]>(["page", "status", "incident"]);

/** An id that a text may cite: long enough, and with a digit, so that no ordinary word is taken for one. */
const CITABLE = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_-]{3,}$/;
const EDGES = /^[_-]+|[_-]+$/g;
const DIGIT = /\d/;
const SHORTEST_ID = 4;
/** No id is longer; patterns for ids are never tried on more, since a hostile text may be a single word. */
const LONGEST_TOKEN = 600;

export function registerGroups(groups: readonly Group[]): Register {
  const ofOpener = new Map<number, number>();
  const ofLifecycle = new Map<string, number[]>();
  const ofId = new Map<string, number[]>();
  const ofAddress = new Map<string, number[]>();
  groups.forEach(({ openers }, place) => {
    for (const { index, event, lifecycles } of openers) {
      ofOpener.set(index, place);
      for (const lifecycle of lifecycles) enter(ofLifecycle, lifecycle, place);
      for (const id of citableIds(event.event)) enter(ofId, id, place);
      for (const url of addresses(event.event)) enter(ofAddress, url, place);
    }
  });
  return { ofOpener, ofLifecycle, ofId, ofAddress };
}

/** The incidents that an event cites in so many words: by an id in its text, or by the address of a page, incident or status post. */
export function citedBy(facts: Facts, register: Register, index: number): readonly number[] {
  const event = eventAt(facts.events, index);
  const cited = event.links.flatMap(({ url }) => register.ofAddress.get(url) ?? []);
  if (event.refersTo && LIFECYCLES.has(event.refersTo.type))
    cited.push(...(register.ofLifecycle.get(keyName(event.refersTo)) ?? []));
  if (register.ofId.size > 0 && event.kind !== "alert") cited.push(...citedInText(event, register));
  return cited.length < 2 ? cited : [...new Set(cited)];
}

/** The ids by which texts and channel names may cite an opener, lower case. */
export function citableIds({ correlation }: OpsEvent): string[] {
  return correlation
    .filter(({ type, value }) => CITED.has(type) && CITABLE.test(value))
    .map(({ value }) => value.toLowerCase());
}

/** The pages of a pager, an incident tool or a status page. What an alert or a message links to is shared by many. */
const addresses = ({ kind, links }: OpsEvent): string[] => (HAS_ITS_PAGE.has(kind) ? links.map(({ url }) => url) : []);

function citedInText({ title, text }: OpsEvent, { ofId }: Register): number[] {
  const cited: number[] = [];
  const said = text ?? title;
  if (!DIGIT.test(said)) return cited;
  const lower = said.toLowerCase();
  for (let at = 0; at < lower.length; at++) {
    if (!isDigit(lower.charCodeAt(at))) continue;
    const start = startOfToken(lower, at);
    const end = endOfToken(lower, at);
    const length = end - start;
    if (length >= SHORTEST_ID && length <= LONGEST_TOKEN) {
      for (const place of ofId.get(lower.slice(start, end).replace(EDGES, "")) ?? []) cited.push(place);
    }
    at = end;
  }
  return cited;
}

/** Where the token begins that a place in a lower-case text belongs to: a run of letters, digits, `_` and `-`. */
function startOfToken(text: string, at: number): number {
  let start = at;
  while (start > 0 && isOfToken(text.charCodeAt(start - 1))) start--;
  return start;
}

function endOfToken(text: string, at: number): number {
  let end = at;
  while (isOfToken(text.charCodeAt(end))) end++;
  return end;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isOfToken = (code: number): boolean => (code >= 97 && code <= 122) || isDigit(code) || code === 95 || code === 45;

function enter(index: Map<string, number[]>, name: string, place: number): void {
  const places = index.getOrInsertComputed(name, () => []);
  if (!places.includes(place)) places.push(place);
}
