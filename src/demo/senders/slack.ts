import { sha256 } from "../../domain/hash.ts";
import { type Instant, SECOND } from "../../domain/time.ts";
import { type Posting, posting } from "./posting.ts";

/** Slack's name for an instant: seconds and micros, as text. */
export const slackTs = (at: Instant): string => `${Math.floor(at / SECOND)}.${String(at % SECOND).padStart(6, "0")}`;

function slack(at: Instant, event: Record<string, unknown>): Posting {
  const id = sha256(JSON.stringify(event)).slice(0, 10).toUpperCase();
  return posting("slack", {
    type: "event_callback",
    team_id: "T0SALT",
    api_app_id: "A0SALT",
    event_id: `Ev${id}`,
    event_time: Math.floor(at / SECOND),
    event: { ...event, event_ts: slackTs(at) },
  });
}

const userId = (name: string): string => `U${sha256(name).slice(0, 8).toUpperCase()}`;

/** A message of a person; `thread`: when the message was posted that it answers. */
export function message(channel: string, at: Instant, author: string, text: string, thread?: Instant): Posting {
  const profile = { display_name: author, real_name: author, name: author };
  return slack(at, {
    ...{
      type: "message",
      user: userId(author),
      text,
      ts: slackTs(at),
      team: "T0SALT",
      channel,
      channel_type: "channel",
      user_profile: profile,
    },
    ...(thread === undefined ? {} : { thread_ts: slackTs(thread) }),
  });
}

/** A message of a bot. */
export function botMessage(channel: string, at: Instant, bot: string, text: string): Posting {
  return slack(at, {
    type: "message",
    subtype: "bot_message",
    bot_id: `B${userId(bot).slice(1)}`,
    username: bot,
    text,
    ts: slackTs(at),
    channel,
    channel_type: "channel",
  });
}

/** A message as its author left it after an edit: Slack sends both texts. */
export function editedMessage(
  channel: string,
  at: Instant,
  posted: Instant,
  author: string,
  before: string,
  text: string,
): Posting {
  const user = userId(author);
  return slack(at, {
    ...{ type: "message", subtype: "message_changed", hidden: true, channel, channel_type: "channel", ts: slackTs(at) },
    message: { type: "message", user, text, ts: slackTs(posted), edited: { user, ts: slackTs(at) } },
    previous_message: { type: "message", user, text: before, ts: slackTs(posted) },
  });
}

/** A message that its author took back. */
export function deletedMessage(channel: string, at: Instant, posted: Instant, author: string, text: string): Posting {
  return slack(at, {
    ...{
      type: "message",
      subtype: "message_deleted",
      hidden: true,
      channel,
      channel_type: "channel",
      ts: slackTs(at),
      deleted_ts: slackTs(posted),
    },
    previous_message: { type: "message", user: userId(author), text, ts: slackTs(posted) },
  });
}

/** Somebody pinned the message that was posted then. */
export function pin(channel: string, at: Instant, by: string, posted: Instant): Posting {
  const item = {
    type: "message",
    channel,
    created: Math.floor(at / SECOND),
    created_by: userId(by),
    message: { type: "message", ts: slackTs(posted) },
  };
  return slack(at, { type: "pin_added", user: userId(by), channel_id: channel, item });
}

/** Somebody reacted to the message that was posted then. */
export function reaction(channel: string, at: Instant, by: string, emoji: string, posted: Instant): Posting {
  return slack(at, {
    type: "reaction_added",
    user: userId(by),
    reaction: emoji,
    item: { type: "message", channel, ts: slackTs(posted) },
  });
}

/** A channel was opened. */
export function channelCreated(id: string, name: string, at: Instant, by: string): Posting {
  return slack(at, {
    type: "channel_created",
    channel: { id, name, created: Math.floor(at / SECOND), creator: userId(by), is_channel: true },
  });
}
