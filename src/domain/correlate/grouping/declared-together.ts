import { firstPlace } from "../../sorted.ts";
import { MINUTE, type Span } from "../../time.ts";
import type { Channel } from "../channels.ts";
import type { Facts } from "../facts.ts";
import { isNamed, numberTold } from "../openers/numbered-posts.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import type { Link } from "./clusters.ts";

/** Who takes the lead, and the bot that is told of it, declare one incident within this time. */
const AT_ONCE: Span = 3 * MINUTE;

/**
 * What a person declares ("opening a major"), and what a bot says at once that they opened, is one incident. So is what is declared twice in one
 * channel at once by whomever, unless both say what it is about, and those have nothing to do with each other; but two posts of bots are two, since
 * a bot tells of each once.
 *
 * @param openers in their order
 */
export function declarationLinks(openers: readonly PlacedOpener[], facts: Facts): Link[] {
  return [...inOneChannel(openers, facts), ...byOnePerson(openers, facts)];
}

function byOnePerson(openers: readonly PlacedOpener[], { read }: Facts): Link[] {
  const said = [...openers.entries()].filter(([, opener]) => opener.type === "declaration" && isSaid(opener));
  return said.flatMap(([bots, post]): Link[] => {
    const by = numberTold(post.event.event, read)?.by;
    if (by === undefined) return [];
    const from = firstPlace(said, ([, { start }]) => start >= post.start - AT_ONCE);
    const to = firstPlace(said, ([, { start }]) => start > post.start + AT_ONCE);
    return said.slice(from, to).flatMap(([persons, { event, start }]): Link[] => {
      const { actor } = event.event;
      if (actor.type !== "human" || !isNamed(actor, [by])) return [];
      const [first, second] = [Math.min(bots, persons), Math.max(bots, persons)];
      return [{ first, second, rank: 1, distance: Math.abs(post.start - start) }];
    });
  });
}

function inOneChannel(openers: readonly PlacedOpener[], facts: Facts): Link[] {
  const links: Link[] = [];
  const latest = new Map<Channel, number>();
  openers.forEach((opener, second) => {
    const channel = opener.type === "declaration" ? facts.channels.of[opener.index]?.[0] : undefined;
    if (!channel || !isSaid(opener)) return;
    const first = latest.get(channel);
    const before = first === undefined ? undefined : openers[first];
    latest.set(channel, second);
    if (first === undefined || !before || opener.start - before.start > AT_ONCE) return;
    if (isBots(before) && isBots(opener)) return;
    if (mayBeOne(before, opener, facts)) links.push({ first, second, rank: 1, distance: opener.start - before.start });
  });
  return links;
}

const isSaid = ({ event: { event } }: PlacedOpener): boolean => event.kind === "message";
const isBots = ({ event: { event } }: PlacedOpener): boolean => event.actor.type === "automation";

/** Whether one of them names no service, or one service of theirs is the other's, or depends on it. */
function mayBeOne({ services: some }: PlacedOpener, { services: others }: PlacedOpener, { catalogue }: Facts): boolean {
  if (some.length === 0 || others.length === 0) return true;
  const { dependencies, dependents } = catalogue;
  return some.some((one) =>
    [one, ...(dependencies.get(one) ?? []), ...(dependents.get(one) ?? [])].some((near) => others.includes(near)),
  );
}
