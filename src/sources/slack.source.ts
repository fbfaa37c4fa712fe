import { type Static, Type } from "typebox";
import { defineSource } from "./lib/define.ts";
import { ignore, maybe, type Reader } from "./lib/shapes.ts";
import { channelReaders } from "./lib/slack-channels.ts";
import { markReaders } from "./lib/slack-marks.ts";
import { message } from "./lib/slack-messages.ts";
import type { Workspace } from "./lib/slack-shapes.ts";
import { firstSaid } from "./lib/text.ts";

const READERS: ReadonlyMap<string, Reader<Workspace>> = new Map(
  Object.entries({ message, app_mention: message, ...markReaders, ...channelReaders }),
);

const Options = Type.Object(
  {
    /** Emoji by which people mark a message for the record, with or without colons. */
    markEmoji: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  },
  { additionalProperties: false },
);

const MARK_EMOJI = ["pushpin", "round_pushpin", "memo", "pencil", "bookmark", "annalist"];

const Envelope = Type.Object({
  type: maybe(Type.String()),
  challenge: maybe(Type.String()),
  team_id: maybe(Type.String()),
  event_time: maybe(Type.Number()),
  event: maybe(Type.Object({ type: maybe(Type.String()), team: maybe(Type.Unknown()) })),
});

function workspaceOf(envelope: Static<typeof Envelope>, options: Readonly<Record<string, unknown>>): Workspace {
  const { markEmoji = MARK_EMOJI }: Static<typeof Options> = options;
  const ofEvent = envelope.event?.team;
  return {
    team: firstSaid(envelope.team_id, typeof ofEvent === "string" ? ofEvent : undefined) ?? "-",
    eventTime: envelope.event_time ?? undefined,
    markEmoji: new Set(markEmoji.map((emoji) => emoji.replaceAll(":", ""))),
  };
}

/** Slack's Events API: messages with their edits and deletions, pins, emoji, and what happens to channels. */
export default defineSource({
  name: "slack",
  auth: ["hmac"],
  hmac: {
    header: "x-slack-signature",
    prefix: "v0=",
    timestamp: { header: "x-slack-request-timestamp", base: (timestamp) => `v0:${timestamp}:`, required: true },
  },
  bodyLimit: 2 * 1024 * 1024,
  headers: [],
  options: Options,
  payload: Envelope,

  handshake({ type, challenge }) {
    return type === "url_verification" && challenge ? { contentType: "text/plain", body: challenge } : null;
  },

  normalize(envelope, { options }) {
    const { type, event } = envelope;
    if (type !== "event_callback" || !event) return ignore(type || "no type");
    const read = READERS.get(event.type ?? "");
    return read ? read(event, workspaceOf(envelope, options)) : ignore(event.type || "no event type");
  },
});
