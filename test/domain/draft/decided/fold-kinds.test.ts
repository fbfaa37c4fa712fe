import { describe, expect, it } from "vitest";
import type { Decision, DecisionRecord } from "../../../../src/domain/decision.ts";
import type { MachineDraft } from "../../../../src/domain/draft/machine.ts";
import type { Entry } from "../../../../src/domain/draft/schema.ts";
import type { EntryKind } from "../../../../src/domain/kinds.ts";
import { decided, entryId, entryOf, fold, machineDraft } from "../machine-drafts.ts";

const [A, B, C] = ["am/alertmanager:v1:a", "slack/slack:v1:b", "slack/slack:v1:c"];
const seen = (kind: EntryKind, more: Partial<Pick<MachineDraft, "metrics" | "detection">> = {}): MachineDraft =>
  machineDraft({
    entries: [
      { events: [A], minute: 1 },
      { events: [B], minute: 2, kind },
    ],
    ...more,
  });
const machine = seen("observation");
const rekind = (kind: EntryKind, basis: EntryKind = "observation", version = 0) =>
  ({ type: "rekind", entry: entryId(B), version, basis, kind }) as const;
const take = (of: MachineDraft, ...decisions: readonly Decision[]): DecisionRecord[] =>
  decisions.reduce<DecisionRecord[]>((before, each) => decided(of, before, each), []);
const lineOf = (of: MachineDraft, records: readonly DecisionRecord[]): Entry => entryOf(fold(of, records), entryId(B));

describe("rekind", () => {
  it("gives the line another kind, beside the machine's, and moves nothing", () => {
    const entry = lineOf(machine, take(machine, rekind("recovery")));
    expect(entry).toEqual({
      ...lineOf(machine, []),
      kind: "recovery",
      version: 1,
      machine: { at: "2026-03-01T10:02:00Z", precision: "s", text: `What ${B} says`, kind: "observation" },
      edited: { by: "Ada", at: "2026-03-02T09:00:00Z", fields: ["kind"] },
    });
  });

  it("folds by number, and the last counts", () => {
    const records = take(machine, rekind("recovery"), rekind("mitigation", "observation", 1));
    expect(lineOf(machine, records.toReversed())).toMatchObject({ kind: "mitigation", version: 2 });
  });

  it("stands beside other words and another time", () => {
    const basis = { at: "2026-03-01T10:02:00Z", precision: "s" } as const;
    const on = { entry: entryId(B), version: 1 };
    const records = take(
      machine,
      rekind("recovery"),
      { type: "reword", ...on, basis: `What ${B} says`, text: "The tills answer" },
      { type: "retime", ...on, version: 2, basis, at: "2026-03-01T10:00:00Z", precision: "m" },
    );
    expect(lineOf(machine, records)).toMatchObject({
      ...{ kind: "recovery", text: "The tills answer", at: "2026-03-01T10:00:00Z" },
      edited: { fields: ["at", "kind", "text"] },
    });
  });

  it("is taken back by an undo, and comes again by another", () => {
    const undone = take(machine, rekind("recovery"), { type: "undo", decision: 1 });
    expect(lineOf(machine, undone)).toEqual({ ...lineOf(machine, []), version: 2 });
    const redone = decided(machine, undone, { type: "undo", decision: 2 });
    expect(lineOf(machine, redone)).toMatchObject({ kind: "recovery", machine: { kind: "observation" } });
  });

  it("is in conflict when the machine takes the line for something else, until somebody decides on that", () => {
    const records = take(machine, rekind("recovery"));
    const later = seen("mitigation");
    const changed = lineOf(later, records);
    expect([changed.kind, changed.conflict]).toEqual([
      "recovery",
      [{ field: "kind", basis: "observation", machine: "mitigation", human: "recovery" }],
    ]);
    const kept = lineOf(later, decided(later, records, rekind("recovery", "mitigation", 1)));
    expect([kept.kind, kept.conflict]).toEqual(["recovery", undefined]);
  });

  it("is no conflict when the machine comes to say the same", () => {
    const entry = lineOf(seen("recovery"), take(machine, rekind("recovery")));
    expect([entry.kind, entry.conflict]).toEqual(["recovery", undefined]);
  });

  it("changes a line of a person, of which the machine proposed nothing", () => {
    const add = { type: "add", at: "2026-03-01T10:04:00Z", precision: "m", kind: "decision", text: "Go back" } as const;
    const added = take(machine, add);
    const id = added[0]?.anchors[0] ?? "";
    const on = { ...rekind("rollback", "decision", 1), entry: id };
    const entry = entryOf(fold(machine, decided(machine, added, on)), id);
    expect([entry.kind, entry.machine, entry.conflict]).toEqual(["rollback", undefined, undefined]);
  });

  it("is an orphan while its line is gone, and lands on the line that holds its event", () => {
    const records = take(machine, rekind("recovery"));
    const without = machineDraft({ entries: [{ events: [A], minute: 1 }] });
    expect(fold(without, records).orphans).toMatchObject([{ number: 1, decision: { type: "rekind" } }]);
    const folded = machineDraft({ entries: [{ events: [A, B], minute: 1 }] });
    const [entry] = fold(folded, records).entries;
    expect([entry?.kind, entry?.conflict?.map(({ field }) => field)]).toEqual(["recovery", ["kind"]]);
  });

  it("is told where lines that two people gave kinds to become one", () => {
    const apart = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [B], minute: 2, kind: "observation" },
      ],
    });
    const first = decided(apart, [], { ...rekind("symptom", "alert"), entry: entryId(A) }, "Ben");
    const records = decided(apart, first, rekind("recovery"));
    const together = machineDraft({ entries: [{ events: [A, B], minute: 1 }] });
    const merged = fold(together, records).entries[0];
    expect(merged?.kind).toBe("recovery");
    expect(merged?.conflict?.find(({ field }) => field === "merged")?.basis).toBe(
      "rekind to symptom (Ben, decision 1)",
    );
  });
});

describe("what derives from kinds", () => {
  const moments = { detected: 1, mitigated: 2 };
  const metrics = { ttd: null, tta: null, ttm: 60, ttr: null };

  it("leaves key moments and metrics as the machine found them", () => {
    const measured = seen("mitigation", { metrics });
    const found = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [B], minute: 2 },
      ],
      moments,
    });
    const before = { ...measured, moments: found.moments };
    const draft = fold(before, take(before, rekind("message", "mitigation")));
    expect([draft.moments, draft.metrics]).toEqual([found.moments, metrics]);
  });

  const reported = machineDraft({
    entries: [
      { events: [A], minute: 1 },
      { events: [B], minute: 2, kind: "human_report" },
      { events: [C], minute: 3, kind: "observation" },
    ],
    detection: { by: "automated", entry: entryId(A), report: "plain", gaps: { toReport: 60, toAction: 90 } },
  });

  it("knows no report, nor a gap to it, once a person says that the line is none", () => {
    const records = take(reported, rekind("observation", "human_report"));
    expect(fold(reported, records).detection).toEqual({
      ...{ by: "automated", entry: entryId(A), report: "none" },
      gaps: { toReport: null, toAction: 90 },
    });
    const undone = decided(reported, records, { type: "undo", decision: 1 });
    expect(fold(reported, undone).detection).toEqual(reported.detection);
  });

  it("keeps the machine's report, and the gap to it, while one of its reports is left", () => {
    const twice = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [B], minute: 2, kind: "human_report" },
        { events: [C], minute: 3, kind: "human_report" },
      ],
      detection: reported.detection,
    });
    const one = take(twice, rekind("observation", "human_report"));
    expect(fold(twice, one).detection).toEqual(twice.detection);
    const other = { ...rekind("observation", "human_report"), entry: entryId(C) };
    const none = { report: "none", gaps: { toReport: null, toAction: 90 } };
    expect(fold(twice, decided(twice, one, other)).detection).toMatchObject(none);
  });

  it("keeps a report that another line still tells plainly", () => {
    const hidden = take(reported, { type: "hide", entry: entryId(B), version: 0 });
    expect(fold(reported, hidden).detection).toEqual(reported.detection);
    const also = { ...rekind("human_report"), entry: entryId(C) };
    const records = take(reported, also, rekind("observation", "human_report"));
    expect(fold(reported, records).detection).toMatchObject({ report: "plain", gaps: { toReport: null } });
  });

  it("knows a plain report where a person calls a line of the timeline one", () => {
    const detection = {
      by: "automated",
      entry: entryId(A),
      report: "none",
      gaps: { toReport: null, toAction: null },
    } as const;
    const of = seen("observation", { detection });
    expect(fold(of, take(of, rekind("human_report"))).detection.report).toBe("plain");
    const hidden = take(of, rekind("human_report"), { type: "hide", entry: entryId(B), version: 1 });
    expect(fold(of, hidden).detection.report).toBe("none");
  });
});
