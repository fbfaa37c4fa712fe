import type { OpsEvent } from "./event.ts";
import type { Service } from "./settings.ts";
import { WordSizes } from "./words/word-size.ts";

/** The service catalogue, indexed once. Every look-up ignores case; what several entries claim yields all of them, sorted. */
export interface Catalogue {
  /** Entries by name and alias. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  /** The same by names whose words are joined by dashes: what is `public-resolver` in one tool is called "Public Resolver" in another. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
  /** Entries by repository (`owner/repository`). */
  readonly ofRepository: ReadonlyMap<string, readonly string[]>;
  /** Entries by chat channel, name (without `#`) or id. */
  readonly ofChannel: ReadonlyMap<string, readonly string[]>;
  /** By catalogue name: what it depends on directly. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** By catalogue name: what depends on it directly. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Where in a text a name may stand: by the first word of names, what stands before it in the name and how long the name is; the longest first. */
  readonly words: ReadonlyMap<string, readonly Extent[]>;
  /** The sizes of those words. */
  readonly sizes: WordSizes;
}

interface Extent {
  readonly before: number;
  readonly length: number;
}

/** Names shorter than this are found in a field of their own, never in running text. */
const SHORTEST_WORD = 3;

const BETWEEN_WORDS = /[\s_-]+/g;
const PORT = /:\d{1,5}$/;
const ADDRESS = /https?:\/\/[^\s<>|]+/g;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** What stands before a name that is only the tail of a longer one: `kube-dns` does not name `dns`, while `dns-7f9c` and `*.dns` do. */
const LONGER_NAME = /[\p{L}\p{N}_]$|[\p{L}\p{N}][.-]$/u;

/** Indexes the catalogue. Overlapping names are allowed; a dependency may be written by alias, and an unknown one stays a service of its own. */
export function buildCatalogue(services: readonly Service[]): Catalogue {
  const named = new Map<string, string[]>();
  const joined = new Map<string, string[]>();
  const ofRepository = new Map<string, string[]>();
  const ofChannel = new Map<string, string[]>();
  for (const service of services) {
    for (const name of [service.name, ...(service.aliases ?? [])]) {
      enter(named, name.toLowerCase(), service.name);
      enter(joined, joinWords(name.toLowerCase()), service.name);
    }
    for (const repository of service.repos ?? []) enter(ofRepository, repository.toLowerCase(), service.name);
    for (const channel of service.channels ?? []) enter(ofChannel, channelName(channel), service.name);
  }
  const words = indexWords(named);
  const sizes = new WordSizes(words.keys());
  return { named, joined, ofRepository, ofChannel, ...indexDependencies(services, named), words, sizes };
}

/** The services that an event is about, as catalogue names, sorted: all that {@link servicesNamedBy} finds. */
export function servicesOf(event: OpsEvent, catalogue: Catalogue): readonly string[] {
  const named = servicesNamedBy(event, catalogue);
  const only = named[0];
  if (!only) return NONE;
  return named.every((other) => other === only) ? only : [...new Set(named.flat())].sort();
}

const NONE: readonly never[] = [];

/**
 * What each name in an event stands for: several services where entries of the catalogue share the name. The names are the event's
 * `service` where the catalogue knows it, else its `names` (port cut off), else catalogue names as whole words in its title and text,
 * else its unknown `service`, which is a service of its own, else its repository. The first that yields counts. An unknown `service`
 * comes after what the catalogue knows: pagers often say there which team is paged, and only the title names the service.
 * The channel of a message gives none: see `ofChannel`.
 */
export function servicesNamedBy(event: OpsEvent, catalogue: Catalogue): readonly (readonly string[])[] {
  const service = event.service?.trim() ?? "";
  const known = service === "" ? undefined : look(catalogue, service);
  if (known) return [known];
  const byName = event.names.length === 0 ? [] : event.names.flatMap((name) => wrap(look(catalogue, name)));
  if (byName.length > 0) return byName;
  const inText = namedInText(textOf(event), catalogue);
  if (inText.length > 0) return inText;
  if (service !== "") return [[service]];
  if (event.names.length === 0) return NONE;
  return event.names.flatMap((name) => wrap(catalogue.ofRepository.get(name.toLowerCase())));
}

/** A channel as the catalogue's index spells it: lower case, without `#`. */
export function channelName(channel: string): string {
  return channel.trim().replace(/^#/, "").toLowerCase();
}

function indexDependencies(
  services: readonly Service[],
  named: ReadonlyMap<string, readonly string[]>,
): Pick<Catalogue, "dependencies" | "dependents"> {
  const dependencies = new Map<string, string[]>();
  const dependents = new Map<string, string[]>();
  for (const { name, dependsOn = [] } of services) {
    for (const dependency of dependsOn.flatMap((other) => named.get(other.toLowerCase()) ?? [other])) {
      if (dependency === name) continue;
      enter(dependencies, name, dependency);
      enter(dependents, dependency, name);
    }
  }
  return { dependencies, dependents };
}

function enter(index: Map<string, string[]>, name: string, service: string): void {
  const entries = index.getOrInsertComputed(name, () => []);
  if (!entries.includes(service)) entries.push(service);
  entries.sort();
}

/** What a field names: as it is written, without a port, else with other marks between its words. */
function look({ named, joined }: Catalogue, name: string): readonly string[] | undefined {
  const plain = name.trim().toLowerCase();
  return (
    named.get(plain) ??
    (plain.includes(":") ? named.get(plain.replace(PORT, "")) : undefined) ??
    joined.get(joinWords(plain))
  );
}

const joinWords = (name: string): string => name.replace(BETWEEN_WORDS, "-");

const wrap = <T>(found: T | undefined): T[] => (found === undefined ? [] : [found]);

function indexWords(named: ReadonlyMap<string, readonly string[]>): Map<string, Extent[]> {
  const words = new Map<string, Extent[]>();
  for (const name of named.keys()) {
    const start = name.length < SHORTEST_WORD ? name.length : wordFrom(name, 0);
    if (start === name.length) continue;
    const extents = words.getOrInsertComputed(name.slice(start, endOfWord(name, start)), () => []);
    const extent = { before: start, length: name.length };
    if (extents.some(({ before, length }) => before === extent.before && length === extent.length)) continue;
    extents.push(extent);
    extents.sort((a, b) => b.length - a.length || a.before - b.before);
  }
  return words;
}

/** A message's title is its text, cut: then the text alone says it all. */
function textOf({ kind, title, text }: OpsEvent): string {
  if (text === undefined) return title;
  return kind === "message" ? text : `${title}\n${text}`;
}

/**
 * What the names in a text stand for. Addresses are left out: the path of a link to a wiki names many things that the writer did not mean.
 */
function namedInText(text: string, { words, sizes, named }: Catalogue): readonly (readonly string[])[] {
  if (words.size === 0) return NONE;
  let found: (readonly string[])[] | null = null;
  const lower = text.toLowerCase();
  const searched = lower.includes("://") ? lower.replace(ADDRESS, " ") : lower;
  let after = 0;
  for (let start = wordFrom(searched, 0), end = 0; start < searched.length; start = wordFrom(searched, end)) {
    end = endOfWord(searched, start);
    if (start < after || !sizes.mayHold(searched, start, end)) continue;
    const extent = extentAt(searched, start, words.get(searched.slice(start, end)) ?? NONE, named);
    if (!extent) continue;
    after = start - extent.before + extent.length;
    const services = named.get(searched.slice(start - extent.before, after)) ?? NONE;
    if (found) found.push(services);
    else found = [services];
  }
  return found ?? NONE;
}

/** The first extent of those that a name may have whose name stands there. */
function extentAt(
  text: string,
  word: number,
  extents: readonly Extent[],
  named: Catalogue["named"],
): Extent | undefined {
  for (const extent of extents) if (standsAt(text, word, extent, named)) return extent;
  return undefined;
}

/** Whether a name of this extent stands there as whole words; what it begins with before its first word (the `/` of `/login`) must too. */
function standsAt(text: string, word: number, { before, length }: Extent, named: Catalogue["named"]): boolean {
  const start = word - before;
  const end = start + length;
  if (start < 0 || !named.has(text.slice(start, end))) return false;
  if (end < text.length && isWordAt(text, end)) return false;
  return start === 0 || text[start - 1] === " " || !LONGER_NAME.test(text.slice(Math.max(0, start - 2), start));
}

/** Where the next word begins, a run of letters and digits; the text's length where none does. */
function wordFrom(text: string, from: number): number {
  let start = from;
  while (start < text.length && !isWordAt(text, start)) start++;
  return start;
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && isWordAt(text, end)) end++;
  return end;
}

function isWordAt(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return LETTER_OR_DIGIT.test(text[place] ?? "");
}
