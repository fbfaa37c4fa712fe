import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/domain/decide/decide.ts";
import { planDecisions } from "../../../src/domain/decide/decide.ts";
import type { Decision } from "../../../src/domain/decision.ts";
import { decided, draftedFinding, entryId, fold, machineDraft, plan } from "../draft/machine-drafts.ts";

const [A, B, C] = ["am/alertmanager:v1:a", "slack/slack:v1:b", "gh/github:v1:c"];
const finding = draftedFinding({ rule: "automated_detection", evidence: [entryId(A)] }, A);
const machine = machineDraft({
  entries: [
    { events: [A], minute: 1 },
    { events: [B], minute: 2 },
  ],
  findings: [finding],
});
const hide = (anchor: string, version = 0) => ({ type: "hide", entry: entryId(anchor), version }) as const;
const judge = { type: "judge", finding: finding.finding.id, version: 0, verdict: "accepted" } as const;
const add = { type: "add", at: "2026-03-01T10:00:30Z", precision: "s", kind: "observation", text: "Seen" } as const;
const mitigated = { type: "moment", name: "mitigated", version: 0, entry: entryId(B) } as const;
const rejection = (made: Plan) => (made.is === "invalid" ? made.rejection.code : made.is);

describe("planned", () => {
  it("numbers a batch from the revision on, under the opener's key", () => {
    const first = decided(machine, [], hide(A));
    const records = decided(machine, first, [hide(B), judge, add], "Ben");
    expect(records.slice(1)).toMatchObject([
      { number: 2, batch: 2, by: "Ben", incident: machine.opener, anchors: [B] },
      { number: 3, batch: 2, anchors: [A] },
      { number: 4, batch: 2 },
    ]);
  });

  it("records the events that a review saw", () => {
    const records = decided(machine, [], { type: "review", digest: fold(machine).digest });
    expect(records[0]?.seen).toEqual({ [A]: "c1", [B]: "c1" });
  });

  it("takes a review of an earlier draft that is remembered", () => {
    const memory = { seenOf: (digest: string) => (digest === "earlier" ? { [A]: "c0" } : null) };
    const made = planDecisions(fold(machine), machine, [], [{ type: "review", digest: "earlier" }], who, memory);
    expect(made).toMatchObject({ is: "planned", records: [{ seen: { [A]: "c0" } }] });
  });

  it("addresses the entry that now holds the anchor of an id served earlier", () => {
    const together = machineDraft({ entries: [{ events: [C, A], minute: 0 }] });
    const records = decided(together, [], hide(A));
    expect(records[0]?.anchors).toEqual([A]);
    expect(fold(together, records).entries[0]).toMatchObject({ id: entryId(C), visibility: "log" });
  });

  it("resolves ids of the second entry that an event made", () => {
    const decision = { type: "hide", entry: entryId(A, 1), version: 0 } as const;
    expect(decided(machine, [], decision)[0]?.anchors).toEqual([A]);
  });
});

const who = { by: "Ada", at: "2026-03-02T09:00:00Z" };

describe("a conflict", () => {
  const hidden = decided(machine, [], hide(A), "Ben");

  it("is a decision on what somebody decided on since, with both sides", () => {
    const sent = { type: "reword", entry: entryId(A), version: 0, basis: "", text: "Mine" } as const;
    expect(plan(machine, hidden, [hide(B), sent])).toEqual({
      is: "conflict",
      index: 1,
      decision: sent,
      entry: fold(machine, hidden).entries[0],
      finding: null,
      action: null,
      moment: null,
      since: hidden,
    });
  });

  it("is a key moment that somebody set since, and not another one, nor a decision on its line", () => {
    const set = decided(machine, [], { ...mitigated, entry: null }, "Ben");
    expect(plan(machine, set, [mitigated])).toEqual({
      ...{ is: "conflict", index: 0, decision: mitigated, entry: null, finding: null, action: null },
      moment: { name: "mitigated", ...fold(machine, set).moments.mitigated },
      since: set,
    });
    expect(plan(machine, set, [{ ...mitigated, version: 1 }]).is).toBe("planned");
    expect(plan(machine, set, [{ ...mitigated, name: "resolved" }]).is).toBe("planned");
    expect(plan(machine, set, [hide(B)]).is).toBe("planned");
    const records = decided(machine, set, { ...mitigated, version: 1 });
    expect(records.map(({ anchors }) => anchors)).toEqual([[], [B]]);
    expect(plan(machine, records, [hide(B)]).is).toBe("planned");
    const undone = decided(machine, records, { type: "undo", decision: 2 });
    expect(plan(machine, undone, [{ ...mitigated, version: 2 }])).toMatchObject({
      is: "conflict",
      since: [{ number: 3 }],
    });
  });

  it("is another kind for a line that somebody decided on since", () => {
    const sent = { type: "rekind", entry: entryId(A), version: 0, basis: "alert", kind: "symptom" } as const;
    expect(plan(machine, hidden, [sent])).toMatchObject({ is: "conflict", entry: { id: entryId(A), version: 1 } });
    const records = decided(machine, hidden, { ...sent, version: 1 });
    expect(records[1]).toMatchObject({ number: 2, anchors: [A], decision: { type: "rekind" } });
    expect(plan(machine, records, [hide(A, 1)])).toMatchObject({ is: "conflict", since: [{ number: 2 }] });
  });

  it("is none once the person saw it, and none on another entry", () => {
    expect(plan(machine, hidden, [hide(A, 1)]).is).toBe("planned");
    expect(plan(machine, hidden, [hide(B)]).is).toBe("planned");
  });

  it("is none between decisions of one batch", () => {
    const show = { type: "show", entry: entryId(A), version: 0 } as const;
    expect(plan(machine, [], [hide(A), show]).is).toBe("planned");
  });

  it("is an undo that the person did not see", () => {
    const undone = decided(machine, hidden, { type: "undo", decision: 1 });
    expect(plan(machine, undone, [hide(A, 1)])).toMatchObject({ is: "conflict", since: [{ number: 2 }] });
  });

  it("is none by folding alone, or by new events", () => {
    const together = machineDraft({ entries: [{ events: [A, B], minute: 1 }] });
    expect(plan(together, hidden, [hide(B)]).is).toBe("planned");
    expect(plan(together, hidden, [hide(A)]).is).toBe("conflict");
  });

  it("is a decision on the entry that mine was folded into, once its record names mine", () => {
    const together = machineDraft({ entries: [{ events: [A, B], minute: 1 }] });
    const mine = decided(machine, hidden, hide(B));
    const theirs = decided(together, mine, { type: "show", entry: entryId(A), version: 2 });
    expect(theirs[2]?.anchors).toEqual([A, B]);
    expect(plan(together, theirs, [hide(B, 2)])).toMatchObject({ is: "conflict", since: [{ number: 3 }] });
  });

  it("is none between two entries that one event makes", () => {
    const twice = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [A], minute: 2, ordinal: 1 },
      ],
    });
    const records = decided(twice, [], hide(A));
    expect(plan(twice, records, [{ type: "hide", entry: entryId(A, 1), version: 0 }]).is).toBe("planned");
  });

  it("is a second verdict on a finding, and none on the entry of the same event", () => {
    const judged = decided(machine, [], judge);
    expect(plan(machine, judged, [{ ...judge, verdict: "rejected" }])).toMatchObject({
      is: "conflict",
      entry: null,
      finding: { state: "accepted", version: 1 },
      since: [{ number: 1 }],
    });
    expect(plan(machine, judged, [hide(A)]).is).toBe("planned");
    expect(plan(machine, judged, [{ ...judge, version: 1 }]).is).toBe("planned");
  });

  it("is a second verdict on a finding by another of its names", () => {
    const later = draftedFinding({ rule: finding.finding.rule, evidence: [entryId(C)] }, C);
    const together = machineDraft({ entries: [{ events: [C, A], minute: 0 }], findings: [later] });
    const judged = decided(together, [], { ...judge, finding: later.finding.id });
    const second = plan(together, judged, [{ ...judge, verdict: "rejected" }]);
    expect(second).toMatchObject({
      is: "conflict",
      finding: { id: later.finding.id, version: 1 },
      since: [{ number: 1 }],
    });
    expect(plan(together, judged, [{ ...judge, version: 1 }]).is).toBe("planned");
  });
});

describe("invalid", () => {
  const cases: [string, Decision, string][] = [
    ["an entry that no event made", { type: "hide", entry: `e_${"0".repeat(20)}`, version: 0 }, "unknown_entry"],
    [
      "a note on an entry that no event made",
      { type: "annotate", entry: `e_${"0".repeat(20)}`, version: 0, text: "x" },
      "unknown_entry",
    ],
    ["a key moment on an entry that no event made", { ...mitigated, entry: `e_${"0".repeat(20)}` }, "unknown_entry"],
    ["a key moment of a version that does not exist yet", { ...mitigated, version: 3 }, "unknown_version"],
    ["a key moment at a time without a zone", { ...mitigated, at: "2026-03-01T10:00:30" }, "unreadable_time"],
    [
      "another kind for an entry that no event made",
      { type: "rekind", entry: `e_${"0".repeat(20)}`, version: 0, basis: "alert", kind: "symptom" },
      "unknown_entry",
    ],
    ["a finding that no rule made", { ...judge, finding: `f_${"0".repeat(20)}` }, "unknown_finding"],
    ["a category of another part", { ...judge, category: "alert_noise" }, "unknown_category"],
    ["a version that does not exist yet", hide(A, 9), "unknown_version"],
    ["a time without a zone", { ...add, at: "2026-03-01T10:00:30" }, "unreadable_time"],
    ["a day that does not exist", { ...add, at: "2026-02-30T10:00:30Z" }, "unreadable_time"],
    ["evidence of another incident", { ...add, evidence: [A, C] }, "evidence_not_of_incident"],
    ["a review of an unknown draft", { type: "review", digest: "f".repeat(64) }, "unknown_digest"],
    ["undo of what was never decided", { type: "undo", decision: 5 }, "nothing_to_undo"],
  ];

  it.each(cases)("is %s", (_name, decision, code) => {
    expect(rejection(plan(machine, [], [decision]))).toBe(code);
  });

  it("is undo of what is undone already", () => {
    const undone = decided(machine, decided(machine, [], hide(A)), { type: "undo", decision: 1 });
    expect(rejection(plan(machine, undone, [{ type: "undo", decision: 1 }]))).toBe("nothing_to_undo");
    const redone = decided(machine, undone, { type: "undo", decision: 2 });
    expect(plan(machine, redone, [{ type: "undo", decision: 1 }]).is).toBe("planned");
  });

  it("is undoing the same batch twice in one", () => {
    const batch = decided(machine, [], [hide(A), hide(B)]);
    const twice = [
      { type: "undo", decision: 1 },
      { type: "undo", decision: 2 },
    ] as const;
    expect(plan(machine, batch, twice)).toMatchObject({ is: "invalid", index: 1 });
  });

  it("is a batch with one bad decision, as a whole", () => {
    expect(plan(machine, [], [hide(A), { type: "undo", decision: 1 }])).toMatchObject({ is: "invalid", index: 1 });
    expect(plan(machine, [], [])).toMatchObject({ is: "invalid", index: 0 });
  });
});
