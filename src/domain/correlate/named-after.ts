import type { Catalogue } from "../services.ts";
import { wordsOf } from "../words/words.ts";

/**
 * How what a channel's name tells of stands to an incident: the incident's service is in the name, or one that depends on it or that it
 * depends on, however far; or the name is of services that have nothing to do with it; or nothing can be told.
 */
export type Standing = "own" | "related" | "unknown" | "other";

/**
 * Returns how a channel's name stands to incidents about given services; what it tells of is followed through the catalogue once.
 *
 * @param named the services that the name tells of
 */
export function standingOf(
  named: readonly string[],
  { named: known, dependencies, dependents }: Catalogue,
): (services: readonly string[]) => Standing {
  if (named.length === 0) return () => "unknown";
  const own = new Set(named);
  const related = new Set([...reachedFrom(named, dependencies), ...reachedFrom(named, dependents)]);
  return (services) => {
    if (services.some((service) => own.has(service))) return "own";
    if (services.some((service) => related.has(service))) return "related";
    return services.some((service) => known.has(service.toLowerCase())) ? "other" : "unknown";
  };
}

function reachedFrom(services: readonly string[], next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set(services);
  for (const service of reached) for (const other of next.get(service) ?? []) reached.add(other);
  return reached;
}

/** Finds the services that a channel's name tells of, sorted: those that have a name or alias of which each word is a word of it. */
export function servicesInChannelNames({ named }: Catalogue): (names: Iterable<string>) => readonly string[] {
  const byWord = new Map<string, { words: readonly string[]; services: readonly string[] }[]>();
  for (const [name, services] of named) {
    const words = stemsOf(name);
    if (words[0] !== undefined) byWord.getOrInsertComputed(words[0], () => []).push({ words, services });
  }
  return (names) => {
    const said = new Set([...names].flatMap(stemsOf));
    const called = [...said].flatMap((word) => byWord.get(word) ?? []);
    const found = called.flatMap(({ words, services }) => (words.every((word) => said.has(word)) ? services : []));
    return [...new Set(found)].sort();
  };
}

/** The words of a name, whether one of a thing is meant or many: a channel of labels is one of the label service. */
const stemsOf = (name: string): string[] =>
  wordsOf(name).map((word) => word.replace(/ies$/, "y").replace(/(?<=..[^s])s$/, ""));
