import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision, DecisionRecord } from "../../../../src/domain/decision.ts";
import type { MachineDraft } from "../../../../src/domain/draft/machine.ts";
import type { Draft } from "../../../../src/domain/draft/schema.ts";
import { MOMENTS } from "../../../../src/domain/kinds.ts";
import { questionId } from "../../../../src/domain/served-names.ts";
import { decided, type EntrySpec, entryId, fold, machineDraft } from "../machine-drafts.ts";

const [A, B, C] = ["am/alertmanager:v1:a", "slack/slack:v1:b", "slack/slack:v1:c"];
const lines: readonly EntrySpec[] = [
  { events: [A], minute: 10 },
  { events: [B], minute: 20, kind: "mitigation", actor: "Rosa" },
  { events: [C], minute: 30, kind: "recovery", actor: "Rosa" },
];
const found = { impactStarted: 10, detected: 10, mitigated: 20, resolved: 30 };
const metrics = { ttd: null, tta: null, ttm: 600, ttr: 1200 };
const machine = machineDraft({ entries: lines, moments: found, metrics });

type OnMoment = Extract<Decision, { type: "moment" }>;
const set = (name: OnMoment["name"], entry: string | null, more: Partial<OnMoment> = {}): OnMoment => ({
  ...{ type: "moment", name, version: 0, entry: entry === null ? null : entryId(entry) },
  ...more,
});
const undo = (decision: number) => ({ type: "undo", decision }) as const;
const take = (of: MachineDraft, ...decisions: readonly Decision[]): DecisionRecord[] =>
  decisions.reduce<DecisionRecord[]>((before, each) => decided(of, before, each), []);
const draftOf = (of: MachineDraft, ...decisions: readonly Decision[]): Draft => fold(of, take(of, ...decisions));

describe("a key moment", () => {
  it("is set to a line, says who did it and keeps the machine's beside; metrics follow", () => {
    const draft = draftOf(machine, set("mitigated", C));
    expect(draft.moments).toEqual({
      ...machine.moments,
      mitigated: {
        at: "2026-03-01T10:30:00Z",
        entry: entryId(C),
        reason: "set: Ada set it to this line",
        version: 1,
        machine: { at: "2026-03-01T10:20:00Z", entry: entryId(B) },
      },
    });
    expect(draft.metrics).toEqual({ ...metrics, ttm: 1200 });
    expect(draft.entries).toEqual(machine.entries.map(({ entry }) => entry));
  });

  it("is set to another time on a line, or to a time alone, in UTC", () => {
    const at = "2026-03-01T11:25:30.250+01:00";
    const { moments } = draftOf(machine, set("mitigated", C, { at }), set("declared", null, { at }));
    expect(moments.mitigated).toMatchObject({
      ...{ at: "2026-03-01T10:25:30.250Z", entry: entryId(C) },
      reason: "set: Ada set it to this time, by this line",
    });
    expect(moments.declared).toMatchObject({
      ...{ at: "2026-03-01T10:25:30.250Z", entry: null, reason: "set: Ada set it to this time" },
      ...{ version: 2, machine: { at: null, entry: null } },
    });
  });

  it("is put down as not in the record, and what is measured by it is unknown", () => {
    const draft = draftOf(machine, set("resolved", null));
    expect(draft.moments.resolved).toMatchObject({
      ...{ at: null, entry: null, reason: "set: Ada says that it is not in the record" },
      machine: { at: "2026-03-01T10:30:00Z", entry: entryId(C) },
    });
    expect(draft.metrics).toEqual({ ...metrics, ttr: null });
  });

  it("goes by the last decision, in whatever order the records come", () => {
    const records = take(machine, set("mitigated", C), set("mitigated", A, { version: 1 }));
    expect(fold(machine, records).moments.mitigated).toMatchObject({ entry: entryId(A), version: 2 });
    expect(fold(machine, records.toReversed())).toEqual(fold(machine, records));
  });

  it("moves with its line, but not where it has a time of its own", () => {
    const basis = { at: "2026-03-01T10:30:00Z", precision: "s" } as const;
    const retime = {
      type: "retime",
      entry: entryId(C),
      version: 2,
      basis,
      at: "2026-03-01T10:40:00Z",
      precision: "s",
    } as const;
    const at = "2026-03-01T10:31:00Z";
    const { moments, metrics: measured } = draftOf(machine, set("mitigated", C), set("impactEnded", C, { at }), retime);
    expect([moments.mitigated.at, moments.impactEnded.at]).toEqual(["2026-03-01T10:40:00Z", at]);
    expect(moments.mitigated.machine).toEqual({ at: "2026-03-01T10:20:00Z", entry: entryId(B) });
    expect(measured.ttm).toBe(1800);
  });

  it("keeps what the machine proposed, also where the line of that was moved", () => {
    const basis = { at: "2026-03-01T10:20:00Z", precision: "s" } as const;
    const retime = {
      type: "retime",
      entry: entryId(B),
      version: 0,
      basis,
      at: "2026-03-01T10:24:00Z",
      precision: "s",
    } as const;
    const { moments } = draftOf(machine, retime, set("mitigated", C));
    expect(moments.mitigated).toMatchObject({ version: 2, machine: { at: "2026-03-01T10:20:00Z", entry: entryId(B) } });
  });

  it("leaves lines, and their versions, alone", () => {
    const draft = draftOf(machine, set("mitigated", C));
    expect(draft.entries.map(({ version }) => version)).toEqual([0, 0, 0]);
    expect(draft.moments.resolved.version).toBe(0);
  });
});

describe("undo of a key moment", () => {
  it("brings the machine's back, with the undo for its version", () => {
    const records = take(machine, set("mitigated", C), undo(1));
    const draft = fold(machine, records);
    expect(draft.moments).toEqual({ ...machine.moments, mitigated: { ...machine.moments.mitigated, version: 2 } });
    expect(draft.metrics).toEqual(metrics);
    const redone = fold(machine, decided(machine, records, undo(2)));
    expect(redone.moments.mitigated).toMatchObject({ entry: entryId(C), version: 3 });
  });

  it("brings back what somebody set before", () => {
    const records = take(machine, set("mitigated", C), set("mitigated", null, { version: 1 }), undo(2));
    expect(fold(machine, records).moments.mitigated).toMatchObject({ entry: entryId(C), version: 3 });
  });
});

describe("where the line of a key moment is gone", () => {
  const without = machineDraft({ entries: lines.slice(0, 2), moments: { ...found, resolved: 20 }, metrics });

  it("the decision is an orphan and the machine's moment stands, until the line comes again", () => {
    const records = take(machine, set("mitigated", C));
    const draft = fold(without, records);
    expect(draft.orphans).toMatchObject([{ number: 1, decision: { type: "moment", name: "mitigated" } }]);
    expect(draft.moments.mitigated).toEqual({ ...without.moments.mitigated, version: 1 });
    expect(fold(machine, records)).toMatchObject({ orphans: [], moments: { mitigated: { entry: entryId(C) } } });
  });

  it("an earlier decision counts whose line is there, and what a later one replaced is no orphan", () => {
    const earlier = take(machine, set("mitigated", A), set("mitigated", C, { version: 1 }));
    expect(fold(without, earlier)).toMatchObject({
      ...{ moments: { mitigated: { entry: entryId(A), version: 2 } }, orphans: [{ number: 2 }] },
    });
    const replaced = take(machine, set("mitigated", C), set("mitigated", A, { version: 1 }));
    expect(fold(without, replaced).orphans).toEqual([]);
  });

  it("it is the line that holds its event now", () => {
    const folded = machineDraft({ entries: [{ events: [A, C], minute: 10 }], moments: { mitigated: 10 } });
    const { moments, orphans } = fold(folded, take(machine, set("mitigated", C)));
    expect([moments.mitigated.entry, moments.mitigated.at, orphans]).toEqual([entryId(A), "2026-03-01T10:10:00Z", []]);
  });

  it("it may be a person's line, which an undo takes away", () => {
    const add = {
      type: "add",
      at: "2026-03-01T10:26:00Z",
      precision: "m",
      kind: "recovery",
      text: "Tills work",
    } as const;
    const added = take(machine, add);
    const on = { ...set("mitigated", null), version: 1, entry: added[0]?.anchors[0] ?? "" };
    const records = decided(machine, added, on);
    expect(fold(machine, records).moments.mitigated.at).toBe("2026-03-01T10:26:00Z");
    const gone = fold(machine, decided(machine, records, undo(1)));
    expect(gone.orphans).toMatchObject([{ number: 2 }]);
    expect(gone.moments.mitigated).toMatchObject({ entry: entryId(B), version: 2 });
  });
});

describe("what goes by key moments", () => {
  const missing = (name: string) => ({
    ...{ id: questionId("missing_moment", name), text: "When?", about: name, version: 0, state: "open" as const },
  });

  it("is not asked about a moment that a person decided on, and is asked about what cannot be", () => {
    const asking = machineDraft({
      entries: lines,
      moments: { impactStarted: 20 },
      questions: [missing("mitigated"), missing("resolved")],
    });
    const draft = draftOf(asking, set("mitigated", A), set("resolved", null));
    expect(draft.questions.map(({ text }) => text)).toEqual([
      'TTM would be negative: "mitigated" lies before "impactStarted". Which of the two is right?',
    ]);
    expect(draft.metrics.ttm).toBeNull();
    expect(fold(asking, take(asking, set("mitigated", A), undo(1))).questions).toEqual(asking.questions);
  });

  it("is measured from impact that a person set to what detected it", () => {
    expect(draftOf(machine, set("declared", B)).metrics.ttd).toBeNull();
    expect(draftOf(machine, set("impactStarted", A)).metrics.ttd).toBe(0);
    expect(draftOf(machine, set("impactStarted", A, { at: "2026-03-01T10:04:00Z" })).metrics).toMatchObject({
      ttd: 360,
    });
  });

  it("is how the incident stands: over when a person says so, and open where they take that back", () => {
    const headOf = (of: MachineDraft, ...decisions: Decision[]) => {
      const { status, endedAt } = draftOf(of, ...decisions).incident;
      return [status, endedAt];
    };
    const ended = machine.incident.endedAt;
    expect(headOf(machine, set("resolved", B))).toEqual(["resolved", "2026-03-01T10:20:00.000Z"]);
    expect(headOf(machine, set("resolved", null, { at: "2026-03-01T09:00:00Z" }))).toEqual([
      "resolved",
      "2026-03-01T10:00:00.000Z",
    ]);
    expect(headOf(machine, set("resolved", null))).toEqual(["mitigated", null]);
    expect(headOf(machine, set("resolved", null), set("mitigated", null))).toEqual(["open", null]);
    expect(headOf(machine, set("mitigated", null))).toEqual(["resolved", ended]);
    expect(headOf(machine, set("declared", A))).toEqual(["resolved", ended]);
    const open = {
      ...machineDraft({ entries: lines }),
      incident: { ...machine.incident, status: "open" as const, endedAt: null },
    };
    expect(headOf(open, set("mitigated", C))).toEqual(["mitigated", null]);
  });

  it("is who noticed, with the gaps from there", () => {
    const gaps = { toReport: 900, toAction: 600 };
    const of = machineDraft({
      entries: [...lines, { events: ["pd/pagerduty:v1:p"], minute: 12, kind: "page" }],
      moments: found,
      detection: { by: "automated", entry: entryId(A), report: "plain", gaps },
    });
    const detectionOf = (decision: Decision) => draftOf(of, decision).detection;
    expect(detectionOf(set("detected", A))).toEqual(of.detection);
    expect(detectionOf(set("detected", "pd/pagerduty:v1:p"))).toMatchObject({
      ...{ by: "automated", entry: entryId("pd/pagerduty:v1:p"), gaps: { toReport: 780, toAction: 480 } },
    });
    expect(detectionOf(set("detected", B))).toMatchObject({
      ...{ by: "human", entry: entryId(B), gaps: { toReport: null, toAction: 0 } },
    });
    const nobody = { by: null, entry: null, gaps: { toReport: null, toAction: null } };
    expect(detectionOf(set("detected", null))).toMatchObject(nobody);
    expect(detectionOf(set("mitigated", B))).toEqual(of.detection);
  });

  it("is noticed by a machine only where a machine's line is an alert by the machine's own word", () => {
    const gaps = { toReport: 900, toAction: 600 };
    const of = machineDraft({
      entries: lines,
      moments: found,
      detection: { by: "automated", entry: entryId(A), report: "plain", gaps },
    });
    const onAlert = { ...set("detected", A), version: 0 };
    const rekind = { type: "rekind", entry: entryId(A), version: 0, basis: "alert", kind: "symptom" } as const;
    expect(draftOf(of, rekind, onAlert).detection).toEqual(of.detection);
    const otherwise = { ...of, detection: { ...of.detection, entry: entryId(B) } };
    expect(draftOf(otherwise, set("detected", B)).detection).toEqual(otherwise.detection);
    const called = { ...rekind, entry: entryId(B), basis: "mitigation", kind: "alert" } as const;
    expect(draftOf(of, called, set("detected", B)).detection.by).toBe("human");
    for (const kind of ["page", "alert"] as const) {
      const at = "2026-03-01T10:05:00Z";
      const own = take(of, { type: "add", at, precision: "m", kind, text: "A customer called Ines" });
      const on = { ...set("detected", null), entry: own[0]?.anchors[0] ?? "" };
      expect(fold(of, decided(of, own, on)).detection).toMatchObject({ by: "human", gaps: { toReport: null } });
    }
  });

  it("is why a line stands on the timeline, and no moment stands on it any more once a person set that elsewhere", () => {
    const reason = "key_moment: whatever words it has";
    const raised = machineDraft({
      entries: lines.map((line, place) => ({ ...line, reason, ...(place === 1 ? { raisedFor: "mitigated" } : {}) })),
      moments: found,
    });
    const reasons = (...decisions: Decision[]) => draftOf(raised, ...decisions).entries.map((entry) => entry.reason);
    const words = "key_moment: the draft proposes it for mitigated, which a person set to something else";
    expect(reasons(set("mitigated", B))).toEqual([reason, reason, reason]);
    expect(reasons(set("mitigated", C))).toEqual([reason, words, reason]);
    expect(reasons(set("resolved", A))).toEqual([reason, reason, reason]);
    expect(reasons(set("mitigated", C), undo(1))).toEqual([reason, reason, reason]);
    const on = (type: "hide" | "reword") => ({
      type,
      entry: entryId(B),
      version: 0,
      basis: `What ${B} says`,
      text: "It fell",
    });
    const { type: _, basis, text, ...hide } = on("hide");
    expect(reasons(set("mitigated", C), { type: "hide", ...hide })[1]).toBe("hidden: Ada hid this entry.");
    expect(reasons(set("mitigated", C), { type: "reword", ...hide, basis, text })[1]).toBe(words);
  });

  it("are not findings: rules see events only", () => {
    expect(draftOf(machine, set("detected", null)).findings).toEqual(fold(machine).findings);
  });
});

describe("laws of key moments", () => {
  const step = fc.record({
    name: fc.constantFrom(...MOMENTS),
    entry: fc.constantFrom(null, A, B, C),
    at: fc.option(fc.constantFrom("2026-03-01T10:05:00Z", "2026-03-01T10:45:10Z"), { nil: undefined }),
  });
  const said = ({ moments, metrics: measured, questions, detection, incident, entries, orphans }: Draft) => ({
    ...{ measured, questions, detection, incident, entries, orphans },
    moments: MOMENTS.map((name) => ({ ...moments[name], version: 0 })),
  });

  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  function expectInForce(draft: Draft, steps: readonly Step[]): void {
    for (const [index, { name, entry, at }] of steps.entries()) {
      if (steps.findLastIndex((one) => one.name === name) !== index) continue;
      const { at: proposed, entry: on } = machine.moments[name];
      const moment = draft.moments[name];
      expect(moment).toMatchObject({ version: index + 1, machine: { at: proposed, entry: on } });
      expect(moment.entry).toBe(entry === null ? null : entryId(entry));
      expect(at === undefined || moment.at === at).toBe(true);
    }
  }

  it("each that is in force shows, with the machine's beside it; undone, all is as it was", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        let records: DecisionRecord[] = [];
        const before: Draft[] = [];
        for (const { name, entry, at } of steps) {
          before.push(fold(machine, records));
          const more = { version: records.length, ...(at ? { at } : {}) };
          records = decided(machine, records, set(name, entry, more));
        }
        expectInForce(fold(machine, records), steps);
        for (const earlier of before.toReversed()) {
          records = decided(machine, records, undo(earlier.revision + 1));
          expect(said(fold(machine, records))).toEqual(said(earlier));
        }
      }),
      { numRuns: 60 },
    );
  });
});
