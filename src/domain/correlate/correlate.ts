import type { RecordedEvent } from "../event.ts";
import type { Reader } from "../reading.ts";
import { incidentId } from "../served-names.ts";
import type { Settings } from "../settings.ts";
import { atOnce, type Steps } from "../steps.ts";
import { attachEvents } from "./attaching/attach.ts";
import { type Attached, type Ground, serviceWindows } from "./attaching/claims.ts";
import { suggest } from "./attaching/suggest.ts";
import { type Facts, gatherFacts } from "./facts.ts";
import { findContinued } from "./grouping/continued.ts";
import { type Group, type Grouping, groupOpeners, type Said } from "./grouping/groups.ts";
import { servicesByTalk } from "./grouping/named-by-talk.ts";
import { withTakenOn } from "./grouping/taken-on.ts";
import { hearing } from "./heard.ts";
import type { Attachment, Correlation, IncidentView } from "./incident-view.ts";
import { findOpeners } from "./openers/find-openers.ts";
import type { PlacedOpener } from "./openers/openers.ts";
import { findOwnChannels, type OwnChannels } from "./own-channels.ts";
import { registerGroups } from "./register.ts";

/**
 * Finds the incidents in a set of events and attaches events to them (DESIGN §3.1). A function of the set: the order of `events` does
 * not matter, and there is no clock.
 *
 * @param events one per key, as `recordEvents` makes them
 * @param pinned keys of openers that decisions or publications were made under; such an event opens an incident whatever the rules say
 * @param read asked at most once per message of a person
 */
export function correlate(
  events: readonly RecordedEvent[],
  pinned: readonly string[],
  settings: Settings,
  read: Reader,
): Correlation {
  return atOnce(correlateInSteps(events, pinned, settings, read));
}

/** The same in steps, for sets that take long. */
export function* correlateInSteps(
  events: readonly RecordedEvent[],
  pinned: readonly string[],
  settings: Settings,
  read: Reader,
): Steps<Correlation> {
  const facts = yield* gatherFacts(events, settings, read);
  const pins = new Set(pinned);
  const { openers, demoted, ...said } = findOpeners(facts, pins);
  yield;
  const { groups, keptApart, register, ownChannels } = group(facts, openers, pins, said);
  const ground: Ground = { facts, groups, register, ownChannels, windows: serviceWindows(facts, groups) };
  yield;
  const { attached, aside } = yield* attachEvents(ground);
  const suggestions = suggest(ground, attached, aside, keptApart);
  yield;
  const members = membersOf(ground, attached);
  yield;
  const heardDuring = hearing(facts.events, settings.incidents);
  yield;
  return {
    incidents: groups.map((group, place) => ({
      ...view(facts, group, place, ownChannels),
      aliases: aliasesOf(group, members[place] ?? [], demoted),
      heard: heardDuring(group),
      attached: members[place] ?? [],
      suggestions: suggestions[place] ?? [],
      words: facts.words,
    })),
    unattached: facts.events.filter((_, index) => !attached[index] && register.ofOpener(index) === undefined),
  };
}

interface Grouped extends Grouping, Pick<Ground, "register" | "ownChannels"> {}

/**
 * Groups openers into incidents; once more where people's talk names the service of one that had none, and where one was found to go on, when it
 * was thought to be over.
 */
function group(facts: Facts, openers: readonly PlacedOpener[], pins: ReadonlySet<string>, said: Said): Grouped {
  const alone = complete(facts, groupOpeners(facts, openers, pins, said));
  const talked = servicesByTalk(facts, alone.groups, hasOwnChannel(alone.ownChannels));
  const named = talked.size === 0 ? openers : openers.map((opener) => about(opener, talked.get(opener)));
  const found = talked.size === 0 ? alone : complete(facts, groupOpeners(facts, named, pins, said));
  const continued = findContinued(facts, found.groups, found.ownChannels);
  return continued.length === 0 ? found : complete(facts, groupOpeners(facts, named, pins, said, continued));
}

function hasOwnChannel(ownChannels: OwnChannels): (place: number) => boolean {
  const places = new Set([...ownChannels.values()].flat());
  return (place) => places.has(place);
}

const about = (opener: PlacedOpener, service: string | undefined): PlacedOpener =>
  service === undefined ? opener : { ...opener, services: [service], named: [[service]] };

function complete(facts: Facts, grouping: Grouping): Grouped {
  const register = registerGroups(grouping.groups);
  const groups = withTakenOn(facts, grouping.groups);
  return { ...grouping, groups, register, ownChannels: findOwnChannels(facts, groups, register, true) };
}

type Bare = Omit<IncidentView, "aliases" | "heard" | "attached" | "suggestions" | "words">;

function view(facts: Facts, group: Group, place: number, ownChannels: OwnChannels): Bare {
  const { id, namedBy, pinned, openers, start, end, closed, candidate, services } = group;
  const own = facts.channels.all.filter((channel) => ownChannels.get(channel.id)?.includes(place));
  return {
    id,
    opener: namedBy.event.event.key,
    pinned,
    openers: openers.map(({ event, type, openUntil, closed: isClosed, services: about }) => ({
      event,
      type,
      openUntil,
      closed: isClosed,
      services: about,
    })),
    start,
    end,
    closed,
    candidate,
    services,
    channels: new Set(own.flatMap(({ names }) => [...names]).sort()),
  };
}

function membersOf({ facts, groups, register }: Ground, attached: Attached): Attachment[][] {
  const members = groups.map((): Attachment[] => []);
  facts.events.forEach((event, index) => {
    const place = register.ofOpener(index);
    const claim = place === undefined ? attached[index] : { place, ...OPENS };
    if (!claim) return;
    const { rank, reason } = claim;
    const telling = event.event.kind === "message" ? facts.tellingOf(index) : undefined;
    members[claim.place]?.push({ event, rank, reason, services: facts.services[index] ?? [], telling });
  });
  return members;
}

const OPENS = { rank: 0, reason: "opens_incident" } as const;

/** The ids of its other openers, and of messages that would have opened it had it not been open: an id once served never dies. */
function aliasesOf(group: Group, members: readonly Attachment[], demoted: ReadonlySet<string>): string[] {
  const keys = new Set(group.openers.map(({ event }) => event.event.key));
  if (demoted.size > 0) for (const { event } of members) if (demoted.has(event.event.key)) keys.add(event.event.key);
  keys.delete(group.namedBy.event.event.key);
  return [...keys].map(incidentId).sort();
}
