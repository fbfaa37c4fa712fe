import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/domain/canonical.ts";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import { draftIncident } from "../../../src/domain/draft/draft-incident.ts";
import type { MachineDraft } from "../../../src/domain/draft/machine.ts";
import type { Sighting } from "../../../src/domain/event.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { recordEvents } from "../../../src/domain/sightings.ts";
import { createLinter } from "../../../src/reading/lint.ts";
import { createReader } from "../../../src/reading/read.ts";
import { inventIncident, SHOP } from "../../bench/invented-incident.ts";
import { draftView, viewOf } from "./views.ts";

function draftAll(sightings: readonly Sighting[]): MachineDraft[] {
  const read = createReader();
  const { incidents } = correlate(recordEvents(sightings), [], SHOP, read);
  return incidents.map((view) =>
    draftIncident(view, { settings: SHOP, catalogue: buildCatalogue(SHOP.services), read, lint: createLinter() }),
  );
}

/** Permuted, with some lines again, and some as later redeliveries of the same bytes. */
const disturbed = fc.integer({ min: 8, max: 160 }).chain((count) => {
  const sightings = inventIncident(count);
  const again = fc.subarray(sightings);
  const later = fc.subarray(sightings).map((some) =>
    some.map((sighting) => ({
      ...sighting,
      delivery: `again-${sighting.delivery}`,
      receivedAt: sighting.receivedAt + 300_000_000,
    })),
  );
  return fc
    .tuple(again, later)
    .chain(([same, redelivered]) => {
      const all = [...sightings, ...same, ...redelivered];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    })
    .map((shuffled) => ({ sightings, shuffled }));
});

describe("a draft is a function of the set of events", () => {
  it("whatever their order, and however often they came", () => {
    fc.assert(
      fc.property(disturbed, ({ sightings, shuffled }) => {
        expect(canonicalJson(draftAll(shuffled))).toBe(canonicalJson(draftAll(sightings)));
      }),
      { numRuns: 30 },
    );
  });

  it("holds every attached event in exactly one entry, sorted, each with an id of its own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        const view = viewOf(recordEvents(inventIncident(count)));
        const { entries } = draftView(view);
        const held = entries.flatMap(({ entry }) => entry.evidence.map(({ event }) => event));
        expect([...held].sort()).toEqual(view.attached.map(({ event }) => event.event.key).sort());
        expect(new Set(entries.map(({ entry }) => entry.id)).size).toBe(entries.length);
        expect(entries.map(({ entry }) => entry.order)).toEqual([...entries.map(({ entry }) => entry.order)].sort());
        for (const { anchor, entry } of entries) expect(entry.evidence[0]?.event).toBe(anchor);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the id of an entry whose first event stays, whatever comes later", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 1, max: 60 }), (count, more) => {
        const events = recordEvents(inventIncident(count + more));
        const before = draftView(viewOf(events.slice(0, count))).entries;
        const after = new Map(draftView(viewOf(events)).entries.map(({ anchor, entry }) => [anchor, entry.id]));
        for (const { anchor, entry } of before) {
          const id = after.get(anchor);
          if (id !== undefined) expect(id).toBe(entry.id);
        }
      }),
      { numRuns: 40 },
    );
  });
});
