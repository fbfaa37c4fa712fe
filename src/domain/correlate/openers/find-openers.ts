import { areApart, numbersOf } from "../../numbered.ts";
import { type Channel, isIncidentChannel } from "../channels.ts";
import { eventAt, type Facts } from "../facts.ts";
import { type Group, groupOpeners, type Said } from "../grouping/groups.ts";
import { roomDeclaredIn, tellOfTwo } from "../grouping/rooms.ts";
import type { Lifecycle } from "../lifecycles.ts";
import { findOwnChannels, type OwnChannels } from "../own-channels.ts";
import { citedBy, registerGroups } from "../register.ts";
import { metByMany } from "./met-by-many.ts";
import { isNumberedOpening } from "./numbered-posts.ts";
import { type Opening, openerTypeOfPinned, openingOf, type PlacedOpener, placeOpener } from "./openers.ts";

export interface Found extends Said {
  /** In the total order. */
  readonly openers: readonly PlacedOpener[];
  /** Keys of messages that declare or report, and open nothing because they refer to an incident that was open already. */
  readonly demoted: ReadonlySet<string>;
}

const REPORT: Opening = { type: "report", written: true };

/**
 * Finds the openers: what machines recorded as one, what is pinned, then messages that declare or report, or that ask of trouble which
 * several people meet. A message opens nothing where it refers to an incident that was open already: in its thread, by id or link, or in
 * a channel that is an incident's own. Where the record of the incident came after the message (a declaration in chat, seconds before the
 * tool's), the message opens it, so that an incident is never named by anything but its first sign. So does what a bot posts of an incident under its
 * number: others may call it by that.
 */
export function findOpeners(facts: Facts, pins: ReadonlySet<string>): Found {
  const firm: PlacedOpener[] = [];
  const messages: PlacedOpener[] = [];
  const met = metByMany(facts);
  facts.events.forEach(({ event }, index) => {
    const opening = openingOf(facts, index) ?? (met.has(index) ? REPORT : null);
    const pinned = pins.has(event.key);
    const type = opening?.type ?? (pinned ? openerTypeOfPinned(event) : null);
    const opener = type && placeOpener(facts, index, type, met.get(index));
    if (opener) (opening?.written && !pinned ? messages : firm).push(opener);
  });
  if (messages.length === 0) return { openers: firm, demoted: new Set(), foretold: new Map(), declarations: new Map() };
  const { demoted, ...said } = settleMessages(facts, firm, messages, pins);
  const opening = messages.filter(({ event }) => !demoted.has(event.event.key));
  return { openers: [...firm, ...opening].sort((a, b) => a.index - b.index), demoted, ...said };
}

/** Finds what each message refers to among the incidents of the firm openers, and among the messages before it. */
function settleMessages(
  facts: Facts,
  firm: readonly PlacedOpener[],
  messages: readonly PlacedOpener[],
  pins: ReadonlySet<string>,
): Omit<Found, "openers"> {
  const demoted = new Set<string>();
  const foretold = new Map<number, number>();
  const declarations = new Map<number, PlacedOpener[]>();
  const firstOf = referencesTo(facts, firm, pins);
  const isMessage = new Set(messages.map(({ index }) => index));
  const opened = new Set<string>();
  const isBegun = beginningsOf(firm);
  for (const message of messages) {
    const { index, event } = message;
    const root = facts.roots[index] ?? index;
    const channel = facts.channels.of[index]?.[0];
    const firsts = firstOf(index);
    if (isNumbered(facts, message)) {
      settleNumbered(message, firsts, isBegun(message), { demoted, foretold });
      continue;
    }
    const inThread = root < index && isMessage.has(root);
    const alreadyOpen = firsts.some((first) => first < index) || (channel !== undefined && opened.has(channel.id));
    const later = firsts[0];
    if (inThread || alreadyOpen) {
      demoted.add(event.event.key);
      noteDeclaration(declarations, message, firsts);
    } else if (later !== undefined) foretold.set(index, later);
    else if (channel && channel.services.length === 0 && isIncidentChannel(channel)) opened.add(channel.id);
  }
  return { demoted, foretold, declarations };
}

const isNumbered = (facts: Facts, { index, event }: PlacedOpener): boolean =>
  isNumberedOpening(event.event, facts.readingOf(index).numbered);

/** A bot's post of a number opens an incident, one with the only one that it refers to, unless the incident of the number was opened before. */
function settleNumbered(
  { index, event }: PlacedOpener,
  firsts: readonly number[],
  isBegun: boolean,
  { demoted, foretold }: { demoted: Set<string>; foretold: Map<number, number> },
): void {
  const [only, ...others] = new Set(firsts);
  if (isBegun) demoted.add(event.event.key);
  else if (only !== undefined && others.length === 0) foretold.set(index, only);
}

/** Tells of one opener after the other whether its incident, by a tool's id or number of it, was opened before: that is the one that it is of, always. */
function beginningsOf(firm: readonly PlacedOpener[]): (opener: PlacedOpener) => boolean {
  const begun = new Map<Lifecycle, number>();
  const enter = ({ index, lifecycles }: PlacedOpener) => {
    const incidents = lifecycles.filter(({ type }) => type === "incident");
    const isBegun = incidents.some((incident) => (begun.get(incident) ?? index) < index);
    for (const incident of incidents) begun.set(incident, Math.min(begun.get(incident) ?? index, index));
    return isBegun;
  };
  firm.forEach(enter);
  return enter;
}

/** A declaration that opens nothing is one of the incident that it refers to, where that is one. */
function noteDeclaration(
  declarations: Map<number, PlacedOpener[]>,
  message: PlacedOpener,
  [only, ...others]: readonly number[],
): void {
  if (message.type !== "declaration" || only === undefined || others.length > 0) return;
  declarations.getOrInsertComputed(only, () => []).push(message);
}

/** By message: the first opener of each incident of firm openers that it refers to. */
function referencesTo(
  facts: Facts,
  firm: readonly PlacedOpener[],
  pins: ReadonlySet<string>,
): (index: number) => number[] {
  const { groups } = groupOpeners(facts, firm, pins);
  const register = registerGroups(groups);
  const ownChannels = findOwnChannels(facts, groups, register, false);
  return (index) => {
    const ofRoot = register.ofOpener(facts.roots[index] ?? index);
    const ofChannels = declaresAnother(facts, index, ownChannels)
      ? []
      : (facts.channels.of[index] ?? []).flatMap(({ id }) => ownChannels.get(id) ?? []);
    const isOther = isNumberedApart(facts, groups, index);
    const places = [...(ofRoot === undefined ? [] : [ofRoot]), ...citedBy(facts, register, index), ...ofChannels];
    return places.flatMap((place) => (isOther(place) ? [] : (groups[place]?.openers[0]?.index ?? [])));
  };
}

/** Whether the incident at a place bears another number than a bot's post tells. */
function isNumberedApart(facts: Facts, groups: readonly Group[], index: number): (place: number) => boolean {
  const told = numbersOf(eventAt(facts.events, index));
  return (place) =>
    told.size > 0 && (groups[place]?.openers.some(({ event }) => areApart(told, numbersOf(event.event))) ?? false);
}

/**
 * Whether a declaration stands in a room that was made for it, beside an earlier one of the same incident which is named after another thing:
 * what somebody declares there is another incident.
 */
function declaresAnother(facts: Facts, index: number, ownChannels: OwnChannels): boolean {
  const room = facts.readingOf(index).declares ? roomDeclaredIn(facts, index) : null;
  const places = room ? (ownChannels.get(room.id) ?? []) : [];
  if (!room || places.length === 0) return false;
  const earlier = facts.channels.all.filter(
    (other) =>
      beginningOf(other) < beginningOf(room) &&
      isIncidentChannel(other) &&
      places.some((place) => ownChannels.get(other.id)?.includes(place)),
  );
  return earlier.length > 0 && earlier.every((other) => tellOfTwo(facts, room, other));
}

/** The place of the first event that tells of a channel. */
const beginningOf = ({ created, first }: Channel): number => Math.min(created ?? Infinity, first ?? Infinity);
