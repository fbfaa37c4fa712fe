import { expect, it } from "vitest";
import { alert, draft, message } from "../views.ts";

/** A line that counts on while a copy runs. */
const visibility = (words: string, finish?: string) => {
  const course = [
    alert("Sorters", 0),
    message("m5", 5, "copying the catalogue to belt-2 now"),
    message("m9", 9, words),
    ...(finish === undefined ? [] : [message("m40", 40, finish)]),
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

const DONE = "belt-2 works again, the whole catalogue is there";

it.each([
  "58 %, no trouble so far",
  "7/12, hall 3 is slow",
  "Copy in progress, 60 percent",
  "22 % of trays checked",
  "tray queue is down to 1480 \\o/",
])("%s: a count gives way to the word that it is finished", (words) => {
  expect(visibility(words, DONE)).toBe("log");
});

it.each(["58 %, going well", "Tray queue is down to 1480."])("%s: is the latest until then", (words) => {
  expect(visibility(words)).toBe("timeline");
});

it.each([
  "70 % of parcels fail, and going up",
  "down to 25 % errors",
  "errors at 4 % and dropping",
  "2 of 3 belts are down",
  "40 %, half of the parcels are lost",
  "tray queue is empty",
])("%s: what says more than how far it got stays a line", (words) => {
  expect(visibility(words, DONE)).toBe("timeline");
});
