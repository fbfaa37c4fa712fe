import type { EntryKind } from "../domain/kinds.ts";
import type { Reading } from "../domain/reading.ts";
import type { Language } from "./language.ts";
import { plainText } from "./plain-text.ts";

const INCIDENT_POST = "incident_post";

/** `Ilse declared an incident`, `Major incident opened by Ilse`, `New incident declared … Reported by: Ilse`. */
const OPENED_BY_NAME =
  /^\W*(?:\[[^\]]+\]\s*)?[\p{L}\w.-]+ (?:[\p{L}\w.-]+ )?(?:has )?(?:just )?(?:opened|declared|created|started) (?:an? |the )?(?:new |major )*(?:incident\b|#?inc-\d+|sev-?\d)(?! (?:report|review|channel))/iu;
const OPENED_AND_BY =
  /\b(?:incident|(?:sev|inc|incident)-?\d+) (?:was |has been )?(?:opened|declared|created|started)\b(?:[\s\S]{0,400}\b(?:opened|declared|created|started|reported))? by\b[: ]+\S/i;
const NO_INCIDENT = /\b(?:drill|game ?day|rehearsal|exercise|test incident|post-?incident|follow-?up)\b/i;

const isByPerson = (post: string): boolean =>
  (OPENED_BY_NAME.test(post) || OPENED_AND_BY.test(post)) && !NO_INCIDENT.test(post);

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
    name: INCIDENT_POST,
    kind: "declaration",
    pattern:
      /\b(?:opened|declared|created|started) (?:a |an |the )?(?:new )?(?:incident\b|inc-\d+|sev-?\d)|\b(?:incident (?:\S+ )?|(?:sev|inc)-?\d+ )(?:opened|declared|created|started)\b/i,
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
 * Reads what a machine posted in a chat. Most posts only repeat what their sender delivers itself: `echoes`. What tells that somebody opened an incident
 * declares it, as many incident tools speak in chats alone; that one was opened, and not by whom, is also what feeds of others' status pages tell.
 *
 * @param author the machine's name in the chat
 * @param language in which it reminds people
 */
export function readPost(text: string, author: string | undefined, { reminds }: Pick<Language, "reminds">): Post {
  const plain = plainText(text).trim();
  if (author !== undefined && PUBLIC_RELAY.test(author))
    return { reading: posted("public_relay", "communication", true) };
  if (reminds.test(plain)) return { reading: posted("reminder_post", "message", true) };
  const form = POSTS.find(({ pattern }) => pattern.test(plain));
  if (form)
    return { reading: posted(form.name, form.kind, form.echoes, form.name === INCIDENT_POST && isByPerson(plain)) };
  const relayed = RELAYED_WORDS.exec(plain)?.[1];
  return { reading: posted("machine_talk", "message", false), ...(relayed === undefined ? {} : { relayed }) };
}

function posted(name: string, kind: EntryKind, echoes: boolean, declares = false): Reading {
  const reason = kind === "message" ? "a machine's post of no known form" : "a machine's post of this form";
  return { kind, declares, reports: false, echoes, certain: false, reason: `${name}: ${reason}` };
}
