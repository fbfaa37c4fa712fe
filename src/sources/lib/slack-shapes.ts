import { type Static, Type } from "typebox";
import type { Actor, CorrelationKey } from "../../domain/event.ts";
import type { ToldTime } from "../../domain/time.ts";
import { automation, human, unknownActor } from "./actors.ts";
import { maybe } from "./shapes.ts";
import { firstSaid, said } from "./text.ts";
import { toldEpoch } from "./times.ts";

export const Text = maybe(Type.String());

/** What the envelope of an event says, and the source's options: what every reader of an event needs besides it. */
export interface Workspace {
  readonly team: string;
  /** Seconds since 1970 when it happened, for the few event types that have no time of their own. */
  readonly eventTime: number | undefined;
  /** Emoji that stand for "a person marked this", without colons. */
  readonly markEmoji: ReadonlySet<string>;
}

const Profile = Type.Object({ display_name: Text, real_name: Text, name: Text });

/** Who posted: a person, or a bot by id, name or subtype. */
export const Author = Type.Object({
  user: Text,
  bot_id: Text,
  username: Text,
  subtype: Text,
  user_profile: maybe(Profile),
  bot_profile: maybe(Type.Object({ name: Text })),
});
type Author = Static<typeof Author>;

/** Who wrote a message: a bot by its id, its subtype, or because Slack itself speaks; else a person. */
export function authorOf({ user, bot_id, username, subtype, user_profile, bot_profile }: Author): Actor {
  if (said(bot_id) || subtype === "bot_message" || user === "USLACKBOT") {
    const name = firstSaid(username, bot_profile?.name);
    return automation({ vendor: "slack", id: firstSaid(bot_id, user), name });
  }
  const name = firstSaid(user_profile?.display_name, user_profile?.real_name, user_profile?.name);
  return personOf(user, name);
}

/** A person by the id of the account. */
export function personOf(user: string | null | undefined, name?: string): Actor {
  return said(user) === undefined ? unknownActor() : human({ vendor: "slack", id: user, name });
}

/** A message by its name within the workspace: the channel, and the time stamp that is its id there. */
export interface MessageName {
  readonly channel: string;
  readonly ts: string;
}

const TIMESTAMP = /^[1-9]\d{8,10}\.\d{6}$/;

/** Null where the event names no message: a reaction to a file, a blank. */
export function messageName(channel: string | null | undefined, ts: string | null | undefined): MessageName | null {
  const place = said(channel);
  return place !== undefined && ts && TIMESTAMP.test(ts) ? { channel: place, ts } : null;
}

/** A message by its name within all of Slack. */
export const messageKey = (team: string, { channel, ts }: MessageName): CorrelationKey => ({
  type: "message",
  value: `${team}/${channel}/${ts}`,
});

/** What tells a message from all others, as a part of an event's key. Lasts: events are named by it. */
export const messageFacts = (team: string, { channel, ts }: MessageName) => `v1:${team}:${channel}:${ts}`;

/** A channel by its id, and by its name where the event knows it. */
export function channelKeys(...names: readonly (string | null | undefined)[]): CorrelationKey[] {
  const known = names.map((name) => said(name)?.replace(/^#/, "")).filter((name) => name !== undefined);
  return [...new Set(known)].map((value) => ({ type: "channel", value }));
}

/** A time stamp is decimal text: seconds and six digits. As a float it would lose its last digits. */
export function toldAt(ts: string | null | undefined, workspace?: Workspace): ToldTime | null {
  return toldEpoch(ts, "s") ?? toldEpoch(workspace?.eventTime, "s");
}
