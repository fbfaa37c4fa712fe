import type { OpsEvent, RecordedEvent } from "../event.ts";
import { type Catalogue, channelName } from "../services.ts";
import type { IncidentRules } from "../settings.ts";
import { servicesInChannelNames } from "./named-after.ts";

/** A chat channel under all its names and ids. */
export interface Channel {
  /** Its least name, by which it is told from others. */
  readonly id: string;
  /** Every name and id as senders wrote it. */
  readonly names: ReadonlySet<string>;
  /** The services that the catalogue maps it to, under whichever name; sorted. */
  readonly services: readonly string[];
  /** The services that its names tell of, sorted. */
  readonly named: readonly string[];
  /** Those of its names that incident channels have here; none, where it is not called like one. */
  readonly incidentNames: readonly string[];
  /** The first message in it, and the event that created it, where known. */
  readonly first: number | null;
  readonly created: number | null;
}

export interface Channels {
  /** By id. */
  readonly all: readonly Channel[];
  /** By event: the channels that it came through or tells of. A message has one, a declaration may name several. */
  readonly of: readonly (readonly Channel[])[];
}

/** Kinds of event whose channel keys are all names of one channel. A declaration may name several different ones. */
const HAS_ONE_CHANNEL: ReadonlySet<string> = new Set<OpsEvent["kind"]>(["message", "mark", "channel"]);

/** Finds the channels, and which names and ids mean the same one: those that a message, mark or channel event carries together. */
export function gatherChannels(
  events: readonly RecordedEvent[],
  catalogue: Catalogue,
  { channelPattern }: Pick<IncidentRules, "channelPattern">,
): Channels {
  const named = events.map(({ event }) => channelKeys(event));
  const idOf = uniteNames(events, named);
  const building = new Map<string, Building>();
  const byName = new Map<string, Building>();
  events.forEach(({ event }, index) => {
    for (const name of named[index] ?? NONE) {
      const channel = byName.get(name) ?? open(building, idOf(name), name);
      byName.set(name, channel);
      if (event.kind === "message") channel.first ??= index;
      if (event.kind === "channel" && event.action === "created") channel.created ??= index;
    }
  });
  const namedIn = servicesInChannelNames(catalogue);
  const pattern = new RegExp(channelPattern, "iu");
  const complete = (channel: Building): Channel => ({
    ...channel,
    services: servicesMappedTo(channel, catalogue),
    named: namedIn(channel.names),
    incidentNames: [...channel.names].filter((name) => pattern.test(name)),
  });
  const channels = new Map(
    [...building].map(([id, channel]): [string, readonly Channel[]] => [id, [complete(channel)]]),
  );
  return {
    all: [...channels.values()].flat().sort((a, b) => (a.id < b.id ? -1 : 1)),
    of: named.map((names): readonly Channel[] => {
      const name = names[0];
      if (name === undefined) return NONE;
      if (names.length === 1) return channels.get(idOf(name)) ?? NONE;
      return [...new Set(names.map(idOf))].flatMap((id) => channels.get(id) ?? NONE);
    }),
  };
}

const NONE: readonly never[] = [];

type Building = Omit<Channel, "services" | "named" | "incidentNames"> & {
  readonly names: Set<string>;
  first: number | null;
  created: number | null;
};

function channelKeys({ correlation }: OpsEvent): readonly string[] {
  let names: string[] | null = null;
  for (const { type, value } of correlation) {
    if (type !== "channel") continue;
    if (names) names.push(value);
    else names = [value];
  }
  return names ?? NONE;
}

/** Returns by which name a channel, however it is written, is told from others. */
function uniteNames(
  events: readonly RecordedEvent[],
  named: readonly (readonly string[])[],
): (written: string) => string {
  const plain = new Map<string, string>();
  const parents = new Map<string, string>();
  const find = (written: string): string => {
    const name = plain.getOrInsertComputed(written, channelName);
    let root = name;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
    if (root !== name) parents.set(name, root);
    return root;
  };
  events.forEach(({ event }, index) => {
    const names = named[index] ?? [];
    if (names.length < 2 || !HAS_ONE_CHANNEL.has(event.kind)) return;
    const roots = names.map(find).sort();
    for (const root of roots) parents.set(root, roots[0] ?? root);
  });
  return find;
}

/** The channel of an id, which has one more name now. */
function open(building: Map<string, Building>, id: string, name: string): Building {
  const channel = building.getOrInsertComputed(id, () => ({ id, names: new Set(), first: null, created: null }));
  channel.names.add(name);
  return channel;
}

function servicesMappedTo({ names }: Building, { ofChannel }: Catalogue): readonly string[] {
  const services = new Set([...names].flatMap((name) => ofChannel.get(channelName(name)) ?? []));
  return [...services].sort();
}

/** Whether a channel is called as incident channels are called here. */
export const isIncidentChannel = ({ incidentNames }: Channel): boolean => incidentNames.length > 0;
