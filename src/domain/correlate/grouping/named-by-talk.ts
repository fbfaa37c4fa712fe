import { firstPlace } from "../../sorted.ts";
import { HOUR, type Instant, type Span } from "../../time.ts";
import { eventAt, type Facts, servicesOfChannelsAt } from "../facts.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import type { Group } from "./groups.ts";
import { touch } from "./links.ts";

/** People speak of it so long before it is told, and after. */
const NEAR: Span = HOUR;
/** What was said again and again before that is said every day. */
const BEFORE: Span = 24 * HOUR;
/** Said so often, by so many, a thing is what they speak of. */
const AGAIN = 3;
const BY_SEVERAL = 2;
/** So many things are no chance, or one that so many people say. */
const THINGS = 2;
const BY_MANY = 3;
/** So much more than in the next service's channels, or they fit alike. */
const CLEARLY = 2;
/** Of more incidents at once nobody knows which one the talk is about. */
const AT_ONCE = 5;

/** Who said a thing in the channels of a service, and how often. */
interface Said {
  readonly people: Set<string>;
  times: number;
}

/** By service, by thing. */
type Talk = ReadonlyMap<string, ReadonlyMap<string, Said>>;

/**
 * By opener: the service that an incident of no known service is about by what people say. Things that its openers name (products, packages, versions)
 * are said again and again, by several people, in the channels of that one service around its start, and were not the day before. Where the
 * channels of two services fit alike, or another incident of the service is near, nothing is known. What has a channel of its own needs no other.
 *
 * @param groups in the order of their starts
 * @param hasOwnChannel by place among the groups
 */
export function servicesByTalk(
  facts: Facts,
  groups: readonly Group[],
  hasOwnChannel: (place: number) => boolean,
): ReadonlyMap<PlacedOpener, string> {
  const firm = groups.filter(({ candidate }) => !candidate);
  const unnamed = groups.filter(
    ({ candidate, services }, place) => !candidate && services.length === 0 && !hasOwnChannel(place),
  );
  const found = new Map<Group, string>();
  for (const group of unnamed) {
    if (startsNear(unnamed, group.start) > AT_ONCE) continue;
    const service = serviceOf(facts, group);
    if (service !== null) found.set(group, service);
  }
  const isAlone = (group: Group, service: string) =>
    !firm.some(
      (other) =>
        other !== group &&
        (other.services.includes(service) || found.get(other) === service) &&
        areNear(facts, group, other),
    );
  return new Map(
    [...found].flatMap(([group, service]) =>
      isAlone(group, service) ? group.openers.map((opener): [PlacedOpener, string] => [opener, service]) : [],
    ),
  );
}

/** How many of some groups, in the order of their starts, start near an instant. */
const startsNear = (groups: readonly Group[], at: Instant): number =>
  firstPlace(groups, ({ start }) => start > at + NEAR) - firstPlace(groups, ({ start }) => start >= at - NEAR);

const areNear = ({ settings }: Facts, group: Group, other: Group): boolean =>
  group.openers.some((one) => other.openers.some((two) => touch(one, two, settings.incidents.join)));

/** A version, a host, a package: everyday nouns are said everywhere. */
const MARKED = /[\d._-]/;

/** The service whose channels speak of an incident's things, and clearly more than any other's. */
function serviceOf(facts: Facts, { openers, start }: Group): string | null {
  const named = openers.flatMap(({ index }) => facts.readingOf(index).things?.() ?? []);
  const told = new Set(named.filter((thing) => MARKED.test(thing)));
  if (told.size === 0) return null;
  const opens = new Set(openers.map(({ index }) => index));
  const before = talkOf(facts, start - NEAR - BEFORE, start - NEAR, told, opens);
  for (const things of before.values()) for (const [thing, { times }] of things) if (times >= AGAIN) told.delete(thing);
  const near = [...talkOf(facts, start - NEAR, start + NEAR, told, opens)].map(
    ([service, things]) => [service, things, timesOf(things)] as const,
  );
  const [most, next] = near.sort(([, , a], [, , b]) => b - a);
  if (!most || !isSpokenOf(most[1]) || most[2] < CLEARLY * (next?.[2] ?? 0)) return null;
  return most[0];
}

const timesOf = (things: ReadonlyMap<string, Said>): number =>
  [...things.values()].reduce((sum, { times }) => sum + times, 0);

function isSpokenOf(things: ReadonlyMap<string, Said>): boolean {
  const again = [...things.values()].filter(({ people, times }) => times >= AGAIN && people.size >= BY_SEVERAL);
  return again.length >= THINGS || again.some(({ people }) => people.size >= BY_MANY);
}

/** What people say of some things from one instant up to another, in the channels of services. */
function talkOf(
  facts: Facts,
  from: Instant,
  to: Instant,
  told: ReadonlySet<string>,
  besides: ReadonlySet<number>,
): Talk {
  const { events, readingOf } = facts;
  const talk = new Map<string, Map<string, Said>>();
  const end = firstPlace(events, ({ event }) => event.occurredAt >= to);
  for (let index = firstPlace(events, ({ event }) => event.occurredAt >= from); index < end; index++) {
    const who = besides.has(index) ? undefined : speakerAt(facts, index);
    const services = who === undefined ? [] : servicesOfChannelsAt(facts, index);
    if (who === undefined || services.length === 0) continue;
    const things = (readingOf(index).things?.() ?? []).filter((thing) => told.has(thing));
    for (const thing of things) for (const service of services) enter(talk, service, thing, who);
  }
  return talk;
}

/** The person who says it; undefined for what no known person says. */
function speakerAt({ events }: Facts, index: number): string | undefined {
  const { kind, action, actor } = eventAt(events, index);
  return kind === "message" && action === "posted" && actor.type !== "automation"
    ? (actor.id ?? actor.name)
    : undefined;
}

function enter(talk: Map<string, Map<string, Said>>, service: string, thing: string, who: string): void {
  const things = talk.getOrInsertComputed(service, () => new Map<string, Said>());
  const said = things.getOrInsertComputed(thing, () => ({ people: new Set<string>(), times: 0 }));
  said.people.add(who);
  said.times++;
}
