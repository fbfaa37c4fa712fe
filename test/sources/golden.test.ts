import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { type Case, caseKinds, casesOf } from "./cases.ts";
import { type Result, runCase } from "./frame.ts";

const sources = await loadSources();
const update = process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined;

const kindOf = (name: string) => {
  const kind = sources.get(name);
  if (!kind) throw new Error(`test/sources/${name} holds cases, but src/sources/${name}.source.ts does not exist`);
  return kind;
};

const isAccepted = (result: Result) => "events" in result && result.events.length > 0;
const isRejected = (result: Result) => "refused" in result || ("rejected" in result && result.rejected.length > 0);

function expectedOf(golden: Case, result: Result): unknown {
  const file = `${golden.folder}expected.json`;
  if (update) writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  if (!existsSync(file)) throw new Error(`${file} is missing; UPDATE_GOLDEN=1 writes it, then read it`);
  return JSON.parse(readFileSync(file, "utf8"));
}

describe("source kinds and their cases", () => {
  it("every folder of cases belongs to a kind", () => {
    expect(caseKinds().filter((name) => !sources.has(name))).toEqual([]);
  });
});

describe.each([...sources.keys()])("%s", (name) => {
  const cases = casesOf(name);
  const results = cases.map((golden) => runCase(golden, kindOf(name)));

  it("has an accepted and a rejected case", () => {
    expect({ accepted: results.some(isAccepted), rejected: results.some(isRejected) }).toEqual({
      accepted: true,
      rejected: true,
    });
  });

  it.each(cases.map((golden, position) => ({ golden, result: results[position], called: golden.name })))(
    "$called",
    ({ golden, result }) => {
      if (!result) throw new Error("no result");
      const plain: unknown = JSON.parse(JSON.stringify(result));
      expect(plain).toEqual(expectedOf(golden, result));
    },
  );

  it.each(cases.map((golden) => ({ golden, called: golden.name })))(
    "$called gives the same events when it comes again later",
    ({ golden }) => {
      const again = { ...golden, receivedAt: golden.receivedAt + 17 * SECOND };
      expect(runCase(again, kindOf(name))).toEqual(runCase(golden, kindOf(name)));
    },
  );

  it.each(
    cases.filter(({ request }) => request.repeats !== undefined).map((golden) => ({ golden, called: golden.name })),
  )("$called repeats the events of another case", ({ golden }) => {
    const other = cases.find((candidate) => candidate.name === golden.request.repeats);
    if (!other) throw new Error(`${golden.folder}: there is no case ${golden.request.repeats}`);
    const result = runCase(golden, kindOf(name));
    const first = runCase(other, kindOf(name));
    if (!("events" in result && "events" in first)) throw new Error("both cases must give events");
    expect(first.events).not.toEqual([]);
    expect(result.events).toEqual(expect.arrayContaining([...first.events]));
  });
});
