import { expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import { message, settings, tool, wordReader } from "./events.ts";

/** As long as a text of an event may be. */
const LONGEST = 65_536;
const filled = (unit: string): string => unit.repeat(LONGEST / unit.length);

// Each of these took a search for ids five seconds and more.
test.each([
  ["a word without end", filled("a")],
  ["dashes without end", filled("-")],
  ["words and dashes", filled("a-")],
  ["a number with a tail of dashes", `1${filled("-")}a`],
])("%s costs no time, and what stands beside it is still read", { timeout: 30_000 }, (_name, flood) => {
  const declared = tool("INC-0042", "declared", 0, { service: "checkout", title: "till is down" });
  const texts = ["before", "after"].map((side, index) =>
    message(side, 9_000 + index, side === "before" ? `inc-0042 ${flood}` : `${flood} _INC-0042_`),
  );
  const floods = Array.from({ length: 6 }, (_, index) => message(`flood${index}`, 9_010 + index, flood));
  const { incidents } = correlate([declared, ...texts, ...floods], [], settings, wordReader);
  const cited = incidents[0]?.attached.filter(({ reason }) => reason === "refers_to_incident");
  expect(cited?.map(({ event }) => event.event.key)).toEqual(["before", "after"]);
});
