import type { OpsEvent } from "../../event.ts";
import { distanceToNearest, firstPlace } from "../../sorted.ts";
import type { Instant } from "../../time.ts";
import { WordSet } from "../../words/word-set.ts";
import { eventAt, type Facts, sharesWord, tellsOfHappening } from "../facts.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import {
  type Attached,
  type Better,
  type Claim,
  claim,
  type Ground,
  isUnspokenOf,
  lesser,
  placesByChannel,
} from "./claims.ts";

/** A message that nothing claims, and the candidates of its channel that have it in their window. */
interface Late {
  readonly index: number;
  readonly event: OpsEvent;
  readonly channel: string;
  readonly places: readonly number[];
}

const WHILE_OPEN = { rank: 4, weaker: true, reason: "talk_while_open" } as const;

/**
 * Attaches talk that comes to a candidate's channel later than `join` after its openers, while one of them is still open: what a person
 * states to have happened in words that they share, and what is said in that channel within `join` of it. An alert may fire for weeks while
 * its channel talks of other things: only words tell that somebody works on it. What anything else claims stays there.
 */
export function withLateTalk(ground: Ground, attached: Attached, better: Better): Attached {
  const late = lateTalk(ground, attached);
  if (late.length === 0) return attached;
  const isAbout = aboutOpen(ground);
  const worked = new Map<string, Instant[]>();
  const found = [...attached];
  for (const { index, event, channel, places } of late) {
    if (event.actor.type === "automation" || !tellsOfHappening(ground.facts, index)) continue;
    const own = best(ground, event, places.filter(isAbout(index)), better);
    if (own) worked.getOrInsertComputed(`${own.place}:${channel}`, () => []).push(event.occurredAt);
    found[index] = own;
  }
  if (worked.size === 0) return attached;
  const { join } = ground.facts.settings.incidents;
  for (const { index, event, channel, places } of late) {
    const isNear = (place: number) =>
      distanceToNearest(worked.get(`${place}:${channel}`) ?? [], event.occurredAt) <= join;
    found[index] ??= best(ground, event, places.filter(isNear), better);
  }
  return found;
}

/** In the order of time. */
function lateTalk(ground: Ground, attached: Attached): Late[] {
  const { facts, groups, register } = ground;
  return facts.events.flatMap(({ event }, index): Late[] => {
    const channel = facts.channels.of[index]?.[0]?.id;
    if (channel === undefined || attached[index] || register.ofOpener(index) !== undefined) return [];
    const places = placesByChannel(ground, index, event);
    if (!places.every((place) => isUnspokenOf(ground, place, event.occurredAt))) return [];
    const begun = places.filter((place) => (groups[place]?.start ?? Number.POSITIVE_INFINITY) <= event.occurredAt);
    return begun.length > 0 ? [{ index, event, channel, places: begun }] : [];
  });
}

function best(ground: Ground, event: OpsEvent, places: readonly number[], better: Better): Claim | null {
  let found: Claim | null = null;
  for (const place of places) found = lesser(found, claim(ground, place, event, WHILE_OPEN), better);
  return found;
}

/** What late talk of an incident is told by. */
interface Burning {
  /** The telling words of its openers. */
  readonly words: WordSet;
  /** By opener: until when it or one before it is open. */
  readonly reach: readonly Instant[];
}

/** Whether an incident has an opener that is open when something is said, and its openers share a telling word with that. */
function aboutOpen({ facts, groups }: Ground): (index: number) => (place: number) => boolean {
  const known = new Map<number, Burning>();
  const isOpen = (place: number, at: Instant) => {
    const before = firstPlace(groups[place]?.openers ?? [], ({ start }) => start > at) - 1;
    return (known.get(place)?.reach[before] ?? Number.NEGATIVE_INFINITY) >= at;
  };
  return (index) => {
    const { occurredAt } = eventAt(facts.events, index);
    return (place) => {
      const { words } = known.getOrInsertComputed(place, () => burning(facts, groups[place]?.openers ?? []));
      return sharesWord(facts, index, words) && isOpen(place, occurredAt);
    };
  };
}

function burning({ words: all }: Facts, openers: readonly PlacedOpener[]): Burning {
  const words = new WordSet();
  const reach: Instant[] = [];
  for (const { event, openUntil } of openers) {
    const { title, text = "" } = event.event;
    words.addAll(all.telling(`${title}\n${text}`));
    reach.push(Math.max(reach.at(-1) ?? Number.NEGATIVE_INFINITY, openUntil));
  }
  return { words, reach };
}
