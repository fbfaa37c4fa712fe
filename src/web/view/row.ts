import { type ComponentChildren, h, type JSX } from "preact";
import type { Entry } from "../../domain/draft/schema.ts";
import type { MomentView, RowView } from "./account.ts";
import { type Flag, flagsOf } from "./flags.ts";
import { shape } from "./shapes.ts";
import { type Reader, timeCell } from "./time-view.ts";
import { readerClock, type Told, utcClock, zoneCity } from "./times.ts";
import { unbroken } from "./unbroken.ts";
import { visible } from "./visible.ts";
import { badgeOf, KINDS } from "./words.ts";

/** What a page puts into a row beside the entry itself. */
export interface RowSlots {
  /** After the text: a footnote's number, or a hint. */
  readonly mark?: ComponentChildren;
  /** In the place of the source badges, at the end of the line. */
  readonly end?: ComponentChildren;
  /** Below the line. */
  readonly below?: ComponentChildren;
  /** Shown when the line is opened: the whole line is then the switch. */
  readonly unfolds?: ComponentChildren;
}

/**
 * A row of the timeline or of the log: time, kind with its shape, text with its flags, sources. It is an `article` named by time, kind and
 * text, for an `li`.
 */
export function entryRow(entry: Entry, offset: string, reader: Reader, slots: RowSlots = {}): JSX.Element {
  const { word, family, shape: name } = KINDS[entry.kind];
  const text = visible(entry.text);
  const label = `${utcClock(entry)} UTC, ${word}: ${text}`;
  const cells = [
    timeCell(entry, offset, reader),
    h("span", { class: "kind" }, shape(name), word),
    h(
      "span",
      { class: "what" },
      h("bdi", { class: "text", dir: "auto" }, text),
      flagsOf(entry).flatMap((flag) => [" ", flagMark(flag)]),
      slots.mark ?? null,
    ),
    slots.end ?? sourceBadges(entry),
    slots.below ?? null,
  ];
  if (slots.unfolds === undefined) return h("article", { class: `row ${family}`, "aria-label": label }, cells);
  const line = h("summary", { class: `row ${family}` }, cells);
  return h("article", { "aria-label": label }, h("details", { class: "fold" }, line, slots.unfolds));
}

function flagMark({ name, text }: Flag): JSX.Element {
  return h("span", { class: `flag ${name}` }, unbroken(text));
}

/** Two letters a source, each once, with the whole name as its label. */
export function sourceBadges({ evidence, origin }: Entry): JSX.Element {
  const badges = new Map(evidence.map((piece) => [piece.source, badgeOf(piece).letters]));
  const marks = [...badges].map(([source, letters]) => h("abbr", { class: "badge", title: visible(source) }, letters));
  const written = origin === "person" ? [h("abbr", { class: "badge", title: "written by a person" }, "✎")] : [];
  return h("span", { class: "sources" }, ...written, ...marks);
}

/** The date line, the silence and the moments that stand before an entry, as one part of its list item. */
export function linesBefore({ day, gap, moments }: RowView, reader: Reader): JSX.Element[] {
  const lines = moments.map((moment) => momentLine(moment, reader));
  return [
    ...(day === null ? [] : [h("h3", { class: "day" }, day)]),
    ...(gap === null ? [] : [h("p", { class: "gap" }, unbroken(gap))]),
    ...lines,
  ];
}

function momentLine({ word, told, offset, reason }: MomentView, { zone }: Reader): JSX.Element {
  return h(
    "p",
    { class: "moment-line" },
    h("strong", null, word),
    told && h("time", { dateTime: told.at }, utcClock(told)),
    offset === "" ? null : h("span", { class: "offset" }, offset),
    told && zone !== null ? h("span", { class: "local" }, localWords(told, zone)) : null,
    h("span", { class: "reason" }, unbroken(visible(reasonWords(reason)))),
  );
}

const localWords = (told: Told, zone: string): string => `${readerClock(told, zone)} ${zoneCity(zone)}`;

/** A reason without the name of its rule. */
export function reasonWords(reason: string): string {
  return reason.replace(/^[a-z0-9_]+: /, "");
}
