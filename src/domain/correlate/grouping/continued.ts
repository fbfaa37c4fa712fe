import { firstPlace } from "../../sorted.ts";
import type { Instant } from "../../time.ts";
import { eventAt, type Facts } from "../facts.ts";
import type { OwnChannels } from "../own-channels.ts";
import type { Group } from "./groups.ts";

/** So many messages of people show that they speak of what has just begun. */
const SPOKEN_OF = 2;

/**
 * Finds incidents that go on: a later one, which nobody declared and which has no channel of its own, of a service that the earlier one is
 * about, or that depends on the same, and at whose beginning people write in the earlier one's own channel.
 *
 * @returns pairs of openers, by their events: of the earlier incident and of the later
 */
export function findContinued(facts: Facts, groups: readonly Group[], ownChannels: OwnChannels): [number, number][] {
  if (ownChannels.size === 0) return [];
  const talk = talkOf(facts, groups, ownChannels);
  const owners = groups.filter((_, place) => talk.has(place));
  const { join, cut } = facts.settings.incidents;
  return groups.flatMap((later, place): [number, number][] => {
    if (talk.has(place) || later.openers.some(({ type }) => type === "declaration")) return [];
    const earlier = owners.findLast((owner) => {
      const said = talk.get(groups.indexOf(owner)) ?? [];
      const from = firstPlace(said, (at) => at >= later.start);
      return (
        owner.start < later.start &&
        later.start - owner.end <= cut &&
        (said[from + SPOKEN_OF - 1] ?? Number.POSITIVE_INFINITY) <= later.start + join &&
        areRelated(facts, owner, later)
      );
    });
    return earlier ? [[earlier.namedBy.index, later.namedBy.index]] : [];
  });
}

/** By incident with channels of its own: when people wrote there. */
function talkOf(facts: Facts, groups: readonly Group[], ownChannels: OwnChannels): Map<number, Instant[]> {
  const talk = new Map<number, Instant[]>();
  for (const place of groups.keys())
    if ([...ownChannels.values()].some((of) => of.includes(place))) talk.set(place, []);
  facts.channels.of.forEach((channels, index) => {
    const event = eventAt(facts.events, index);
    if (event.kind !== "message" || event.action !== "posted" || event.actor.type === "automation") return;
    for (const { id } of channels)
      for (const place of ownChannels.get(id) ?? []) talk.get(place)?.push(event.occurredAt);
  });
  return talk;
}

function areRelated({ catalogue }: Facts, { services: a }: Group, { services: b }: Group): boolean {
  const leansOn = (services: readonly string[]) =>
    new Set([...services, ...services.flatMap((service) => catalogue.dependencies.get(service) ?? [])]);
  return !leansOn(a).isDisjointFrom(leansOn(b));
}
