import type { Actor } from "../../domain/event.ts";
import { human } from "./actors.ts";

/** What bots are called that carry a person's words over from another chat: by the chat's name, and what they do, and by nothing else. */
const BRIDGE =
  /^(?:(?:slack|chat)[\s_-]*)?(?:(?:matter)?bridge|(?:(?:bridge|relay)[\s_-]*)?(?:irc|gitter|matrix|discord|telegram|xmpp|jabber|zulip|mattermost)(?:[\s_-]*(?:bridge|relay|bot|relaybot))?)$/i;
/** What monitors put where a name would stand, and what their bots in the other chat say. */
const MACHINES =
  /^(?:critical|warn(?:ing)?|error|info|notice|debug|ok|fatal|alert|firing|resolved|problem|recovery|unknown|down|up|note|fyi|edit|ps)$/i;
const MACHINE_SAYS =
  /^\W*(?:PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FIRING|RESOLVED|CRITICAL|WARNING|UNKNOWN|ALERT|DOWN|UP|OK)\b/;

/** The network, if it is told, then the name as chats without accounts put it before the words: `<mira>`, or `mira:`. */
const IN_BRACKETS = /^(?:\[[\w.-]{1,20}\] ?)?(?:<|&lt;)([^\s<>|&@#!:/]{1,40})(?:>|&gt;)\s+(?=\S)/;
const BEFORE_COLON = /^(?:\[[\w.-]{1,20}\] ?)?([\w.-]{0,39}[a-z][\w.-]{0,39}): (?=\S)/;

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
  if (!BRIDGE.test(bot.name.trim())) return null;
  const [heading, name] = IN_BRACKETS.exec(text) ?? BEFORE_COLON.exec(text) ?? [];
  if (heading === undefined || name === undefined || MACHINES.test(name)) return null;
  if (MACHINE_SAYS.test(text.slice(heading.length))) return null;
  return { actor: human({ vendor: "slack", name }), words: text.slice(heading.length) };
}
