import type { Actor } from "../../domain/event.ts";
import { human } from "./actors.ts";

/** What bots are called that carry a person's words over from another chat. */
const BRIDGE = /bridge|relay/i;
const OTHER_CHAT = /\b(?:irc|gitter|matrix|discord|telegram|xmpp|jabber|zulip|mattermost|matterbridge)\b/i;

/** The network, if it is told, then the name as chats without accounts put it before the words: `<mira>`, or `mira:`. */
const IN_BRACKETS = /^(?:\[[\w.-]{1,20}\] ?)?(?:<|&lt;)([^\s<>|&@#!:/]{1,40})(?:>|&gt;)\s+(?=\S)/;
const BEFORE_COLON = /^(?:\[[\w.-]{1,20}\] ?)?([\w.-]*[a-z][\w.-]*): (?=\S)/;

/** A person's words that a bot carried over. */
export interface Carried {
  readonly actor: Actor;
  readonly words: string;
}

/**
 * The person behind a bridge: in a post of a bot that is called a bridge or after another chat, the name before the words is who says them.
 * Null for any other bot: a name before a colon is then a heading, and what stands in brackets a link.
 *
 * @param text as Slack sends it, with its markup
 */
export function carriedBy(bot: Actor, text: string): Carried | null {
  if (bot.type !== "automation" || bot.name === undefined) return null;
  const ofChat = OTHER_CHAT.test(bot.name.replaceAll("_", " "));
  const inBrackets = ofChat || BRIDGE.test(bot.name) ? IN_BRACKETS.exec(text) : null;
  const found = inBrackets ?? (ofChat ? BEFORE_COLON.exec(text) : null);
  const [heading, name] = found ?? [];
  if (heading === undefined || name === undefined) return null;
  return { actor: human({ vendor: "slack", name }), words: text.slice(heading.length) };
}
