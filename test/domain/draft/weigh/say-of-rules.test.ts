import { expect, it } from "vitest";
import { alert, draft, entriesOf, keysOf, message } from "../views.ts";

const opener = alert("Jams", 0);

type Said = readonly [who: string, text: string];

/** What is said in a hall of belts, two minutes apart, as it stands in the draft. */
function entriesFor(...told: readonly Said[]) {
  const said = told.map(([name, text], index) =>
    message(`m${index}`, 3 + 2 * index, text, { actor: { type: "human", id: `slack:${name}`, name } }),
  );
  const entries = entriesOf(draft([opener, ...said], { openers: [opener.event.key] }));
  return said.map(({ event }) => entries.find((entry) => keysOf(entry).includes(event.key)));
}

/** What it is taken for. */
const kindsOf = (...told: readonly Said[]) => entriesFor(...told).map((entry) => entry?.kind);

it("of kinds that the words of a rule do not tell apart, the course tells", () => {
  const kinds = kindsOf(
    ["Ines", "trays pile up on belt 3"],
    ["Olaf", "looking"],
    ["Farah", "in the sorter's log I see nothing since five, its log is rotated away by the depot's script"],
    ["Ines", "old map again on belt 3, restarting the sorter"],
    ["Olaf", "new map is in, belt 3 hangs all the same"],
  );
  expect(kinds.slice(2)).toEqual(["observation", "mitigation", "failed_attempt"]);
});

it("what needs no rule is told by the weights", () => {
  const kinds = kindsOf(
    ["Ines", "trays pile up on belt 3"],
    ["Olaf", "told all customers by mail"],
    ["Farah", "banner is live"],
    ["Olaf", "!log draining belt 3"],
  );
  expect(kinds.slice(1)).toEqual(["communication", "communication", "mitigation"]);
});

it("a clock time in the words makes no line by itself, unless it tells when something was seen first", () => {
  const visibility = entriesFor(
    ["Ines", "trays pile up on belt 3"],
    ["Olaf", "looking"],
    ["Farah", "next call with the belt maker at 10:30. Olaf takes their questions, he has met them"],
    ["Ines", "somebody telling me the trays are only late. I'm around till 20:00"],
    ["Olaf", "first tray that went wrong is from 09:52:07"],
  ).map((entry) => entry?.visibility);
  expect(visibility.slice(3)).toEqual(["log", "timeline"]);
});
