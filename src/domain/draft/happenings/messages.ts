import type { Attachment } from "../../correlate/incident-view.ts";
import type { OpsEvent } from "../../event.ts";
import type { EntryKind } from "../../kinds.ts";
import type { Reading } from "../../reading.ts";
import type { Scene } from "../scene.ts";
import type { Decisive } from "../weigh/weight-words.ts";
import { byOrder, eventOf, type Happening, happening, keyOf } from "./happening.ts";

/** A message with all that was done to it: what it says now, whether it still stands, what people marked it with. */
export interface Message extends Happening {
  /** The event whose text counts: the latest edit, else the message. */
  words: Attachment;
  deleted: boolean;
  /** How it was weighed among all others; undefined before, and for what is not weighed: machines' posts and what was taken back. */
  weighed?: Weighed;
  /** How people marked it for the record, by who did it with what: a pin, an emoji that the configuration names. */
  marks: ReadonlyMap<string, string>;
}

export interface Weighed {
  /** How likely it deserves a line, 0 to 1. */
  readonly worth: number;
  /** Its kind is likely enough to be said in words: "reported recovery". */
  readonly kindIsLikely: boolean;
  /** It counts how far something got, and later somebody or something tells that it is well. */
  readonly isOvertaken: boolean;
  /** What spoke most for a line, or against it. */
  readonly decisive: (speaksFor: boolean) => Decisive;
}

/** Whether what it says stands on the timeline by its own weight. */
export const isStated = ({ weighed }: Message): boolean => weighed !== undefined && weighed.worth >= LINE;

/**
 * How likely a message must deserve a line to get one. From 0.3 to 0.4 F1 hardly moves in six sets of incidents; below 0.4 lines are found that responders left
 * out as often as lines that they wrote.
 */
export const LINE = 0.4;

export const isMessage = (one: Happening): one is Message => "words" in one;

/**
 * Makes happenings of chat: a message, its edits, its deletion and the marks on it are one. The latest text counts; the revisions stay as
 * evidence. A mark on, or an edit of, a message that we never got stands for itself.
 */
export function messageHappenings(events: readonly Attachment[], scene: Scene): Message[] {
  const ordered = [...events].sort(byOrder);
  const roots = new Map<string, Message>();
  const messages: Message[] = [];
  for (const one of ordered) {
    const event = eventOf(one);
    const name = messageName(event);
    const root = name === undefined ? undefined : roots.get(name);
    if (root) revise(root, one);
    else {
      const made = messageOf(one);
      messages.push(made);
      if (name !== undefined) roots.set(name, made);
    }
  }
  for (const message of messages) understand(message, scene);
  return messages;
}

/** A posted message is named by itself, an edit, a deletion or a mark by what it is about; a reply's `refersTo` is its thread. */
export function messageName(event: OpsEvent): string | undefined {
  if (event.kind === "message" && event.action === "posted") return keyOf(event, "message");
  return event.refersTo?.type === "message" ? event.refersTo.value : keyOf(event, "message");
}

const UNMARKED: ReadonlyMap<string, string> = new Map();

function messageOf(lead: Attachment): Message {
  const event = eventOf(lead);
  const message: Message = {
    ...happening({ sort: event.actor.type === "automation" ? "post" : "message", kind: "message", lead }),
    words: lead,
    deleted: event.action === "deleted",
    marks: UNMARKED,
  };
  mark(message, event);
  return message;
}

function revise(message: Message, step: Attachment): void {
  const event = eventOf(step);
  message.events.push(step);
  if (event.action === "edited") message.words = step;
  if (event.action === "deleted") message.deleted = true;
  mark(message, event);
}

const TAKEN_OFF = new Set(["unpinned", "unreacted"]);

/** Other emoji are talk: only a pin, and what the source calls `marked`, are for the record. */
function mark(message: Message, { action, actor, marks }: OpsEvent): void {
  if (!marks.includes("pinned") && !marks.includes("marked")) return;
  const name = marks.at(-1) ?? "marked";
  const by = name === "pinned" ? name : `${name}\n${actor.id ?? actor.name ?? ""}`;
  const marked = new Map(message.marks);
  if (TAKEN_OFF.has(action)) marked.delete(by);
  else marked.set(by, name);
  message.marks = marked;
}

function understand(message: Message, scene: Scene): void {
  const { event, lead, words } = message;
  const reading = words === lead ? scene.readingOf(event) : scene.readAs(eventOf(words), event.actor);
  const isMet = lead.rank === 0 && reading.kind === "message" && reading.alike?.()?.says === "asks";
  message.reading = isMet ? reported(reading) : reading;
  message.kind = kindWhereMarked(message, message.reading.kind);
}

const MET_BY_MANY: Reading = {
  kind: "human_report",
  declares: false,
  reports: true,
  echoes: false,
  certain: true,
  sure: true,
  reason: "met_by_many: asks whether others meet it, and others do",
};

/** Whoever asks whether others meet some trouble reports it, once others do: it opened the incident. */
function reported(reading: Reading): Reading {
  const gist = reading.gist?.bind(reading);
  const remarks = reading.remarks?.bind(reading);
  return {
    ...MET_BY_MANY,
    ...(gist && { gist }),
    ...(remarks && { remarks }),
  };
}

/** Whoever marks a message finds that it says something: what the reader does not understand is then taken for an observation. */
export function kindWhereMarked(message: Message, kind: EntryKind): EntryKind {
  const isMark = eventOf(message.words).kind === "mark" && eventOf(message.words).text === undefined;
  if (isMark) return "message";
  return kind === "message" && message.marks.size > 0 && !message.deleted ? "observation" : kind;
}
