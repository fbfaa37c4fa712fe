import { servicesOf } from "../../services.ts";
import { distanceToNearest, firstPlace } from "../../sorted.ts";
import { HOUR, type Instant, MINUTE, type Span } from "../../time.ts";
import { eventAt, type Facts } from "../facts.ts";
import { type Variant, variantsAt } from "../variants.ts";
import { openingOf } from "./openers.ts";

/** A machine tells of what users meet within so long. */
const TOLD_WITHIN: Span = 10 * MINUTE;
/** A shop tells the public, or declares, so long after its users met it. */
const POSTED_WITHIN: Span = HOUR;

/** What else tells of trouble that somebody in a channel of some services speaks of. */
export interface Witnesses {
  /** Those of the services of which an alert or a page tells that can open an incident, within minutes of the message. */
  readonly told: (index: number, services: readonly string[]) => readonly string[];
  /**
   * Whether one tells of any of them, or told once, by whichever variant; or a status post or a declaration within the hour after the message is
   * about one, or about none that is known and a thing that the message names.
   */
  readonly bearOut: (index: number, services: readonly string[]) => boolean;
}

/** Looked for once somebody asks. */
export function witnessesIn(facts: Facts): Witnesses {
  const { events } = facts;
  const told = toldWithin(facts, inForce);
  const everTold = toldWithin(facts, variantsAt);
  let posts: Posts | null = null;
  const isPosted = (index: number, services: readonly string[]): boolean => {
    posts ??= postsOf(facts);
    const { ofService, ofThing } = posts;
    const until = eventAt(events, index).occurredAt + POSTED_WITHIN;
    const isSoon = (among: readonly number[] = []) => {
      const next = among[firstPlace(among, (post) => post > index)];
      return next !== undefined && eventAt(events, next).occurredAt <= until;
    };
    return (
      services.some((service) => isSoon(ofService.get(service))) ||
      variantsAt(facts, index).some((variant) => thingsOf(variant).some((thing) => isSoon(ofThing.get(thing))))
    );
  };
  return { told, bearOut: (index, services) => everTold(index, services).length > 0 || isPosted(index, services) };
}

type VariantsAt = typeof variantsAt;

const inForce: VariantsAt = (facts, index) => variantsAt(facts, index).slice(0, 1);

const thingsOf = ({ reading }: Variant): readonly string[] => reading().things?.() ?? [];

/** @param counted the variants that count of an alert or a page */
function toldWithin(facts: Facts, counted: VariantsAt): Witnesses["told"] {
  let machines: ReadonlyMap<string, readonly Instant[]> | null = null;
  return (index, services) => {
    machines ??= toldByMachines(facts, counted);
    const { occurredAt } = eventAt(facts.events, index);
    return services.filter((service) => distanceToNearest(machines?.get(service) ?? [], occurredAt) <= TOLD_WITHIN);
  };
}

/** By service, when machines told of it, in the order of time. */
function toldByMachines(facts: Facts, counted: VariantsAt): ReadonlyMap<string, readonly Instant[]> {
  const told = new Map<string, Instant[]>();
  facts.events.forEach(({ event: { kind } }, index) => {
    if ((kind !== "alert" && kind !== "page") || !openingOf(facts, index)) return;
    for (const { event } of counted(facts, index))
      for (const service of servicesOf(event, facts.catalogue))
        told.getOrInsertComputed(service, () => []).push(event.occurredAt);
  });
  for (const times of told.values()) times.sort((a, b) => a - b);
  return told;
}

/** Status posts and what incident tools declare, in the order of time; each by what any of its variants is about. */
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
    for (const variant of variantsAt(facts, index)) {
      const services = servicesOf(variant.event, facts.catalogue);
      const [posts, about] = services.length > 0 ? [ofService, services] : [ofThing, thingsOf(variant)];
      for (const one of about) posts.getOrInsertComputed(one, () => []).push(index);
    }
  });
  return { ofService, ofThing };
}
