import { Type } from "typebox";
import { type Actor, type CorrelationKey, type Link, OpsEvent, type ToldEvent } from "../domain/event.ts";
import { sha256 } from "../domain/hash.ts";
import type { Instant, ToldTime } from "../domain/time.ts";
import type { SourceEvent } from "../sources/lib/define.ts";
import { cut } from "./bounds.ts";
import type { Source } from "./source.ts";

const LONGEST_TITLE = 500;
const LONGEST_TEXT = 65_536;
const LONGEST_WORD = 500;
const LONGEST_KEY = 1_024;
const LONGEST_URL = 4_096;
/** No event needs more names, links or marks; what a hostile payload adds stays in the raw bytes. */
const MOST_IN_LIST = 200;

const { key, formerKeys, kind, action, actor, service, names, environment, severity, title, text, ...more } =
  OpsEvent.properties;
const { correlation, refersTo, links, marks, group, occurredAt, precision, zoneAssumed } = more;

/** What a completed event must be, whatever a source made of an odd payload. */
export const CompletedEvent = Type.Object({
  ...{ key, formerKeys, kind, action, actor, service, names, environment, severity, title, text },
  ...{ correlation, refersTo, links, marks, group },
  told: Type.Union([Type.Null(), Type.Object({ at: occurredAt, precision, zoneAssumed })]),
});

/**
 * Makes the event of what a source said: puts the key's prefix before it, adds the empty lists, and cleans and caps every text, so that
 * whoever reads events may rely on it: titles and words are one line, texts at most 65,536 UTF-16 units, lists at most 200 long.
 * The same input gives the same event, always. Throws where a source broke its own types.
 */
export function completeEvent(source: Source, made: SourceEvent): ToldEvent {
  return {
    key: prefixKey(source, made.key),
    formerKeys: (made.formerKeys ?? []).map((former) => prefixKey(source, former)),
    kind: made.kind,
    action: made.action,
    actor: cleanActor(made.actor),
    ...optional("service", word(made.service)),
    names: distinct((made.names ?? []).map(word)),
    ...optional("environment", word(made.environment)),
    severity: made.severity ?? null,
    title: titleOf(made),
    ...optional("text", made.text === undefined ? undefined : cleanText(made.text)),
    correlation: (made.correlation ?? []).slice(0, MOST_IN_LIST).map(cleanCorrelation),
    ...(made.refersTo === undefined ? {} : { refersTo: cleanCorrelation(made.refersTo) }),
    links: (made.links ?? []).slice(0, MOST_IN_LIST).map(cleanLink).filter(isUsable),
    marks: distinct((made.marks ?? []).map(word)),
    ...optional("group", word(made.group)),
    told: usableTime(made.told),
  };
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
  return whole.length <= LONGEST_KEY ? whole : `${cut(whole, LONGEST_KEY - 66)}~${sha256(whole)}`;
}

function titleOf({ title, text, action }: SourceEvent): string {
  return shorten(oneLine(title), LONGEST_TITLE) || shorten(oneLine(text ?? ""), LONGEST_TITLE) || action;
}

function cleanActor({ type, id, name }: Actor): Actor {
  return { type, ...optional("id", word(id)), ...optional("name", word(name)) };
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

function distinct(words: readonly (string | undefined)[]): string[] {
  return [...new Set(words.filter((each) => each !== undefined))].slice(0, MOST_IN_LIST);
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

/** Keeps line breaks and tabs; other control characters go. */
function cleanText(value: string): string | undefined {
  const sound = value
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "");
  return cut(sound, LONGEST_TEXT) || undefined;
}

function optional<K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: string });
}
