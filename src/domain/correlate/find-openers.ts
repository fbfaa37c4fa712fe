import type { Facts } from "./facts.ts";
import { groupOpeners } from "./groups.ts";
import { openerTypeOf, openerTypeOfMessage, openerTypeOfPinned, type PlacedOpener, placeOpener } from "./openers.ts";
import { findOwnChannels, matchesPattern } from "./own-channels.ts";
import { citedBy, registerGroups } from "./register.ts";

export interface Found {
  /** In the total order. */
  readonly openers: readonly PlacedOpener[];
  /** Keys of messages that declare or report, and open nothing because they refer to an opener. */
  readonly demoted: ReadonlySet<string>;
}

/**
 * Finds the openers: what machines recorded as one, what is pinned, then messages that declare or report. A message opens nothing where
 * it refers to an opener: in its thread, by id or link, or in a channel that is an incident's own.
 */
export function findOpeners(facts: Facts, pins: ReadonlySet<string>): Found {
  const { openAt } = facts.settings.incidents;
  const firm: PlacedOpener[] = [];
  const messages: PlacedOpener[] = [];
  facts.events.forEach(({ event }, index) => {
    const recorded = openerTypeOf(event, openAt);
    const written = recorded ? null : openerTypeOfMessage(facts, index);
    const pinned = pins.has(event.key);
    const type = recorded ?? written ?? (pinned ? openerTypeOfPinned(event) : null);
    const opener = type && placeOpener(facts, index, type);
    if (opener) (written && !pinned ? messages : firm).push(opener);
  });
  const demoted = demote(facts, firm, messages, pins);
  const opening = messages.filter(({ event }) => !demoted.has(event.event.key));
  return { openers: [...firm, ...opening].sort((a, b) => a.index - b.index), demoted };
}

function demote(
  facts: Facts,
  firm: readonly PlacedOpener[],
  messages: readonly PlacedOpener[],
  pins: ReadonlySet<string>,
): Set<string> {
  if (messages.length === 0) return new Set();
  const { groups } = groupOpeners(facts, firm, pins);
  const register = registerGroups(groups);
  const ownChannels = findOwnChannels(facts, groups, register);
  const open = new Set([...firm, ...messages].map(({ index }) => index));
  const { channelPattern } = facts.settings.incidents;
  const opened = new Set<string>();
  const demoted = new Set<string>();
  for (const { index, event } of messages) {
    const root = facts.roots[index] ?? index;
    const [channel] = facts.channels.of[index] ?? [];
    const inThread = root !== index && open.has(root);
    const inOwnChannel = channel !== undefined && (ownChannels.has(channel.id) || opened.has(channel.id));
    if (inThread || inOwnChannel || citedBy(facts, register, index).length > 0) demoted.add(event.event.key);
    else if (channel && channel.services.length === 0 && matchesPattern(channel, channelPattern))
      opened.add(channel.id);
  }
  return demoted;
}
