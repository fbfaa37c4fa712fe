import type { Actor } from "../event.ts";
import type { Instant } from "../time.ts";
import { Circle } from "./attaching/circle.ts";
import type { Channel } from "./channels.ts";
import { eventAt, type Facts } from "./facts.ts";
import type { Group } from "./grouping/groups.ts";
import { standingOf } from "./named-after.ts";
import type { Register } from "./register.ts";

/** A channel that is an incident's own, and whose: the incident's place among the groups. */
interface Owned {
  readonly channel: Channel;
  readonly place: number;
}

const PARTS = /[-_]+/;
const DIGITS = /^\d+$/;

/**
 * Finds the further channels of incidents that have one: a second one for the repair or for those who only read. It is called like the first up to
 * its number or date (`mj-0412-tills` and `mj-0412-repair`), was created while the incident was open, is first written in by somebody who wrote in
 * the first, is not named after services that have nothing to do with the incident, and nothing in it opens another incident.
 *
 * @param isFree whether a channel is nobody's yet
 */
export function secondChannels(
  facts: Facts,
  groups: readonly Group[],
  register: Register,
  owned: readonly Owned[],
  isFree: (channel: Channel) => boolean,
): Owned[] {
  const named = namedAlike(owned);
  const fitting = facts.channels.all.flatMap((channel): Owned[] => {
    if (channel.created === null || channel.services.length > 0 || !isFree(channel)) return [];
    const first = [...channel.names].flatMap((name) => named.get(stemOf(name) ?? "") ?? [])[0];
    const group = first && groups[first.place];
    if (!group || !isOf(facts, group, channel, eventAt(facts.events, channel.created).occurredAt)) return [];
    return [{ channel, place: first.place }];
  });
  if (fitting.length === 0) return [];
  const writers = writersOf(facts, register);
  return fitting.filter(({ channel, place }) => {
    const there = writers(channel);
    const [writer] = there.actors;
    if (!writer || there.opened.some((other) => other !== place)) return false;
    const circle = new Circle(facts.settings.people);
    for (const first of owned)
      if (first.place === place) for (const each of writers(first.channel).actors) circle.enter(each);
    return circle.holds(writer);
  });
}

/** By stem: the one incident's channel that is called so; a stem that several incidents share tells nothing. */
function namedAlike(owned: readonly Owned[]): ReadonlyMap<string, Owned | null> {
  const named = new Map<string, Owned | null>();
  for (const one of owned)
    for (const name of one.channel.names) {
      const stem = stemOf(name);
      if (stem === null) continue;
      const known = named.get(stem);
      named.set(stem, known === undefined || known?.place === one.place ? one : null);
    }
  return named;
}

/** A channel's name up to the end of its first number or date; null for a name without one of three digits or more, or without anything behind it. */
export function stemOf(name: string): string | null {
  const parts = name.toLowerCase().replace(/^#/, "").split(PARTS);
  const first = parts.findIndex((part) => DIGITS.test(part));
  if (first < 0) return null;
  const behind = parts.findIndex((part, at) => at > first && !DIGITS.test(part));
  const number = parts.slice(first, behind).join("");
  return behind < 0 || number.length < FEWEST_DIGITS || YEAR.test(number) ? null : parts.slice(0, behind).join("-");
}

/** A quarter, a year and a version are on many channels. */
const [FEWEST_DIGITS, YEAR] = [3, /^(?:19|20)\d\d$/];

function isOf(facts: Facts, { start, end, services }: Group, channel: Channel, created: Instant): boolean {
  const { join } = facts.settings.incidents;
  if (created < start - join || created > end) return false;
  return standingOf(channel.named, facts.catalogue)(services) !== "other";
}

/** Who wrote in a channel, in the order of time, and the incidents that something in it opens. */
function writersOf(facts: Facts, register: Register) {
  const known = new Map<string, { readonly actors: Actor[]; readonly opened: number[] }>();
  facts.events.forEach(({ event }, index) => {
    const channel = event.kind === "message" ? facts.channels.of[index]?.[0] : undefined;
    if (!channel) return;
    const of = known.getOrInsertComputed(channel.id, () => ({ actors: [], opened: [] }));
    const opens = register.ofOpener(index);
    if (opens !== undefined) of.opened.push(opens);
    if (event.actor.type === "human" && event.action === "posted") of.actors.push(event.actor);
  });
  return ({ id }: Channel) => known.get(id) ?? { actors: [], opened: [] };
}
