import { expect, it } from "vitest";
import { gatherPeople } from "../../../../src/domain/draft/happenings/people.ts";
import { chatLine } from "../../../../src/domain/draft/lines/chat-line.ts";
import { wordingOf } from "../../../../src/domain/draft/lines/tense.ts";

/** What a line quotes of a text. */
const quoted = (text: string): string =>
  chatLine({ text, kind: "mitigation", certain: true }, "Oona", {
    people: gatherPeople({ attached: [] }, { people: [] }),
    wording: wordingOf("past"),
  }).slice("Oona: ".length);

it.each([
  "update-parcels ran on belt-2 at four",
  "right-hand belt is off",
  "well-known.acme.example answers from belt-2",
  "so.acme.example points at belt-2",
])("%s: a name that only begins like an opening is kept", (text) => {
  expect(quoted(text)).toBe(text);
});

it.each([
  ["update: belt-2 is off", "belt-2 is off"],
  ["ok - belt-2 is off", "belt-2 is off"],
  ["hm... belt-2 is off", "belt-2 is off"],
])("%s: an opening goes", (text, rest) => {
  expect(quoted(text)).toBe(rest);
});

it.each([
  ["oh no", "oh no"],
  ["oh no belt-2 as well", "oh no belt-2 as well"],
  ["oh no, belt-2 as well", "belt-2 as well"],
  ["oh no. oh NO. that was belt-2", "that was belt-2"],
  ["oh, belt-2 as well", "belt-2 as well"],
  ["oh, no belt is off", "no belt is off"],
])("%s: no half of a sigh stays as if it denied something", (text, rest) => {
  expect(quoted(text)).toBe(rest);
});

it.each([
  ["https://wiki.acme.example/belts - empties the trays", "empties the trays"],
  ["<https://wiki.acme.example/belts>: empties the trays", "empties the trays"],
  ["- belt-2 is off", "belt-2 is off"],
  ["• belt-2 is off", "belt-2 is off"],
  ["belts that are off:\n- belt-2\n- belt-3", "belts that are off: belt-2. belt-3"],
])("%s: no line begins with a mark that hangs there", (text, rest) => {
  expect(quoted(text)).toBe(rest);
});

it("keeps a figure below zero, and a dash between words", () => {
  expect(quoted("-18 degrees in hall 2")).toBe("-18 degrees in hall 2");
  expect(quoted("belt-2 is off - belt-3 stays on")).toBe("belt-2 is off - belt-3 stays on");
});

it.each([
  [
    "ERROR: belt does not take trays to prevent a jam in hall 2",
    "ERROR: belt does not take trays to prevent a jam in hall 2",
  ],
  ['belt-2 says "not started to avoid a jam". no idea', 'belt-2 says "not started to avoid a jam". no idea'],
  [
    "shelf is full. so that's two hours, if it goes on like this",
    "shelf is full. so that's two hours, if it goes on like this",
  ],
  ["belt-2 is off. because it jams, we sort by hand", "belt-2 is off. because it jams, we sort by hand"],
])("%s: nothing that a machine or another said, and nothing that states by itself, is cut", (text, line) => {
  expect(quoted(text)).toBe(line);
});

it.each([
  ["stopped belt-2 to prevent a jam", "stopped belt-2"],
  ["stopped belt-2 because it jams, sorting by hand", "stopped belt-2, sorting by hand"],
  ["belt-2 is off. that's why the trays pile up", "belt-2 is off"],
])("%s: what explains is cut", (text, line) => {
  expect(quoted(text)).toBe(line);
});

it.each([
  ["minutes in https://pad.acme.example/7 , I lead", "minutes, I lead"],
  ["times are noted in <https://pad.acme.example/7>", "times are noted"],
  ["curve at https://grafana.acme.example/d/9 looks flat", "curve at looks flat"],
])("%s: no word that leads to an address hangs at the end of a clause", (text, line) => {
  expect(quoted(text)).toBe(line);
});
