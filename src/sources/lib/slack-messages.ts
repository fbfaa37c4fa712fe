import { type Static, Type } from "typebox";
import type { Actor } from "../../domain/event.ts";
import { unknownActor } from "./actors.ts";
import { ignore, maybe, type Reader, reader, refuse, tell } from "./shapes.ts";
import { carriedBy } from "./slack-bridge.ts";
import { channelOfMessage } from "./slack-channels.ts";
import {
  Author,
  authorOf,
  channelKeys,
  type MessageName,
  messageFacts,
  messageKey,
  messageName,
  personOf,
  Text,
  toldAt,
  type Workspace,
} from "./slack-shapes.ts";
import { linksOf, titleOf, Written, wordsOf } from "./slack-text.ts";
import { beyond, firstSaid } from "./text.ts";

const Edited = maybe(Type.Object({ user: Text, ts: Text }));
const Post = Type.Object({ ...Author.properties, ...Written.properties, ts: Text, thread_ts: Text, edited: Edited });
const Message = Type.Object({
  ...Post.properties,
  channel: Text,
  channel_name: Text,
  event_ts: Text,
  deleted_ts: Text,
  message: maybe(Post),
  previous_message: maybe(Post),
});
type Message = Static<typeof Message>;
type Post = Static<typeof Post>;

/** Subtypes that are somebody's words. The rest is housekeeping, or told by another event. */
const POSTS: ReadonlySet<string> = new Set([
  "",
  "bot_message",
  "file_share",
  "me_message",
  "thread_broadcast",
  "reply_broadcast",
]);

const unnamed = (subtype: string) =>
  refuse("unnamed_message", `Slack sent a message${subtype && ` (${subtype})`} without a channel or a time stamp`);

/** Facts of what is about a message: an edit, a deletion. */
function about(workspace: Workspace, target: MessageName, channelName: string | null | undefined) {
  const key = messageKey(workspace.team, target);
  return {
    kind: "message" as const,
    correlation: [key, ...channelKeys(target.channel, channelName)],
    refersTo: key,
  };
}

/** Who says what: behind a bridge, the person whose words it carries. */
function saidIn<T extends Post>(post: T): { readonly author: Actor; readonly written: T } {
  const author = authorOf(post);
  const carried = carriedBy(author, post.text ?? "");
  return carried
    ? { author: carried.actor, written: { ...post, text: carried.words, blocks: null } }
    : { author, written: post };
}

function posted(event: Message, workspace: Workspace) {
  const name = messageName(event.channel, event.ts);
  if (!name) return unnamed(event.subtype ?? "");
  const { author, written } = saidIn(event);
  const words = wordsOf(written);
  if (words === "") return ignore("message without words");
  const root = messageName(event.channel, event.thread_ts);
  const title = titleOf(words);
  return tell({
    key: messageFacts(workspace.team, name),
    kind: "message",
    action: "posted",
    actor: author,
    told: toldAt(name.ts),
    title,
    text: beyond(title, words),
    correlation: [messageKey(workspace.team, name), ...channelKeys(name.channel, event.channel_name)],
    refersTo: root && root.ts !== name.ts ? messageKey(workspace.team, root) : undefined,
    links: linksOf(event),
  });
}

/** A message that a thread hangs on is not removed but replaced by a tombstone. */
const isTombstone = (post: Post) => post.subtype === "tombstone";

/** An edit of its words. Slack says "changed" also when it adds a preview of a link, or when a thread grows. */
function edited(event: Message, workspace: Workspace) {
  const { message, previous_message: previous } = event;
  const target = messageName(event.channel, firstSaid(message?.ts, previous?.ts));
  if (!message || !target) return unnamed("message_changed");
  if (isTombstone(message)) return deleted(event, workspace);
  const { author, written } = saidIn(message);
  const words = wordsOf(written);
  if (words === "" || (previous && wordsOf(saidIn(previous).written) === words))
    return ignore("message_changed: same words");
  const at = firstSaid(message.edited?.ts, event.ts, event.event_ts);
  const title = titleOf(words);
  const isCarried = written !== message;
  return tell({
    ...about(workspace, target, event.channel_name),
    key: `${messageFacts(workspace.team, target)}:edited:${at ?? ""}`,
    action: "edited",
    actor:
      author.type === "automation" || isCarried
        ? author
        : personOf(firstSaid(message.edited?.user, message.user), author.name),
    told: toldAt(at, workspace),
    title,
    text: beyond(title, words),
    links: linksOf(message),
  });
}

/** The deletion says what was deleted, so that a draft without the message knows what is gone; Slack does not say who did it. */
function deleted(event: Message, workspace: Workspace) {
  const target = messageName(event.channel, firstSaid(event.deleted_ts, event.previous_message?.ts, event.message?.ts));
  if (!target) return unnamed("message_deleted");
  const at = firstSaid(event.ts, event.event_ts);
  const words = event.previous_message ? wordsOf(event.previous_message) : "";
  return tell({
    ...about(workspace, target, event.channel_name),
    key: `${messageFacts(workspace.team, target)}:deleted`,
    action: "deleted",
    actor: unknownActor(),
    told: toldAt(at, workspace),
    title: titleOf(words === "" ? "a message" : words),
    text: beyond(titleOf(words), words),
  });
}

/** `message` events of every subtype; `app_mention` is the same message again, with the same key. */
export const message: Reader<Workspace> = reader(Message, (event, workspace) => {
  const subtype = event.subtype ?? "";
  if (subtype === "message_changed") return edited(event, workspace);
  if (subtype === "message_deleted") return deleted(event, workspace);
  if (POSTS.has(subtype)) return posted(event, workspace);
  return channelOfMessage(event, workspace) ?? ignore(`message.${subtype}`);
});
