import { alertNameOf } from "../../alert-name.ts";
import type { OpsEvent } from "../../event.ts";
import type { Reading } from "../../reading.ts";
import { eventOf, type Happening, keyOf } from "../happenings/happening.ts";
import { isMessage, type Message } from "../happenings/messages.ts";
import type { Scene } from "../scene.ts";
import { changeLine } from "./change-line.ts";
import { chatLine } from "./chat-line.ts";
import { firstWords, oneLine } from "./one-line.ts";
import type { Wording } from "./tense.ts";

/** Words that a line may hold beside its lead-in. */
const WORDS = 24;

/** The timeline's line of a happening: WHAT, with who did it; never why, one line, no markup, no raw ids. */
export function lineOf(one: Happening, actor: string | undefined, scene: Scene): string {
  const { event } = one;
  const { wording } = scene;
  switch (one.sort) {
    case "alert":
      return alertLine(one, event, wording);
    case "clear":
      return clearLine(one, event, wording);
    case "page":
      return firstWords(`Page: ${titleOf(event)}`, WORDS);
    case "answer":
      return answerLine(one, event, actor, wording);
    case "change":
      return firstWords(changeLine(one, actor, wording), WORDS);
    case "status":
      return statusLine(event);
    case "declaration":
    case "closing":
      return officialLine(event, actor, wording);
    case "message":
    case "post":
      return isMessage(one) ? messageLine(one, actor, scene) : titleOf(event);
    case "other":
      return otherLine(event, actor, wording);
  }
}

const titleOf = (event: OpsEvent): string => oneLine(event.title) || event.kind;

/** An alert's name alone says little: what it says follows. */
function alertTitle(event: OpsEvent): string {
  return event.text === undefined || event.title.includes(": ") ? titleOf(event) : `${titleOf(event)}: ${event.text}`;
}

function alertLine(one: Happening, event: OpsEvent, { does, do: doAll }: Wording): string {
  const count = one.occurrences.length;
  if (count <= 1) return firstWords(`Alert ${does("fired")}: ${alertTitle(event)}`, WORDS);
  const names = [...new Set(one.occurrences.map(({ lead }) => alertNameOf(eventOf(lead))))];
  const distinct = new Set(one.occurrences.map(({ lead }) => eventOf(lead).group ?? eventOf(lead).key)).size;
  const [first = "", ...others] = names.map((name) => oneLine(name));
  if (others.length > 0)
    return firstWords(
      `${distinct} alerts ${doAll("fired")}: ${first} and ${others.length === 1 ? others[0] : `${others.length} others`}`,
      WORDS,
    );
  const summary = titleOf(event).slice(first.length).replace(/^: /, "");
  const isOfAll = one.occurrences.every(({ lead }) => titleOf(eventOf(lead)) === titleOf(event));
  return firstWords(
    `${first} ${does("fired")} ${count} times${isOfAll ? "" : ", first"}: ${summary}`.replace(/(?:, first)?: $/, ""),
    WORDS,
  );
}

function clearLine(one: Happening, event: OpsEvent, { does, do: doAll, becomes }: Wording): string {
  const ends = one.events.filter(({ event: { event: each } }) => each.kind === event.kind).length;
  if (event.kind === "page") return firstWords(`Page ${becomes("resolved")}: ${titleOf(event)}`, WORDS);
  return firstWords(
    ends > 1
      ? `${ends} alerts ${doAll("cleared")}: ${alertNameOf(event)}`
      : `Alert ${does("cleared")}: ${alertTitle(event)}`,
    WORDS,
  );
}

function answerLine(one: Happening, event: OpsEvent, actor: string | undefined, { does, becomes }: Wording): string {
  const who = actor ?? "Somebody";
  const told = one.events.map(eventOf).filter(({ action }) => action === event.action);
  const pages = new Set(told.map((each) => keyOf(each, "page") ?? each.key)).size;
  if (event.action === "acknowledged")
    return pages > 1 ? `${who} ${does("acknowledged")} ${pages} pages` : `${who} ${does("acknowledged")} the page`;
  if (event.action === "escalated") return firstWords(`Page ${becomes("escalated")}: ${titleOf(event)}`, WORDS);
  return firstWords(`Page ${becomes(event.action.replaceAll("_", " "))}: ${titleOf(event)}`, WORDS);
}

/** The title is the incident's, the same for all its posts: what a post says of its own stands in its text. */
function statusLine(event: OpsEvent): string {
  const said = oneLine(event.text ?? "") || statusTitle(event);
  return firstWords(`Status page, ${event.action}: ${said}`, WORDS);
}

/** A status post's title without its status, which some senders put behind it. */
export function statusTitle(event: OpsEvent): string {
  const title = titleOf(event);
  const ending = `: ${event.action}`;
  return title.toLowerCase().endsWith(ending) ? title.slice(0, -ending.length) : title;
}

/** What an official source says of the opening or the end of an incident. */
function officialLine(event: OpsEvent, by: string | undefined, { does, becomes }: Wording): string {
  if (event.kind === "status") return statusLine(event);
  if (event.kind === "page")
    return firstWords(`${by ?? "Somebody"} ${does("resolved")} the page: ${titleOf(event)}`, WORDS);
  if (event.kind === "channel") return firstWords(`Incident channel ${does("opened")}: ${titleOf(event)}`, WORDS);
  return firstWords(
    `${by ? `${by} ${does(event.action)} the incident` : `Incident ${becomes(event.action)}`}: ${titleOf(event)}`,
    WORDS,
  );
}

/** Characters of a message that is quoted as a whole: some twenty-eight words, as long as a line may be. */
const LONGEST_WHOLE = 160;
/** And where a sentence of it was plainly found: some twenty words, in which nothing is missed that the others tell. */
const LONGEST_FOUND = 120;
/** How much of a message the sentence that was found must be to stand for it: beside a shorter one, too much is missed that the others tell. */
const MOST = 0.6;
/** Characters by which a sentence is found again. */
const BEGINNING = 20;

function messageLine(message: Message, actor: string | undefined, scene: Scene): string {
  const words = eventOf(message.words);
  if (message.deleted) return `${actor ?? "Somebody"} ${scene.wording.does("deleted")} a message`;
  const { reading, kind } = message;
  const all = words.text ?? words.title;
  const text = (reading && statementFor(all, reading)) ?? all;
  const certain = reading?.certain === true && reading.kind === kind;
  // A verb that may be wrong is worse than none, and a bot declares nothing: its post says who did.
  const told =
    message.weighed?.kindIsLikely === false || (message.sort === "post" && kind === "declaration") ? "message" : kind;
  return chatLine({ text, kind: told, certain }, actor, scene);
}

/**
 * Which sentence says most nobody weighs: one that was found stands for what is too long, and for a report, where it is most of it, or where it is plain and the
 * line would end before it. Undefined where the whole is quoted.
 */
function statementFor(all: string, { statement, reports, certain }: Reading): string | undefined {
  if (statement === undefined || isBare(statement)) return;
  if (!reports && all.length <= (certain ? LONGEST_FOUND : LONGEST_WHOLE)) return;
  const isBehind = certain && !all.slice(0, LONGEST_WHOLE).includes(statement.slice(0, BEGINNING));
  return isBehind || statement.length >= MOST * all.length ? statement : undefined;
}

/** "Found it." says nothing by itself; "restarted web-7" does. */
const isBare = (statement: string): boolean => !/\d/.test(statement) && statement.trim().split(/\s+/).length < 3;

function otherLine(event: OpsEvent, actor: string | undefined, { becomes }: Wording): string {
  const by = actor === undefined ? "" : ` by ${actor}`;
  const subject =
    event.kind === "ticket"
      ? event.correlation.some(({ type }) => type === "pr")
        ? `Change ${becomes("proposed")}`
        : `Ticket ${becomes(event.action)}`
      : `${event.kind} ${becomes(event.action)}`;
  return firstWords(
    `${subject.charAt(0).toUpperCase()}${subject.slice(1).replaceAll("_", " ")}${by}: ${titleOf(event)}`,
    WORDS,
  );
}
