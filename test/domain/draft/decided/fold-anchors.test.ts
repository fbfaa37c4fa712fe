import { describe, expect, it } from "vitest";
import { foldDecisions } from "../../../../src/domain/draft/decided/fold.ts";
import { decided, entryId, entryOf, fold, machineDraft, SURROUNDINGS } from "../machine-drafts.ts";

const [A, B, C] = ["am/alertmanager:v1:a", "pd/pagerduty:v1:b", "gh/github:v1:c"];
const on = (anchor: string, version = 0) => ({ entry: entryId(anchor), version });
const apart = machineDraft({
  entries: [
    { events: [A], minute: 1 },
    { events: [B], minute: 2 },
  ],
});
const together = machineDraft({ entries: [{ events: [A, B], minute: 1 }] });

describe("a decision applies to the entry that holds its anchor now", () => {
  it("also when an earlier event became the entry's first", () => {
    const records = decided(apart, [], { type: "hide", ...on(B) });
    const later = machineDraft({
      entries: [
        { events: [C, B], minute: 0 },
        { events: [A], minute: 1 },
      ],
    });
    const draft = fold(later, records);
    expect(entryOf(draft, entryId(C))).toMatchObject({ visibility: "log", version: 1 });
    expect(entryOf(draft, entryId(A)).version).toBe(0);
  });

  it("by the id that it was served under, where one event makes several entries", () => {
    const twice = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [A], minute: 2, ordinal: 1 },
      ],
    });
    const draft = fold(twice, decided(twice, [], { type: "hide", entry: entryId(A, 1), version: 0 }));
    expect(entryOf(draft, entryId(A, 1)).visibility).toBe("log");
    expect(entryOf(draft, entryId(A, 0))).toMatchObject({ visibility: "timeline", version: 0 });
  });

  it("through the former key of an event", () => {
    const records = decided(apart, [], { type: "hide", ...on(A) });
    const rekeyed = machineDraft({ entries: [{ events: ["am/alertmanager:v2:a"], minute: 1 }] });
    const renamed = new Map([[A, "am/alertmanager:v2:a"]]);
    const draft = foldDecisions(rekeyed, records, null, { ...SURROUNDINGS, renamed });
    expect(draft.entries[0]).toMatchObject({ visibility: "log", version: 1 });
    expect(draft.orphans).toEqual([]);
  });

  it("and is an orphan while no entry holds it", () => {
    const records = decided(apart, [], { type: "hide", ...on(B) });
    const gone = machineDraft({ entries: [{ events: [A], minute: 1 }] });
    expect(fold(gone, records).orphans).toEqual([
      { number: 1, by: "Ada", at: "2026-03-02T09:00:00Z", decision: { type: "hide", ...on(B) } },
    ]);
    expect(fold(apart, records).orphans).toEqual([]);
  });

  it("falls back on the next anchor that it recorded", () => {
    const first = decided(apart, [], { type: "pin", ...on(B) });
    const records = decided(together, first, { type: "hide", ...on(A) });
    expect(records[1]?.anchors).toEqual([A, B]);
    const onlyB = machineDraft({ entries: [{ events: [B], minute: 2 }] });
    expect(fold(onlyB, records)).toMatchObject({ orphans: [], entries: [{ visibility: "log", pinned: false }] });
  });
});

describe("entries that were decided on apart and fold together", () => {
  const reworded = decided(apart, [], { type: "reword", ...on(A), basis: `What ${A} says`, text: "By Ada" });
  const both = decided(apart, reworded, { type: "reword", ...on(B), basis: `What ${B} says`, text: "By Ben" }, "Ben");

  it("apply in the order of the log and are marked", () => {
    const entry = entryOf(fold(together, both), entryId(A));
    expect(entry).toMatchObject({ text: "By Ben", version: 2 });
    expect(entry.conflict).toContainEqual({
      field: "merged",
      basis: 'reword to "By Ada" (Ada, decision 1)',
      machine: `What ${A} says`,
      human: "By Ben",
    });
    expect(entry.conflict).toContainEqual({
      field: "text_by_two",
      basis: "By Ada",
      machine: `What ${A} says`,
      human: "By Ben",
    });
  });

  it("are settled by a decision on the entry that they became", () => {
    const settled = decided(together, both, {
      type: "reword",
      ...on(A, 2),
      basis: `What ${A} says`,
      text: "By both",
    });
    expect(settled[2]?.anchors).toEqual([A, B]);
    expect(entryOf(fold(together, settled), entryId(A)).conflict).toBeUndefined();
  });

  it("are no conflict where only one was decided on", () => {
    expect(entryOf(fold(together, reworded), entryId(A)).conflict).toBeUndefined();
  });

  it("part again with what belongs to each", () => {
    const draft = fold(apart, both);
    expect(draft.entries.map(({ text }) => text)).toEqual(["By Ada", "By Ben"]);
    expect(draft.entries.some(({ conflict }) => conflict)).toBe(false);
  });
});
