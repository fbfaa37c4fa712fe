import type { EntryKind } from "../domain/kinds.ts";
import type { Reading } from "../domain/reading.ts";
import { numberedPost } from "./incident-post.ts";
import type { Language } from "./language.ts";
import { plainText } from "./plain-text.ts";

/** How machines word their posts: formats, not a language. The first that fits counts, unless the post reminds. */
const POSTS: readonly { name: string; kind: EntryKind; pattern: RegExp; echoes: boolean }[] = [
  {
    name: "alert_cleared_post",
    kind: "alert_cleared",
    pattern:
      /^\W*(?:RESOLVED|RECOVERY|RECOVERED|OK\b|UP\b|CLEARED)|^\W*\(\S+\) resolved:|\bis (?:now )?(?:OK|UP)\b|^\W*Alert resolved/,
    echoes: true,
  },
  {
    name: "alert_post",
    kind: "alert",
    pattern:
      /^\W*(?:FIRING|PROBLEM|ALERT|ALERTING|CRITICAL|WARNING:|TRIGGERED|DOWN\b)|^\W*\(\S+\) firing:|\bis (?:now )?(?:CRITICAL|DOWN)\b|^\W*Alert (?:triggered|fired)/,
    echoes: true,
  },
  {
    name: "page_answered_post",
    kind: "acknowledgement",
    pattern: /^\W*(?:#?\d+\W+)?(?:acknowledged|ack'?ed)\b|\backnowledged by\b/i,
    echoes: true,
  },
  {
    name: "page_closed_post",
    kind: "resolution",
    pattern: /^\W*(?:#?\d+\W+)?resolved #?\d+|\bresolved by\b/i,
    echoes: true,
  },
  {
    name: "page_post",
    kind: "page",
    pattern: /^\W*(?:triggered|paging|paged|escalated|assigned) #?\d+|\btriggered #?\d+/i,
    echoes: true,
  },
  {
    name: "status_post",
    kind: "communication",
    pattern: /^\W*status update\b|\bstatus ?page\b|^\W*(?:investigating|identified|monitoring)\b/i,
    echoes: true,
  },
  {
    name: "incident_post",
    kind: "declaration",
    pattern:
      /\b(?:opened|declared|created|started) (?:a |an |the )?(?:new )?(?:incident\b|inc-\d+|sev-?\d)(?! (?:as )?(?:resolved|closed|over|mitigated)\b)|\b(?:incident (?:\S+ )?|(?:sev|inc)-?\d+ )(?:opened|declared|created|started)\b/i,
    echoes: true,
  },
  {
    name: "rollback_post",
    kind: "rollback",
    pattern: /\b(?:rolled back|rolling back|rollback|reverted|revert)\b/i,
    echoes: true,
  },
  {
    name: "deploy_post",
    kind: "change",
    pattern:
      /\b(?:deploy(?:ed|ing|ment|s)?|sync(?:ed|ing)?(?: to)?|releas(?:ed|e|ing)|roll(?:ed|ing)? ?out|merged|pushed|pipeline|build)\b.*(?:\b(?:started|succeeded|finished|failed|complete[d]?|done|passed|success|queued|running|terminated|to \S+)\b|$)/i,
    echoes: true,
  },
  { name: "action_log", kind: "change", pattern: /^\W*!log\b/i, echoes: true },
  {
    name: "ticket_post",
    kind: "human_report",
    pattern: /^\W*new ticket\b|\bopened (?:a )?ticket\b|^\W*\[(?:ticket|case) #?\d+\](?!.{0,80}\bRe:)/i,
    echoes: false,
  },
  {
    name: "granted_post",
    kind: "external",
    // Who raises a limit of their own, as a deployment does, was not granted it.
    pattern:
      /\b(?:quota|limit|capacity)\b[^.\n]{0,60}\b(?:approved|granted|denied|rejected|declined)\b|\b(?:quota|(?:case|ticket|request|support|your)\b[^.\n]{0,60}\b(?:limit|capacity))\b[^.\n]{0,60}\b(?:increased|raised|lifted)\b/i,
    echoes: false,
  },
  {
    name: "failure_post",
    kind: "symptom",
    pattern:
      /\b(?:(?<!\b(?:0|no|zero|none) )fail(?:ed|ing|ure|s)|unhealthy|back-?off|crash\w*|oom\w*|exited \d|evicted|timed? ?out|unreachable|error)\b/i,
    echoes: false,
  },
];

/** Relays of what was told to the public. */
const PUBLIC_RELAY = /\b(?:twitter|mastodon|bluesky|status\s?page|statuspage)\b/i;
/** `marlo replied to #3770: …`: after the colon come a person's words. */
const RELAYED_WORDS = /^[^:\n]{1,80}: (\S[\s\S]*)$/;

/** What a post is by its form, and the person's words that it relays, if its form tells nothing. */
export interface Post {
  readonly reading: Reading;
  readonly relayed?: string;
}

/**
 * Reads what a machine posted in a chat. Most posts only repeat what their sender delivers itself: `echoes`. What an incident tool says of
 * one that it numbered is kept with the reading, as many of them speak in chats alone.
 *
 * @param author the machine's name in the chat
 * @param language in which it reminds people
 */
export function readPost(text: string, author: string | undefined, { reminds }: Pick<Language, "reminds">): Post {
  const plain = plainText(text).trim();
  if (author !== undefined && PUBLIC_RELAY.test(author))
    return { reading: posted("public_relay", "communication", true) };
  if (reminds.test(plain)) return { reading: posted("reminder_post", "message", true) };
  const numbered = numberedPost(text);
  if (numbered) {
    const kind = numbered.tells === "opened" ? "declaration" : "resolution";
    return { reading: { ...posted("numbered_post", kind, true), numbered } };
  }
  const form = POSTS.find(({ pattern }) => pattern.test(plain));
  if (form) return { reading: posted(form.name, form.kind, form.echoes) };
  const relayed = RELAYED_WORDS.exec(plain)?.[1];
  return { reading: posted("machine_talk", "message", false), ...(relayed === undefined ? {} : { relayed }) };
}

function posted(name: string, kind: EntryKind, echoes: boolean): Reading {
  const reason = kind === "message" ? "a machine's post of no known form" : "a machine's post of this form";
  return { kind, declares: false, reports: false, echoes, certain: false, reason: `${name}: ${reason}` };
}
