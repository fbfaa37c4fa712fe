import { MINUTE, type Span } from "../../time.ts";
import type { Channel } from "../channels.ts";
import type { Facts } from "../facts.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import type { Link } from "./clusters.ts";

/** Who takes the lead, and the bot that is told of it, declare one incident within this time. */
const AT_ONCE: Span = 3 * MINUTE;

/**
 * What is declared twice in one channel at once is one incident, in whatever words ("opening a major", a bot's "incident opened by …"); but two
 * posts of bots are two, since a bot tells of each once.
 *
 * @param openers in their order
 */
export function declarationLinks(openers: readonly PlacedOpener[], { channels }: Facts): Link[] {
  const links: Link[] = [];
  const latest = new Map<Channel, number>();
  openers.forEach((opener, second) => {
    const channel = opener.type === "declaration" ? channels.of[opener.index]?.[0] : undefined;
    if (!channel || !isSaid(opener)) return;
    const first = latest.get(channel);
    const before = first === undefined ? undefined : openers[first];
    latest.set(channel, second);
    if (first === undefined || !before || opener.start - before.start > AT_ONCE) return;
    if (!isBots(before) || !isBots(opener))
      links.push({ first, second, rank: 1, distance: opener.start - before.start });
  });
  return links;
}

const isSaid = ({ event: { event } }: PlacedOpener): boolean => event.kind === "message";
const isBots = ({ event: { event } }: PlacedOpener): boolean => event.actor.type === "automation";
