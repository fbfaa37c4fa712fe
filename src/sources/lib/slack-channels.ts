import { type Static, Type } from "typebox";
import type { Normalized } from "./define.ts";
import { ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import {
  type Author,
  authorOf,
  channelKeys,
  messageFacts,
  messageName,
  personOf,
  Text,
  toldAt,
  type Workspace,
} from "./slack-shapes.ts";
import { readable } from "./slack-text.ts";
import { firstSaid, oneLine, said } from "./text.ts";

const Channel = Type.Object({ id: Text, name: Text, created: maybe(Type.Number()), creator: Text });

/** Some channel events carry the channel, some only its id. */
const ChannelEvent = Type.Object({
  channel: maybe(Type.Union([Type.String(), Channel])),
  user: Text,
  inviter: Text,
  event_ts: Text,
});
type ChannelEvent = Static<typeof ChannelEvent>;

const VERBS = {
  channel_created: "created",
  channel_rename: "renamed",
  channel_archive: "archived",
  channel_unarchive: "updated",
  channel_deleted: "archived",
  group_rename: "renamed",
  group_archive: "archived",
  group_unarchive: "updated",
  member_joined_channel: "joined",
  member_left_channel: "left",
} as const;

function ofChannel(type: keyof typeof VERBS, event: ChannelEvent, workspace: Workspace): Normalized {
  const channel = typeof event.channel === "string" ? { id: event.channel } : event.channel;
  const id = said(channel?.id);
  if (!channel || id === undefined) return ignore(`${type} without a channel`);
  const { name, created, creator }: Partial<Static<typeof Channel>> = channel;
  const told = toldAt(event.event_ts, workspace) ?? toldAt(created ? String(created) : undefined);
  const who = firstSaid(event.user, creator);
  const when = type === "channel_created" ? "" : `:${who ?? ""}:${told?.at ?? ""}`;
  return tell({
    key: `v1:${workspace.team}:${type}:${id}${when}`,
    kind: "channel",
    action: VERBS[type],
    actor: personOf(who),
    told,
    title: oneLine(`#${said(name) ?? id}`),
    correlation: channelKeys(id, name),
  });
}

export const channelReaders: Readonly<Record<string, Reader<Workspace>>> = Object.fromEntries(
  (Object.keys(VERBS) as (keyof typeof VERBS)[]).map((type) => [
    type,
    reader(ChannelEvent, (event, workspace: Workspace) => ofChannel(type, event, workspace)),
  ]),
);

const MESSAGE_VERBS: ReadonlyMap<string, string> = new Map([
  ["join", "joined"],
  ["leave", "left"],
  ["topic", "updated"],
  ["purpose", "updated"],
  ["name", "renamed"],
  ["archive", "archived"],
  ["unarchive", "updated"],
]);

interface ChannelMessage extends Static<typeof Author> {
  readonly channel?: string | null;
  readonly channel_name?: string | null;
  readonly ts?: string | null;
  readonly text?: string | null;
}

/** What Slack itself writes into a channel about the channel: `channel_topic`, `group_join`, …; null for any other subtype. */
export function channelOfMessage(event: ChannelMessage, workspace: Workspace): Normalized | null {
  const [, what = ""] = /^(?:channel|group)_(\w+)$/.exec(event.subtype ?? "") ?? [];
  const action = MESSAGE_VERBS.get(what);
  if (action === undefined) return null;
  const name = messageName(event.channel, event.ts);
  if (!name) return ignore(`message.${event.subtype} without a channel`);
  return tell({
    key: `${messageFacts(workspace.team, name)}:${event.subtype}`,
    kind: "channel",
    action,
    actor: authorOf(event),
    told: toldAt(name.ts),
    title: oneLine(readable(said(event.text) ?? `#${name.channel}`)),
    correlation: channelKeys(name.channel, event.channel_name),
  });
}
