import { expect, it } from "vitest";
import { alert, draft, message } from "../views.ts";

/** A line that counts on while a copy runs. */
const visibility = (words: string) => {
  const course = [
    alert("Sorters", 0),
    message("m5", 5, "copying the catalogue to belt-2 now"),
    message("m9", 9, words),
  ];
  return draft(course).entries.find(({ entry }) => entry.text.includes(words))?.entry.visibility;
};

it.each(["31 %", "60 %", "catalogue 81 %"])("%s: a count on the way is no line", (words) => {
  expect(visibility(words)).toBe("log");
});

it.each(["half of the trays, 48 %, go to the wrong hall", "loss is at 31 % on both belts", "down to 25 % errors"])(
  "%s: what is measured and says of what is one",
  (words) => {
    expect(visibility(words)).toBe("timeline");
  },
);
