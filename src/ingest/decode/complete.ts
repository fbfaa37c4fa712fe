import { Type } from "typebox";
import { type Actor, type CorrelationKey, type Link, OpsEvent, type ToldEvent } from "../../domain/event.ts";
import { sha256 } from "../../domain/hash.ts";
import type { Instant, ToldTime } from "../../domain/time.ts";
import type { SourceEvent } from "../../sources/lib/define.ts";
import type { Source } from "../source.ts";
import { cut } from "./bounds.ts";

const LONGEST_TITLE = 500;
const LONGEST_TEXT = 65_536;
const LONGEST_WORD = 500;
const LONGEST_KEY = 1_024;
const LONGEST_URL = 4_096;
/** No event needs more names, links or marks; what a hostile payload adds stays in the raw bytes. */
const MOST_IN_LIST = 200;

const { key, formerKeys, kind, action, actor, asked, service, names, environment, severity, title, text, ...more } =
  OpsEvent.properties;
const { correlation, refersTo, links, marks, group, occurredAt, precision, zoneAssumed } = more;

/** What a completed event must be, whatever a source made of an odd payload. */
export const CompletedEvent = Type.Object({
  ...{ key, formerKeys, kind, action, actor, asked, service, names, environment, severity, title, text },
  ...{ correlation, refersTo, links, marks, group },
  told: Type.Union([Type.Null(), Type.Object({ at: occurredAt, precision, zoneAssumed })]),
});

/**
 * Makes the event of what a source said: puts the key's prefix before it, adds the empty lists, and cleans and caps every text, so that
 * whoever reads events may rely on it: titles and words are one line, texts at most 65,536 UTF-16 units, lists at most 200 long.
 * The same input gives the same event, always, with its members in alphabetical order at every level: then `JSON.stringify` writes
 * its canonical JSON, at a tenth of the cost of sorting. Throws where a source broke its own types.
 */
export function completeEvent(source: Source, made: SourceEvent): ToldEvent {
  const event: Partial<Writable<ToldEvent>> = { action: made.action, actor: cleanActor(made.actor) };
  if (made.asked) event.asked = true;
  event.correlation = capped(made.correlation).map(cleanCorrelation);
  assign(event, "environment", word(made.environment));
  event.formerKeys = (made.formerKeys ?? []).map((former) => prefixKey(source, former));
  assign(event, "group", word(made.group));
  event.key = prefixKey(source, made.key);
  event.kind = made.kind;
  event.links = capped(made.links).map(cleanLink).filter(isUsable);
  event.marks = distinct(made.marks);
  event.names = distinct(made.names);
  if (made.refersTo !== undefined) event.refersTo = cleanCorrelation(made.refersTo);
  assign(event, "service", word(made.service));
  event.severity = made.severity ?? null;
  assign(event, "text", cleanText(made.text));
  event.title = titleOf(made);
  event.told = usableTime(made.told);
  return event as ToldEvent;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function assign(
  event: Partial<Writable<ToldEvent>>,
  name: "environment" | "group" | "service" | "text",
  value: string | undefined,
): void {
  if (value !== undefined) event[name] = value;
}

/** The sender's time of sending if it is an instant at all. */
export function usableInstant(at: Instant | undefined): Instant | undefined {
  return Number.isSafeInteger(at) ? at : undefined;
}

function usableTime(told: ToldTime | null): ToldTime | null {
  if (told === null || usableInstant(told.at) === undefined) return null;
  return { at: told.at, precision: told.precision, zoneAssumed: told.zoneAssumed };
}

/** A key keeps its head, and the hash of the whole where it would grow too long for an index. */
function prefixKey({ keyName, kind }: Source, facts: string): string {
  const whole = `${keyName}/${kind.name}:${oneLine(facts)}`;
  return whole.length <= LONGEST_KEY ? whole : `${cut(whole, LONGEST_KEY - 65)}~${sha256(whole)}`;
}

function titleOf({ title, text, action }: SourceEvent): string {
  return shorten(oneLine(title), LONGEST_TITLE) || shorten(oneLine(text ?? ""), LONGEST_TITLE) || action;
}

function cleanActor({ type, id, name }: Actor): Actor {
  const cleanId = word(id);
  const cleanName = word(name);
  if (cleanName === undefined) return cleanId === undefined ? { type } : { id: cleanId, type };
  return cleanId === undefined ? { name: cleanName, type } : { id: cleanId, name: cleanName, type };
}

function cleanCorrelation({ type, value }: CorrelationKey): CorrelationKey {
  return { type, value: word(value) ?? "" };
}

function cleanLink({ rel, url }: Link): Link {
  return { rel, url: oneLine(url) };
}

/** An address that would have to be cut leads nowhere. */
function isUsable({ url }: Link): boolean {
  return url !== "" && url.length <= LONGEST_URL;
}

function word(value: string | undefined): string | undefined {
  return value === undefined ? undefined : cut(oneLine(value), LONGEST_WORD) || undefined;
}

function distinct(words: readonly string[] = []): string[] {
  if (words.length === 0) return [];
  const clean = words.map(word).filter((each) => each !== undefined);
  return [...new Set(clean)].slice(0, MOST_IN_LIST);
}

function capped<T>(list: readonly T[] = []): readonly T[] {
  return list.length <= MOST_IN_LIST ? list : list.slice(0, MOST_IN_LIST);
}

const ODD_IN_LINE = /[\p{Cc}\u2028\u2029]| {2}|^ | $/u;

/** Runs of white space and control characters become one blank. */
function oneLine(value: string): string {
  if (!ODD_IN_LINE.test(value)) return value.toWellFormed();
  return value
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toWellFormed();
}

function shorten(value: string, most: number): string {
  return value.length <= most ? value : `${cut(value, most - 1)}…`;
}

const ODD_IN_TEXT = /[^\P{Cc}\n\t]/u;

const LINE_BREAK = /\r\n?|[\v\f\u0085]/g;

/** Keeps line breaks, as `\n` whatever breaks a line, and tabs; other control characters go. */
function cleanText(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const sound = value.toWellFormed();
  const plain = ODD_IN_TEXT.test(sound) ? sound.replaceAll(LINE_BREAK, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "") : sound;
  return cut(plain, LONGEST_TEXT) || undefined;
}
