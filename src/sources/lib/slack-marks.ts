import { Type } from "typebox";
import { ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import {
  channelKeys,
  messageFacts,
  messageKey,
  messageName,
  personOf,
  Text,
  toldAt,
  type Workspace,
} from "./slack-shapes.ts";
import { linksOf, titleOf, Written, wordsOf } from "./slack-text.ts";
import { beyond, firstSaid, oneLine } from "./text.ts";

const Reaction = Type.Object({
  user: Text,
  reaction: Text,
  item: maybe(Type.Object({ channel: Text, ts: Text })),
  event_ts: Text,
});

/** `+1::skin-tone-2` is the emoji `+1`. */
const emojiOf = (reaction: string) => reaction.replaceAll(/^:|:$/g, "").split("::", 1)[0] ?? reaction;

/**
 * An emoji put on a message or taken off. Where the configuration says that the emoji marks a message for the record, `marks` holds
 * `marked` before the emoji's name.
 */
const reaction = (action: "reacted" | "unreacted"): Reader<Workspace> =>
  reader(Reaction, (event, workspace: Workspace) => {
    const target = messageName(event.item?.channel, event.item?.ts);
    const emoji = emojiOf(event.reaction ?? "");
    if (!target || emoji === "") return ignore(`${action} on something that is no message`);
    const about = messageKey(workspace.team, target);
    const at = firstSaid(event.event_ts) ?? String(workspace.eventTime ?? "");
    return tell({
      key: `${messageFacts(workspace.team, target)}:${action}:${emoji}:${event.user ?? ""}:${at}`,
      kind: "mark",
      action,
      actor: personOf(event.user),
      told: toldAt(event.event_ts, workspace),
      title: `:${oneLine(emoji, 80)}:`,
      correlation: [about, ...channelKeys(target.channel)],
      refersTo: about,
      marks: workspace.markEmoji.has(emoji) ? ["marked", emoji] : [emoji],
    });
  });

const Pin = Type.Object({
  user: Text,
  channel_id: Text,
  item: maybe(
    Type.Object({
      channel: Text,
      created: maybe(Type.Number()),
      message: maybe(Type.Object({ ...Written.properties, ts: Text, permalink: Text })),
    }),
  ),
  event_ts: Text,
});

/** The pin carries the message's words, for a message that was written before anybody listened. */
const pin = (action: "pinned" | "unpinned"): Reader<Workspace> =>
  reader(Pin, (event, workspace: Workspace) => {
    const pinned = event.item?.message;
    const target = messageName(firstSaid(event.channel_id, event.item?.channel), pinned?.ts);
    if (!pinned || !target) return ignore(`${action} something that is no message`);
    const about = messageKey(workspace.team, target);
    const at = firstSaid(event.event_ts) ?? String(workspace.eventTime ?? "");
    const words = wordsOf(pinned);
    const title = titleOf(words === "" ? "a message" : words);
    return tell({
      key: `${messageFacts(workspace.team, target)}:${action}:${at}`,
      kind: "mark",
      action,
      actor: personOf(event.user),
      told: toldAt(event.event_ts, workspace),
      title,
      text: beyond(title, words),
      correlation: [about, ...channelKeys(target.channel)],
      refersTo: about,
      links: linksOf(pinned),
      marks: ["pinned"],
    });
  });

export const markReaders: Readonly<Record<string, Reader<Workspace>>> = {
  reaction_added: reaction("reacted"),
  reaction_removed: reaction("unreacted"),
  pin_added: pin("pinned"),
  pin_removed: pin("unpinned"),
};
