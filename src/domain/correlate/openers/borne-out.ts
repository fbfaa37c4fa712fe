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
  const { events, readingOf } = facts;
  let machines: ReadonlyMap<string, readonly Instant[]> | null = null;
  let posts: Posts | null = null;
  return {
    told: (index, services) => {
      machines ??= toldByMachines(facts);
      const { occurredAt } = eventAt(events, index);
      return services.filter((service) => distanceToNearest(machines?.get(service) ?? [], occurredAt) <= TOLD_WITHIN);
    },
    posted: (index, services) => {
      posts ??= postsOf(facts);
      const { ofService, ofThing } = posts;
      const until = eventAt(events, index).occurredAt + POSTED_WITHIN;
      const isSoon = (among: readonly number[] = []) => {
        const next = among[firstPlace(among, (post) => post > index)];
        return next !== undefined && eventAt(events, next).occurredAt <= until;
      };
      return (
        services.some((service) => isSoon(ofService.get(service))) ||
        (readingOf(index).things?.() ?? []).some((thing) => isSoon(ofThing.get(thing)))
      );
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

/** Status posts and what incident tools declare, in the order of time. */
interface Posts {
  readonly ofService: ReadonlyMap<string, readonly number[]>;
  /** Those that are about no service that is known, by the things that they name. */
  readonly ofThing: ReadonlyMap<string, readonly number[]>;
}

function postsOf(facts: Facts): Posts {
  const ofService = new Map<string, number[]>();
  const ofThing = new Map<string, number[]>();
  facts.events.forEach(({ event: { kind } }, index) => {
    if ((kind !== "status" && kind !== "incident") || !openingOf(facts, index)) return;
    const services = facts.services[index] ?? [];
    const [posts, about] =
      services.length > 0 ? [ofService, services] : [ofThing, facts.readingOf(index).things?.() ?? []];
    for (const one of about) posts.getOrInsertComputed(one, () => []).push(index);
  });
  return { ofService, ofThing };
}
