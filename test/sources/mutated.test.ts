import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, relevantHeaders } from "../../src/ingest/decode.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { casesOf } from "./cases.ts";

const sources = await loadSources();

const ODD = fc.oneof(
  fc.constantFrom<unknown>(null, "", " ", 0, -1, 1e300, true, [], {}, [null], "0001-01-01T00:00:00Z", "$TITLE"),
  fc.constantFrom<unknown>("9999-12-31T23:59:59Z", "0", "<no value>", "<@", "&amp;", "\u0000", "é".repeat(300)),
  fc.jsonValue(),
);

/** Puts an odd value in the place of one of the values of a payload, counted from its root. */
function mutate(value: unknown, place: { at: number }, odd: unknown): unknown {
  if (place.at-- === 0) return odd;
  if (Array.isArray(value)) return value.map((element) => mutate(element, place, odd));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mutate(member, place, odd)]));
}

describe.each([...sources.values()].map((kind) => ({ kind, name: kind.name })))("$name", ({ kind }) => {
  const bodies = casesOf(kind.name).filter(({ body }) => /^\s*[{[]/.test(body.toString("utf8", 0, 20)));
  const source = { name: "ours", kind, auth: [], keyName: "ours", options: {} };

  it("never fails over an odd value in a payload, and makes only whole events of it", () => {
    const mutation = fc.record({
      golden: fc.constantFrom(...bodies),
      places: fc.array(fc.tuple(fc.nat(80), ODD), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(mutation, ({ golden, places }) => {
        let payload: unknown;
        try {
          payload = JSON.parse(golden.body.toString());
        } catch {
          return;
        }
        for (const [at, odd] of places) payload = mutate(payload, { at }, odd);
        const decoded = decode(source, {
          id: "d1",
          source: "ours",
          headers: relevantHeaders(source, { "content-type": "application/json", ...golden.request.headers }),
          body: Buffer.from(JSON.stringify(payload)),
          receivedAt: golden.receivedAt,
        });
        expect(decoded.rejections.filter(({ code }) => code === "source_failed")).toEqual([]);
        for (const { event } of decoded.sightings) expect(event.title).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
});
