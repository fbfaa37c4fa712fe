import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, relevantHeaders } from "../../src/ingest/decode/decode.ts";
import type { SourceKind } from "../../src/sources/lib/define.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { type Case, casesOf } from "./cases.ts";

const sources = await loadSources();

const PLAIN = ["", 0, {}, [], true, -1, [null], "0001-01-01T00:00:00Z"];
const ODD = fc.oneof(
  fc.constantFrom<unknown>(null, ...PLAIN, " ", 1e300, "$TITLE", "9999-12-31T23:59:59Z", "0", "<no value>"),
  fc.constantFrom<unknown>("<@", "&amp;", "\u0000", "é".repeat(300)),
  fc.jsonValue(),
);

/** Puts an odd value in the place of one of the values of a payload, counted from its root. */
function mutate(value: unknown, place: { at: number }, odd: unknown): unknown {
  if (place.at-- === 0) return odd;
  if (Array.isArray(value)) return value.map((element) => mutate(element, place, odd));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mutate(member, place, odd)]));
}

function payloadOf({ body }: Case): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function placesOf(payload: unknown): number {
  const place = { at: Number.MAX_SAFE_INTEGER };
  mutate(payload, place, null);
  return Number.MAX_SAFE_INTEGER - place.at;
}

/** What went wrong inside the source; an odd payload may be rejected or ignored, but not break it or make half an event. */
function failuresOf(kind: SourceKind, golden: Case, payload: unknown): string[] {
  const source = { name: "ours", kind, auth: [], keyName: "ours", options: {} };
  const headers = { "content-type": "application/json", ...golden.request.headers };
  const { sightings, rejections } = decode(source, {
    id: "d1",
    source: "ours",
    headers: relevantHeaders(source, headers),
    body: Buffer.from(JSON.stringify(payload)),
    receivedAt: golden.receivedAt,
  });
  const broken = rejections.filter(({ code }) => code === "source_failed").map(({ detail }) => detail);
  const untitled = sightings.filter(({ event }) => event.title === "").map(({ event }) => `${event.key} has no title`);
  return [...broken, ...untitled];
}

describe.each([...sources.values()].map((kind) => ({ kind, name: kind.name })))("$name", ({ kind }) => {
  const cases = casesOf(kind.name).filter(
    (golden) => payloadOf(golden) !== undefined && !golden.request.proof && !golden.request.repeats,
  );

  it("stands any one value of a payload being blank, null or of another type", () => {
    const failures = cases.flatMap((golden) => {
      const payload = payloadOf(golden);
      const places = Array.from({ length: placesOf(payload) }, (_, at) => at);
      return places.flatMap((at) =>
        [null, PLAIN[at % PLAIN.length]].flatMap((odd) => failuresOf(kind, golden, mutate(payload, { at }, odd))),
      );
    });
    expect(failures).toEqual([]);
  });

  it("stands several odd values at once", () => {
    const oddities = fc.array(fc.tuple(fc.nat(80), ODD), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...cases), oddities, (golden, places) => {
        const payload = places.reduce((value, [at, odd]) => mutate(value, { at }, odd), payloadOf(golden));
        expect(failuresOf(kind, golden, payload)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
