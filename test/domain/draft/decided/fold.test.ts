import { describe, expect, it } from "vitest";
import type { Decision, DecisionRecord } from "../../../../src/domain/decision.ts";
import { capEvidence } from "../../../../src/domain/draft/decided/evidence.ts";
import { draftDigest } from "../../../../src/domain/draft/digest.ts";
import { decided, entryId, entryOf, fold, machineDraft } from "../machine-drafts.ts";

const A = "am/alertmanager:v1:a";
const B = "slack/slack:v1:b";
const C = "gh/github:v1:c";
const machine = machineDraft({
  entries: [
    { events: [A], minute: 1 },
    { events: [B], minute: 2, kind: "human_report", visibility: "log" },
    { events: [C], minute: 3, kind: "change" },
  ],
});
const on = (anchor: string, version = 0) => ({ entry: entryId(anchor), version });

describe("without decisions", () => {
  it("gives what the machine proposes", () => {
    const draft = fold(machine);
    expect(draft.entries).toEqual(machine.entries.map(({ entry }) => entry));
    expect(draft).toMatchObject({ revision: 0, review: null, orphans: [], asOf: "2026-03-01T11:00:00Z" });
  });
});

describe("hide, show, pin", () => {
  it("moves a hidden entry to the log and says who did it", () => {
    const draft = fold(machine, decided(machine, [], { type: "hide", ...on(A) }));
    expect(entryOf(draft, entryId(A))).toMatchObject({
      visibility: "log",
      version: 1,
      reason: "hidden: Ada hid this entry.",
      edited: { by: "Ada", at: "2026-03-02T09:00:00Z", fields: ["visibility"] },
    });
    expect(draft.entries).toHaveLength(3);
    expect(draft.revision).toBe(1);
  });

  it("puts a shown entry on the timeline", () => {
    const draft = fold(machine, decided(machine, [], { type: "show", ...on(B) }));
    expect(entryOf(draft, entryId(B))).toMatchObject({ visibility: "timeline", pinned: false, version: 1 });
  });

  it("puts a pinned entry on the timeline, whatever the machine thought of it", () => {
    const draft = fold(machine, decided(machine, [], { type: "pin", ...on(B) }));
    expect(entryOf(draft, entryId(B))).toMatchObject({ visibility: "timeline", pinned: true });
  });

  it("takes a pin back when the entry is hidden later", () => {
    const pinned = decided(machine, [], { type: "pin", ...on(A) });
    const draft = fold(machine, decided(machine, pinned, { type: "hide", ...on(A, 1) }));
    expect(entryOf(draft, entryId(A))).toMatchObject({ visibility: "log", pinned: false, version: 2 });
  });

  it("folds by number, whatever order the records come in", () => {
    const first = decided(machine, [], { type: "hide", ...on(A) });
    const records = decided(machine, first, { type: "show", ...on(A, 1) });
    expect(fold(machine, records.toReversed())).toEqual(fold(machine, records));
    expect(entryOf(fold(machine, records), entryId(A)).visibility).toBe("timeline");
  });
});

describe("reword", () => {
  const reword = { type: "reword", ...on(A), basis: `What ${A} says`, text: "Checkout begins to fail" } as const;

  it("keeps the machine's text beside the person's", () => {
    const entry = entryOf(fold(machine, decided(machine, [], reword)), entryId(A));
    expect(entry.text).toBe("Checkout begins to fail");
    expect(entry.machine).toEqual({
      at: "2026-03-01T10:01:00Z",
      precision: "s",
      text: `What ${A} says`,
      kind: "alert",
    });
    expect(entry.edited?.fields).toEqual(["text"]);
    expect(entry.conflict).toBeUndefined();
  });

  it("is in conflict when the machine's text changes under it, until somebody rewords again", () => {
    const records = decided(machine, [], reword);
    const later = machineDraft({ entries: [{ events: [A], minute: 1, text: "ErrorRate fired 3 times" }] });
    expect(entryOf(fold(later, records), entryId(A)).conflict).toEqual([
      {
        field: "text",
        basis: `What ${A} says`,
        machine: "ErrorRate fired 3 times",
        human: "Checkout begins to fail",
      },
    ]);
    const again = { ...reword, version: 1, basis: "ErrorRate fired 3 times", text: "Checkout fails" } as const;
    const settled = entryOf(fold(later, decided(later, records, again)), entryId(A));
    expect(settled.conflict).toBeUndefined();
    expect(settled.text).toBe("Checkout fails");
  });
});

describe("retime", () => {
  const retime = {
    type: "retime",
    ...on(A),
    basis: { at: "2026-03-01T10:01:00Z", precision: "s" },
    at: "2026-03-01T11:02:40+01:00",
    precision: "m",
  } as const;

  it("sets the time in UTC, cut to its precision, and puts the entry where it belongs", () => {
    const draft = fold(machine, decided(machine, [], retime));
    expect(entryOf(draft, entryId(A))).toMatchObject({
      at: "2026-03-01T10:02:00Z",
      precision: "m",
      orderCertain: false,
    });
    expect(draft.entries.map(({ id }) => id)).toEqual([entryId(B), entryId(A), entryId(C)]);
    const orders = draft.entries.map(({ order }) => order);
    expect(orders).toEqual([...orders].sort());
    expect(new Set(orders).size).toBe(3);
  });

  it("leaves the order of all other entries as it was", () => {
    const before = fold(machine);
    const draft = fold(machine, decided(machine, [], retime));
    expect(entryOf(draft, entryId(C)).order).toBe(entryOf(before, entryId(C)).order);
  });

  it("is in conflict when the sender's time changes under it", () => {
    const records = decided(machine, [], retime);
    const later = machineDraft({ entries: [{ events: [A], minute: 5 }] });
    expect(entryOf(fold(later, records), entryId(A)).conflict).toEqual([
      { field: "at", basis: "2026-03-01T10:01:00Z", machine: "2026-03-01T10:05:00Z", human: "2026-03-01T10:02:00Z" },
    ]);
  });

  it("serves what the next retiming is to be based on, so that it is no conflict", () => {
    const first = decided(machine, [], retime);
    const proposed = entryOf(fold(machine, first), entryId(A)).machine;
    expect(proposed).toEqual({ at: "2026-03-01T10:01:00Z", precision: "s", text: expect.any(String), kind: "alert" });
    const { at = "", precision = "unknown" } = proposed ?? {};
    const again = { ...retime, version: 1, basis: { at, precision }, at: "2026-03-01T10:09:00Z" };
    const entry = entryOf(fold(machine, decided(machine, first, again)), entryId(A));
    expect(entry).toMatchObject({ at: "2026-03-01T10:09:00Z", machine: proposed });
    expect(entry.conflict).toBeUndefined();
  });

  it("says the precision where only that changed", () => {
    const records = decided(machine, [], retime);
    const later = machineDraft({ entries: [{ events: [A], minute: 1, precision: "m" }] });
    expect(entryOf(fold(later, records), entryId(A)).conflict?.[0]).toMatchObject({
      basis: "2026-03-01T10:01:00Z (s)",
      machine: "2026-03-01T10:01:00Z (m)",
    });
  });

  it("takes along the moments that stand on the entry, with metrics, and keeps the machine's beside them", () => {
    const measured = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [B], minute: 4 },
      ],
      moments: { impactStarted: 1, detected: 4, mitigated: 4 },
      metrics: { ttd: 180, tta: null, ttm: 180, ttr: null },
    });
    const draft = fold(measured, decided(measured, [], { ...retime, at: "2026-03-01T10:00:00Z", precision: "s" }));
    expect(draft.moments.impactStarted).toMatchObject({
      at: "2026-03-01T10:00:00Z",
      entry: entryId(A),
      version: 1,
      machine: { at: "2026-03-01T10:01:00Z", entry: entryId(A) },
    });
    expect(draft.moments.detected.machine).toBeUndefined();
    expect(draft.metrics).toEqual({ ttd: 240, tta: null, ttm: 240, ttr: null });
  });

  it("calls a metric unknown that would be negative, and asks", () => {
    const measured = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [B], minute: 4 },
      ],
      moments: { impactStarted: 1, detected: 4 },
      metrics: { ttd: 180, tta: null, ttm: null, ttr: null },
    });
    const draft = fold(measured, decided(measured, [], { ...retime, at: "2026-03-01T10:30:00Z" }));
    expect(draft.metrics.ttd).toBeNull();
    expect(draft.questions.map(({ text }) => text)).toEqual([
      'TTD would be negative: "detected" lies before "impactStarted". Which of the two is right?',
    ]);
  });
});

describe("a report", () => {
  const reportOf = (...decisions: Decision[]) => {
    const records = decisions.reduce<DecisionRecord[]>((before, each) => decided(machine, before, each), []);
    return fold(machine, records).detection.report;
  };

  it("is unclear while a line that looks like one is shown", () => {
    expect(reportOf()).toBe("none");
    expect(reportOf({ type: "show", ...on(B) })).toBe("unclear");
    expect(reportOf({ type: "show", ...on(B) }, { type: "hide", ...on(B, 1) })).toBe("none");
  });

  it("is plain where a person wrote it", () => {
    const add = { type: "add", at: "2026-03-01T10:01:30Z", precision: "s", text: "Larch Foods cannot pay" } as const;
    expect(reportOf({ ...add, kind: "human_report" })).toBe("plain");
    expect(reportOf({ ...add, kind: "symptom" })).toBe("none");
  });
});

describe("add", () => {
  const add: Decision = {
    type: "add",
    at: "2026-03-01T10:01:30Z",
    precision: "s",
    kind: "decision",
    text: "Ben asks to roll back",
    evidence: [B],
  };

  it("writes an entry of a person, in its place, with the evidence named", () => {
    const records = decided(machine, [], add, "Ben");
    const draft = fold(machine, records);
    const entry = draft.entries[1];
    expect(entry).toMatchObject({
      origin: "person",
      kind: "decision",
      text: "Ben asks to roll back",
      visibility: "timeline",
      version: 1,
      occurrences: 1,
      reason: "added: Ben wrote this line.",
    });
    expect(entry?.evidence.map(({ event }) => event)).toEqual([B]);
    expect(records[0]?.anchors).toEqual([entry?.id]);
  });

  it("takes further decisions, without any conflict with a machine that proposed nothing", () => {
    const records = decided(machine, [], add);
    const id = records[0]?.anchors[0] ?? "";
    const reworded = decided(machine, records, {
      type: "reword",
      entry: id,
      version: 1,
      basis: "Ben asks to roll back",
      text: "Ben decides to roll back",
    });
    const again = decided(machine, reworded, {
      type: "reword",
      entry: id,
      version: 2,
      basis: "Ben decides to roll back",
      text: "Ben and Ada decide to roll back",
    });
    const entry = entryOf(fold(machine, again), id);
    expect(entry).toMatchObject({ text: "Ben and Ada decide to roll back", version: 3 });
    expect(entry.machine).toBeUndefined();
    expect(entry.conflict).toBeUndefined();
  });

  it("leaves the machine's entry as the holder of the event", () => {
    const records = decided(machine, [], add);
    const draft = fold(machine, decided(machine, records, { type: "pin", ...on(B) }));
    expect(entryOf(draft, entryId(B)).pinned).toBe(true);
  });
});

describe("digest and evidence", () => {
  it("does not count revision, digest and new", () => {
    const draft = fold(machine);
    const other = {
      ...draft,
      revision: 7,
      digest: "x",
      entries: draft.entries.map((each) => ({ ...each, new: true })),
    };
    expect(draftDigest(other)).toBe(draft.digest);
    expect(draftDigest({ ...draft, asOf: "2026-03-01T11:00:01Z" })).not.toBe(draft.digest);
  });

  it("comes back to the same digest when everything is undone, but for versions", () => {
    const records = decided(machine, [], { type: "review", digest: fold(machine).digest });
    const undone = decided(machine, records, { type: "undo", decision: 1 });
    expect(fold(machine, undone).digest).toBe(fold(machine).digest);
    expect(fold(machine, records).digest).not.toBe(fold(machine).digest);
  });

  it("cuts evidence on request and says how much there is", () => {
    const events = Array.from({ length: 30 }, (_, index) => `am/alertmanager:v1:${index}`);
    const draft = fold(
      machineDraft({
        entries: [
          { events, minute: 1 },
          { events: [C], minute: 2 },
        ],
      }),
    );
    const capped = capEvidence(draft, 20);
    expect(capped.entries[0]?.evidence).toHaveLength(20);
    expect(capped.entries[0]?.evidenceTotal).toBe(30);
    expect(capped.entries[1]).not.toHaveProperty("evidenceTotal");
    expect(draft.entries[0]?.evidence).toHaveLength(30);
    expect(capped.digest).toBe(draft.digest);
  });
});
