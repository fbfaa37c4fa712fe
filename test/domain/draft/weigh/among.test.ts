import { expect, it } from "vitest";
import { alert, draft, entriesOf, keysOf, message } from "../views.ts";

const opener = alert("Jams", 0);

/** What is said in a hall of belts, two minutes apart, and what it is taken for. */
function kindsOf(...told: readonly (readonly [who: string, text: string])[]) {
  const said = told.map(([name, text], index) =>
    message(`m${index}`, 3 + 2 * index, text, { actor: { type: "human", id: `slack:${name}`, name } }),
  );
  const entries = entriesOf(draft([opener, ...said], { openers: [opener.event.key] }));
  return said.map(({ event }) => entries.find((entry) => keysOf(entry).includes(event.key))?.kind);
}

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
