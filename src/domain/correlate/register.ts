import type { OpsEvent } from "../event.ts";
import { WordSizes } from "../words/word-size.ts";
import { eventAt, type Facts } from "./facts.ts";
import type { Lifecycle } from "./lifecycles.ts";
import type { PlacedOpener } from "./openers/openers.ts";

/** By what events may refer to incidents. Incidents are named by their place among the groups. */
export interface Register {
  /** The incident that an opener belongs to, by the opener's event; undefined for what opens nothing. */
  readonly ofOpener: (index: number) => number | undefined;
  /** By lifecycle of an opener: the incidents whose it is; two, where pins keep them apart. */
  readonly ofLifecycle: ReadonlyMap<Lifecycle, readonly number[]>;
  /** By id of an incident, page or status post, lower case, as a text may cite it. */
  readonly ofId: ReadonlyMap<string, readonly number[]>;
  /** The sizes of those ids. */
  readonly idSizes: WordSizes;
  /** By address of a page, incident or status post. */
  readonly ofAddress: ReadonlyMap<string, readonly number[]>;
}

/** Lifecycles with ids that people and bots write out. */
const CITED = new Set(["page", "status", "incident"]);

const HAS_ITS_PAGE: ReadonlySet<string> = new Set<OpsEvent["kind"]>(["page", "status", "incident"]);

/** An id that a text may cite: long enough, and with a digit, so that no ordinary word is taken for one. */
const CITABLE = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_-]{3,}$/;
const DIGIT = /\d/;
/** No id is longer. */
const LONGEST_TOKEN = 600;

/** @param groups each with its openers in their order */
export function registerGroups(groups: readonly { readonly openers: readonly PlacedOpener[] }[]): Register {
  const last = Math.max(-1, ...groups.map(({ openers }) => openers.at(-1)?.index ?? -1));
  const opened = new Int32Array(last + 1).fill(-1);
  const ofLifecycle = new Map<Lifecycle, number[]>();
  const ofId = new Map<string, number[]>();
  const ofAddress = new Map<string, number[]>();
  groups.forEach(({ openers }, place) => {
    for (const { index, event, lifecycles } of openers) {
      opened[index] = place;
      for (const lifecycle of lifecycles) enter(ofLifecycle, lifecycle, place);
      for (const id of citableIds(event.event)) enter(ofId, id, place);
      for (const url of addresses(event.event)) enter(ofAddress, url, place);
    }
  });
  const ofOpener = (index: number) => ((opened[index] ?? -1) < 0 ? undefined : opened[index]);
  return { ofOpener, ofLifecycle, ofId, idSizes: new WordSizes(ofId.keys()), ofAddress };
}

/** The incidents that an event cites in so many words: by an id in its text, or by the address of a page, incident or status post. */
export function citedBy(facts: Facts, register: Register, index: number): readonly number[] {
  const event = eventAt(facts.events, index);
  const { ofAddress } = register;
  const cited: number[] = [];
  if (ofAddress.size > 0) for (const { url } of event.links) addAll(cited, ofAddress.get(url));
  const referred = event.refersTo && facts.lifecycles.named(event.refersTo);
  if (referred) addAll(cited, register.ofLifecycle.get(referred));
  if (register.ofId.size > 0 && event.kind !== "alert") citeText(event, register, cited);
  return cited.length < 2 ? cited : [...new Set(cited)];
}

function addAll(cited: number[], places: readonly number[] | undefined): void {
  if (places) for (const place of places) cited.push(place);
}

/** The ids by which texts and channel names may cite an opener, lower case. */
export function citableIds({ correlation }: OpsEvent): string[] {
  return correlation
    .filter(({ type, value }) => CITED.has(type) && CITABLE.test(value))
    .map(({ value }) => value.toLowerCase());
}

/** The pages of a pager, an incident tool or a status page. What an alert or a message links to is shared by many. */
const addresses = ({ kind, links }: OpsEvent): string[] => (HAS_ITS_PAGE.has(kind) ? links.map(({ url }) => url) : []);

function citeText({ kind, title, text }: OpsEvent, { ofId, idSizes }: Register, cited: number[]): void {
  const said = text === undefined || kind === "message" ? (text ?? title) : `${title}\n${text}`;
  if (!DIGIT.test(said)) return;
  const lower = said.toLowerCase();
  for (let at = 0; at < lower.length; at++) {
    if (!isDigit(lower.charCodeAt(at))) continue;
    let start = startOfToken(lower, at);
    let end = endOfToken(lower, at);
    at = end;
    if (end - start > LONGEST_TOKEN) continue;
    while (isEdge(lower.charCodeAt(start))) start++;
    while (isEdge(lower.charCodeAt(end - 1))) end--;
    if (idSizes.mayHold(lower, start, end)) addAll(cited, ofId.get(lower.slice(start, end)));
  }
}

/** Where the token begins that a place in a lower-case text belongs to: a run of letters, digits, `_` and `-`. */
function startOfToken(text: string, at: number): number {
  let start = at;
  while (start > 0 && isOfToken(text.charCodeAt(start - 1))) start--;
  return start;
}

function endOfToken(text: string, at: number): number {
  let end = at;
  while (end < text.length && isOfToken(text.charCodeAt(end))) end++;
  return end;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** `_` and `-` are of an id, but neither begin nor end it. */
const isEdge = (code: number): boolean => code === 95 || code === 45;

const isOfToken = (code: number): boolean => (code >= 97 && code <= 122) || isDigit(code) || isEdge(code);

function enter<K>(index: Map<K, number[]>, key: K, place: number): void {
  const places = index.getOrInsertComputed(key, () => []);
  if (!places.includes(place)) places.push(place);
}
