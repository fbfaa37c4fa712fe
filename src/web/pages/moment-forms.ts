import { h, type JSX } from "preact";
import type { Draft, Entry, Moment } from "../../domain/draft/schema.ts";
import type { MomentName } from "../../domain/kinds.ts";
import { type Account, isSet, type MomentView } from "../view/account.ts";
import { dayAndClock, utcClock } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { KINDS, MOMENT_WORDS } from "../view/words.ts";
import { decisionForm, field, submit } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { because, quoted } from "./words.ts";

/** What a form says for a key moment that is not in the record; no entry is called so. */
export const ABSENT = "absent";

/** For the time of a key moment, which may be left to its line. */
export function momentTimeInput(id: string, value = ""): JSX.Element {
  return h("input", { id, name: "at", value, size: 20, autocomplete: "off" });
}

/** `day`: of a time without a date; empty where there is none. */
export function momentTimeLabel(day: string): string {
  return day === ""
    ? "UTC time with its date; empty: the line's"
    : `UTC time on ${day}, else with its date; empty: the line's`;
}

export const STANDS_ON = "Stands on";

/** What a key moment may be set to. `chosen`: an entry's id, {@link ABSENT}, or empty for a time alone. */
export function momentEntryInput(id: string, lines: readonly Entry[], chosen = ""): JSX.Element {
  const option = (value: string, words: string) => h("option", { value, selected: value === chosen }, words);
  const isGone = chosen !== "" && chosen !== ABSENT && !lines.some((entry) => entry.id === chosen);
  return h(
    "select",
    { id, name: "stand" },
    option("", "No line, only the time"),
    option(ABSENT, "Nothing: it is not in the record"),
    isGone ? option(chosen, "The line that you chose") : null,
    h(
      "optgroup",
      { label: "A line" },
      lines.map((entry) => option(entry.id, lineWords(entry))),
    ),
  );
}

/**
 * Sets a key moment to a line of the timeline, to a time, or to nothing. One form serves all seven: what they are now stands above it, so that
 * a person who sends it has seen every decision that the page shows.
 */
export function momentForms(desk: Desk, { draft, moments, rows }: Account): JSX.Element {
  const set = moments.filter(({ reason }) => isSet(reason));
  const day = draft.incident.startedAt.slice(0, 10);
  return h(
    "details",
    { class: "add set-moments" },
    h("summary", null, "Set a key moment"),
    decisionForm(
      desk,
      {
        type: "moment",
        version: desk.revision,
        day,
        stands: "",
        origin: desk.origin,
      },
      field("moment-name", "Key moment", nameInput(moments)),
      field(
        "moment-entry",
        STANDS_ON,
        momentEntryInput(
          "moment-entry",
          rows.map(({ entry }) => entry),
        ),
      ),
      field("moment-at", momentTimeLabel(day), momentTimeInput("moment-at")),
      submit("Set", "Set the key moment"),
    ),
    set.length === 0
      ? null
      : h(
          "ul",
          { class: "set" },
          set.map((moment) => setLine(desk, draft, moment)),
        ),
  );
}

function nameInput(moments: readonly MomentView[]): JSX.Element {
  const now = ({ told }: MomentView): string => (told ? dayAndClock(told) : "not in the record");
  const options = moments.map((moment) => h("option", { value: moment.name }, `${moment.word}: ${now(moment)}`));
  return h("select", { id: "moment-name", name: "name" }, options);
}

/** A line by when, what kind and what. */
export const lineWords = (entry: Entry): string =>
  `${utcClock(entry)} ${KINDS[entry.kind].word}: ${quoted(entry.text)}`;

/** Who set it to what, and what the draft proposes, for a click. */
function setLine(desk: Desk, draft: Draft, { name, word, told, entry, reason }: MomentView): JSX.Element {
  const on = entryOf(draft, entry);
  const what = on ? `: ${quoted(on.text)}` : told ? `: ${dayAndClock(told)}` : "";
  const words = [h("strong", null, `${word}: `), h("bdi", null, `${because(reason)}${what}. `)];
  if (isAsProposed(draft.moments[name])) return h("li", null, h("span", null, words, "So does the draft."));
  return h(
    "li",
    null,
    h("span", null, words, proposalWords(draft, name)),
    decisionForm(
      desk,
      { type: "moment", version: desk.revision, name, ...proposalFields(draft, draft.moments[name]) },
      submit("Take the draft's", `Take the draft's: ${word}`),
    ),
  );
}

const isAsProposed = ({ at, entry, machine }: Moment): boolean => machine?.at === at && machine.entry === entry;

const entryOf = ({ entries }: Draft, id: string | null | undefined): Entry | undefined =>
  entries.find((entry) => entry.id === id);

function proposalWords(draft: Draft, name: MomentName): string {
  const { machine } = draft.moments[name];
  if (!machine || machine.at === null) return `The draft has no ${MOMENT_WORDS[name].toLowerCase()}.`;
  const entry = entryOf(draft, machine.entry);
  const line = entry ? `, ${visible(quoted(entry.text))}` : "";
  return `The draft says ${utcClock({ at: machine.at, precision: entry?.precision ?? "s" })}${line}.`;
}

/** As the machine has it: its line, with a time of its own only where that is another. */
function proposalFields(draft: Draft, { machine }: Moment): Readonly<Record<string, string>> {
  if (!machine || machine.at === null) return { stand: ABSENT };
  const entry = entryOf(draft, machine.entry);
  const isOwn = entry !== undefined && (entry.machine ?? entry).at === machine.at;
  return { stand: machine.entry ?? "", ...(isOwn ? {} : { at: machine.at }) };
}
