import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Facts, gatherFacts } from "../../../../src/domain/correlate/facts.ts";
import { metByMany } from "../../../../src/domain/correlate/openers/met-by-many.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import type { Reader } from "../../../../src/domain/reading.ts";
import { atOnce } from "../../../../src/domain/steps.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { alert, message, settings, status, tool } from "../events.ts";
import { metPlainly } from "./met-plainly.ts";

const factsOf = (events: readonly RecordedEvent[], read: Reader = createReader()): Facts =>
  atOnce(gatherFacts(events, settings, read));

const said = (who: string, key: string, minute: number, text: string, channel: string, root?: string): RecordedEvent =>
  message(key, minute, text, channel, {
    actor: { type: "human", id: `x:${who}`, name: who },
    ...(root === undefined ? {} : { refersTo: { type: "message", value: root } }),
  });

describe("trouble that several people meet", () => {
  const half = fc.integer({ min: 0, max: 26 }).map((halves) => halves / 2);
  const telling = fc.record({
    who: fc.constantFrom("oona", "pim", "cass", "adele"),
    minute: half,
    text: fc.constantFrom(
      ...["is anyone else getting logged out?", "every build hangs for me? it fetches sprocketly"],
      ...["yep, logged out twice", "logged out again", "same, sprocketly times out", "same", "yes", "me too"],
      ...["no, not logged out here", "noodles for lunch?", "the build is stuck"],
    ),
    channel: fc.constantFrom("till-talk", "till-talk", "back-office"),
    root: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 4, nil: undefined }),
  });
  const title = "sprocketly cannot be fetched";
  const witness = fc.record({
    minute: half,
    make: fc.constantFrom(
      (key: string, minute: number) => alert(key, minute, { service: "checkout" }),
      (key: string, minute: number) => alert(key, minute, { service: "ledger" }),
      (key: string, minute: number) => status(key, "investigating", 3 * minute, { service: "search", title: "late" }),
      (key: string, minute: number) => tool(key, "declared", 3 * minute, { title }),
    ),
  });

  test("is found as by looking at everything for each question anew", () => {
    const read = createReader();
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(telling, { minLength: 6, maxLength: 14 }),
        fc.array(witness, { maxLength: 2 }),
        (told, witnesses) => {
          const talk = told.map(({ who, minute, text, channel, root }, place) =>
            said(who, `m${place}`, minute, text, channel, root === undefined || root >= place ? undefined : `m${root}`),
          );
          const facts = factsOf(
            [...talk, ...witnesses.map(({ make, minute }, place) => make(`w${place}`, minute))],
            read,
          );
          const met = metByMany(facts);
          found += met.size;
          expect(met).toEqual(metPlainly(facts));
        },
      ),
      { numRuns: 600 },
    );
    expect(found).toBeGreaterThan(20);
  });

  test("is looked for in each message once, however many questions it stands behind", () => {
    const asked: string[] = [];
    const reader = createReader();
    const counting: Reader = (event) => {
      const reading = reader(event);
      return new Proxy(reading, {
        get: (of, member) => {
          if (member === "alike") asked.push(event.key);
          const value = Reflect.get(of, member);
          return typeof value === "function" ? value.bind(of) : value;
        },
      });
    };
    const flood = Array.from({ length: 200 }, (_, place) =>
      said(`${place % 2}`, `m${place}`, place / 60, "is anyone else seeing errors on the wiki?", "till-talk"),
    );
    metByMany(factsOf(flood, counting));
    expect(new Set(asked).size).toBe(200);
    expect(asked.length).toBeLessThanOrEqual(2 * 200);
  });
});
