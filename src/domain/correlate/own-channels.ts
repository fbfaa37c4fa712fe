import type { Actor, OpsEvent } from "../event.ts";
import { areApart, numbersOf } from "../numbered.ts";
import { firstPlace } from "../sorted.ts";
import { type Instant, MINUTE, type Span } from "../time.ts";
import { Circle } from "./attaching/circle.ts";
import { distanceTo } from "./attaching/nearest.ts";
import { type Channel, isIncidentChannel } from "./channels.ts";
import { eventAt, type Facts, servicesOfChannelsAt } from "./facts.ts";
import type { Group } from "./grouping/groups.ts";
import { type Standing, standingOf } from "./named-after.ts";
import { isNamed, numberTold } from "./openers/numbered-posts.ts";
import { citableIds, citedBy, type Register } from "./register.ts";
import { secondChannels } from "./second-channels.ts";

/** By channel id: the incidents, by their place among the groups, whose own channel it is. */
export type OwnChannels = ReadonlyMap<string, readonly number[]>;

/**
 * The channels that are an incident's own, none of them known to the catalogue: one that a declaration names; one that was created
 * while the incident was open and whose name holds its id or matches `channelPattern`; one that was created when it was fresh, is named
 * after what it is about or was pointed at in a channel of its services, and in which several people wrote at once; one that was silent until
 * the person who declared the incident wrote there, and others with them; one more that is called like these (`second-channels.ts`); one where a bot posted about this incident and no other. That last rule counts only where nobody wrote before the incident came up: a channel for all alerts is nobody's own.
 *
 * @param mayBeOther whether a channel that is named after services which have nothing to do with any incident is still the nearest's: not
 *   while it may turn out to be declared there
 */
export function findOwnChannels(
  facts: Facts,
  groups: readonly Group[],
  register: Register,
  mayBeOther: boolean,
): OwnChannels {
  if (facts.channels.all.every(isMapped)) return new Map();
  const own = new Map<string, Set<number>>();
  const claim: ClaimChannel = (channel, place) => claimIn(own, channel, place);
  claimDeclared(facts, groups, register, claim);
  for (const channel of facts.channels.all) {
    const owner = own.has(channel.id) ? null : creatorOf(facts, groups, channel, mayBeOther);
    if (owner !== null) claim(channel, owner);
  }
  claimAwakened(facts, groups, new Set(own.keys()), claim);
  if (mayBeOther) claimSecond(facts, groups, register, own, claim);
  const posts = botPosts(facts, register);
  for (const channel of facts.channels.all) {
    const place = own.has(channel.id) ? undefined : onlyOneOf(posts.get(channel.id));
    const group = place === undefined ? undefined : groups[place];
    if (group && place !== undefined && startsWith(facts, channel, group)) claim(channel, place);
  }
  return new Map([...own].map(([id, places]) => [id, [...places].sort((a, b) => a - b)]));
}

function claimSecond(
  facts: Facts,
  groups: readonly Group[],
  register: Register,
  own: ReadonlyMap<string, ReadonlySet<number>>,
  claim: ClaimChannel,
): void {
  const owned = facts.channels.all.flatMap((channel) => {
    const place = onlyOneOf(own.get(channel.id));
    return place === undefined ? [] : [{ channel, place }];
  });
  const isFree = ({ id }: Channel) => !own.has(id);
  for (const { channel, place } of secondChannels(facts, groups, register, owned, isFree)) claim(channel, place);
}

/** A channel of the catalogue is no incident's own. */
const isMapped = ({ services }: Channel): boolean => services.length > 0;

function onlyOneOf(places: ReadonlySet<number> | undefined): number | undefined {
  return places?.size === 1 ? places.values().next().value : undefined;
}

function claimIn(own: Map<string, Set<number>>, channel: Channel, place: number): void {
  if (!isMapped(channel)) own.getOrInsertComputed(channel.id, () => new Set()).add(place);
}

type ClaimChannel = (channel: Channel, place: number) => void;

/** A declaration in an incident tool names channels; one in chat, or a report, stands in an incident channel by the channel's name. */
function claimDeclared(facts: Facts, groups: readonly Group[], register: Register, claim: ClaimChannel): void {
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "incident") return;
    const places = (facts.lifecycles.of[index] ?? []).flatMap((lifecycle) => register.ofLifecycle.get(lifecycle) ?? []);
    const own = register.ofOpener(index);
    for (const place of own === undefined ? places : [own])
      for (const channel of facts.channels.of[index] ?? []) claim(channel, place);
  });
  groups.forEach(({ openers }, place) => {
    for (const { index, event } of openers.filter(({ event: { event } }) => event.kind === "message"))
      for (const channel of facts.channels.of[index] ?? [])
        if (isIncidentChannel(channel) && !isOfAnother(channel, event.event)) claim(channel, place);
  });
}

/**
 * The incident for which a channel was created: one whose id is in its name, else one that its name tells of, or the closest to that, else a
 * declared one rather than a candidate, else the nearest. What only looks like a war room is one of an incident that people know of.
 */
function creatorOf(facts: Facts, groups: readonly Group[], channel: Channel, mayBeOther: boolean): number | null {
  if (channel.created === null) return null;
  const { occurredAt } = eventAt(facts.events, channel.created);
  const { join } = facts.settings.incidents;
  const matches = isIncidentChannel(channel);
  const fills = !matches && fillsAtOnce(facts, channel, occurredAt);
  const standing = standingOf(channel.named, facts.catalogue);
  const fitting = groups.flatMap((group, place) => {
    if (occurredAt < group.start - join || occurredAt > group.end) return [];
    const named = holdsId(channel, group);
    const distance = distanceTo(group, occurredAt);
    const isWarRoom = () => fills && !group.candidate && distance <= join && isAbout(facts, channel, group, occurredAt);
    if (!named && !matches && !isWarRoom()) return [];
    const stands = named ? "own" : standing(group.services);
    if (stands === "other" && !mayBeOther) return [];
    const preference = [named ? 0 : 1, CLOSENESS[stands], group.candidate ? 1 : 0, distance];
    return [{ place, id: group.id, preference }];
  });
  fitting.sort((a, b) => comparePreference(a.preference, b.preference) || (a.id < b.id ? -1 : 1));
  return fitting[0]?.place ?? null;
}

const CLOSENESS: Record<Standing, number> = { own: 0, related: 1, unknown: 2, other: 3 };

/** Whoever declares an incident in a tool calls people together at that minute. */
const CALLS_AT_ONCE: Span = 2 * MINUTE;

/**
 * A channel that stands ready for whatever comes is named by the declaration, perhaps, and by its messages never: they know its id alone. It
 * is told by who wakes it: the person who declared the incident, or one whom a bot named when it told of that.
 */
function claimAwakened(facts: Facts, groups: readonly Group[], known: ReadonlySet<string>, claim: ClaimChannel): void {
  const { join } = facts.settings.incidents;
  groups.forEach(({ openers }, place) => {
    const call = openers.map(({ event }) => callOf(facts, event.event)).find((one) => one !== null);
    if (!call) return;
    const { at, calls } = call;
    for (const [id, { channel, said }] of talkAround(facts, at - join, at + CALLED_IN)) {
      const first = said[0];
      if (known.has(id) || channel.services.length > 0 || !first || Math.abs(first.occurredAt - at) > CALLS_AT_ONCE)
        continue;
      const writers = new Set(said.map(({ actor: { id: who, name } }) => who ?? name ?? ""));
      if (writers.size > 1 && calls(first.actor)) claim(channel, place);
    }
  });
}

/** Who comes together at the word of a declaration, and when; null where it is none, or names nobody. */
function callOf(
  facts: Facts,
  event: OpsEvent,
): { readonly at: Instant; readonly calls: (who: Actor) => boolean } | null {
  const { kind, actor, occurredAt: at } = event;
  if (kind === "incident" && actor.type === "human") {
    const circle = new Circle(facts.settings.people);
    circle.enter(actor);
    return { at, calls: (who) => circle.holds(who) };
  }
  if (kind !== "message" || actor.type !== "automation") return null;
  const told = numberTold(event, facts.read);
  if (!told) return null;
  const named = [told.by, ...told.leads];
  return { at, calls: (who) => isNamed(who, named) };
}

/** By channel: what people wrote there in this time. */
function talkAround({ events, channels }: Facts, from: number, to: number) {
  const talk = new Map<string, { channel: Channel; said: OpsEvent[] }>();
  for (let index = firstPlace(events, ({ event }) => event.occurredAt >= from); index < events.length; index++) {
    const event = eventAt(events, index);
    if (event.occurredAt > to) break;
    const channel = event.kind === "message" && event.actor.type === "human" ? channels.of[index]?.[0] : undefined;
    if (channel) talk.getOrInsertComputed(channel.id, () => ({ channel, said: [] })).said.push(event);
  }
  return talk;
}

/** Who is called into a war room is there within this time, and whoever calls does so within it. */
const CALLED_IN: Span = 15 * MINUTE;

/** Whether two people or more wrote in a channel soon after it was created. */
function fillsAtOnce({ events, channels }: Facts, { id, created }: Channel, at: number): boolean {
  const writers = new Set<string>();
  for (let index = created ?? 0; index < events.length; index++) {
    const { kind, occurredAt, actor } = eventAt(events, index);
    if (occurredAt > at + CALLED_IN || writers.size > 1) break;
    if (kind === "message" && actor.type === "human" && channels.of[index]?.[0]?.id === id)
      writers.add(actor.id ?? actor.name ?? "");
  }
  return writers.size > 1;
}

/** Whether its name tells of a service of the incident, or of one that those depend on, or somebody points at it where those are spoken of. */
function isAbout(facts: Facts, channel: Channel, { services }: Group, at: number): boolean {
  const { dependencies } = facts.catalogue;
  const about = new Set([...services, ...services.flatMap((service) => dependencies.get(service) ?? [])]);
  return channel.named.some((service) => about.has(service)) || isPointedAt(facts, channel, about, at);
}

function isPointedAt(facts: Facts, { id, names }: Channel, about: ReadonlySet<string>, at: number): boolean {
  const from = firstPlace(facts.events, ({ event }) => event.occurredAt >= at - CALLED_IN);
  for (let index = from; index < facts.events.length; index++) {
    const { kind, occurredAt, text, title } = eventAt(facts.events, index);
    if (occurredAt > at + CALLED_IN) break;
    if (kind !== "message" || facts.channels.of[index]?.[0]?.id === id) continue;
    const said = (text ?? title).toLowerCase();
    if (![...names].some((name) => said.includes(`#${name.toLowerCase().replace(/^#/, "")}`))) continue;
    if (servicesOfChannelsAt(facts, index).some((service) => about.has(service))) return true;
  }
  return false;
}

function comparePreference(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, place) => value !== b[place]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

function holdsId({ names }: Channel, group: Group): boolean {
  const ids = group.openers.flatMap(({ event }) => citableIds(event.event));
  return [...names].some((name) => ids.some((id) => `-${name.toLowerCase().replace(/^#/, "")}-`.includes(`-${id}-`)));
}

/** Whether a channel is called by another number of the same sort than the one that a bot posts there. */
function isOfAnother({ names }: Channel, post: OpsEvent): boolean {
  const told = numbersOf(post);
  const called = [...names].map((name) => /^#?(\p{L}+-\d+)(?!\p{N})/u.exec(name)?.[1] ?? "");
  return (
    told.size > 0 && called.some((value) => areApart(told, numbersOf({ correlation: [{ type: "incident", value }] })))
  );
}

/** By channel id: the incidents that automation cites in its posts there, but for the posts that open them: those go to everybody. */
function botPosts(facts: Facts, register: Register): Map<string, Set<number>> {
  const posts = new Map<string, Set<number>>();
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "message" || event.actor.type !== "automation") return;
    if (register.ofOpener(index) !== undefined) return;
    const channel = facts.channels.of[index]?.[0];
    const cited = channel && !isMapped(channel) ? citedBy(facts, register, index) : [];
    if (!channel || cited.length === 0) return;
    posts.set(channel.id, new Set([...(posts.get(channel.id) ?? []), ...cited]));
  });
  return posts;
}

function startsWith(facts: Facts, channel: Channel, group: Group): boolean {
  if (channel.first === null) return true;
  return eventAt(facts.events, channel.first).occurredAt >= group.start - facts.settings.incidents.join;
}
