import { distanceToNearest, firstPlace } from "../../sorted.ts";
import { HOUR, type Instant, MINUTE, type Span } from "../../time.ts";
import { eventAt, type Facts } from "../facts.ts";
import { openingOf } from "./openers.ts";

/** A machine tells of what users meet within so long. */
const TOLD_WITHIN: Span = 10 * MINUTE;
/** A shop tells the public, or declares, so long after its users met it. */
const POSTED_WITHIN: Span = HOUR;

/** What else tells of trouble that somebody in a channel of some services speaks of. */
export interface Witnesses {
  /** Those of the services of which an alert or a page tells that can open an incident, within minutes of the message. */
  readonly told: (index: number, services: readonly string[]) => readonly string[];
  /** Whether a status post or a declaration within the hour after the message is about one of them, or about none that is known and a thing that the message names. */
  readonly posted: (index: number, services: readonly string[]) => boolean;
}

/** Looked for once somebody asks. */
export function witnessesIn(facts: Facts): Witnesses {
  const { events, services: servicesAt, readingOf } = facts;
  let machines: ReadonlyMap<string, readonly Instant[]> | null = null;
  let posts: readonly number[] | null = null;
  const thingsAt = (index: number) => readingOf(index).things?.() ?? [];
  const isAbout = (post: number, index: number, services: readonly string[]): boolean => {
    const named = servicesAt[post] ?? [];
    if (named.length > 0) return named.some((service) => services.includes(service));
    const things = thingsAt(post);
    return thingsAt(index).some((thing) => things.includes(thing));
  };
  return {
    told: (index, services) => {
      machines ??= toldByMachines(facts);
      const { occurredAt } = eventAt(events, index);
      return services.filter((service) => distanceToNearest(machines?.get(service) ?? [], occurredAt) <= TOLD_WITHIN);
    },
    posted: (index, services) => {
      posts ??= postsOf(facts);
      const { occurredAt } = eventAt(events, index);
      const end = firstPlace(posts, (post) => eventAt(events, post).occurredAt > occurredAt + POSTED_WITHIN);
      return posts
        .slice(
          firstPlace(posts, (post) => post > index),
          end,
        )
        .some((post) => isAbout(post, index, services));
    },
  };
}

/** By service, when machines told of it, in the order of time. */
function toldByMachines(facts: Facts): Map<string, Instant[]> {
  const told = new Map<string, Instant[]>();
  facts.events.forEach(({ event: { kind, occurredAt } }, index) => {
    if ((kind !== "alert" && kind !== "page") || !openingOf(facts, index)) return;
    for (const service of facts.services[index] ?? []) told.getOrInsertComputed(service, () => []).push(occurredAt);
  });
  return told;
}

/** Status posts and what incident tools declare. */
const postsOf = (facts: Facts): readonly number[] =>
  facts.events.flatMap(({ event: { kind } }, index) =>
    (kind === "status" || kind === "incident") && openingOf(facts, index) ? [index] : [],
  );
