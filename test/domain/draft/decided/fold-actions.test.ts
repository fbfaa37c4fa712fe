import { describe, expect, it } from "vitest";
import type { Plan } from "../../../../src/domain/decide/decide.ts";
import type { Decision, DecisionRecord } from "../../../../src/domain/decision.ts";
import { foldDecisions } from "../../../../src/domain/draft/decided/fold.ts";
import type { MachineDraft } from "../../../../src/domain/draft/machine.ts";
import type { Action } from "../../../../src/domain/draft/schema.ts";
import { actionId, addedActionId } from "../../../../src/domain/served-names.ts";
import {
  decided,
  draftedAction,
  draftedFinding,
  entryId,
  fold,
  machineDraft,
  plan,
  SURROUNDINGS,
} from "../machine-drafts.ts";

const [A, M, N] = ["am/alertmanager:v1:a", "C1:10.1", "C1:10.2"];
const finding = draftedFinding({ rule: "automated_detection", evidence: [entryId(A)] }, A);
const entries = [{ events: [A], minute: 1 }];
const proposing = (facts: Partial<Action> = {}): MachineDraft =>
  machineDraft({ entries, findings: [finding], actions: [draftedAction(M, facts), draftedAction(N)] });
const machine = proposing({ text: "Raise the limit", owner: "Oona" });
const BASIS = { text: "Raise the limit", owner: "Oona" };
const id = actionId(M, 0);

type Change = Omit<Extract<Decision, { type: "action"; id: string }>, "type" | "id">;
const change = (facts: Partial<Change>): Decision => ({ type: "action", id, version: 0, ...facts });
const first = (of: MachineDraft, records: readonly DecisionRecord[]) => fold(of, records).actions[0];
const rejection = (made: Plan) => (made.is === "invalid" ? made.rejection.code : made.is);

describe("an action item of the machine's", () => {
  it("is reworded, given away, tied to a day and a finding, closed; what is left out stays", () => {
    const owned = decided(machine, [], change({ basis: BASIS, owner: "Bertil" }));
    expect(first(machine, owned)).toEqual({
      ...{ id, text: "Raise the limit", owner: "Bertil", version: 1, state: "open", machine: BASIS },
      edited: { by: "Ada", at: "2026-03-02T09:00:00Z", fields: ["owner"] },
    });
    const answers = finding.finding.id;
    const all = decided(machine, owned, [
      change({ version: 1, basis: BASIS, text: "Raise it to 200", due: "2026-03-14", answers, state: "done" }),
    ]);
    const facts = { text: "Raise it to 200", owner: "Bertil", due: "2026-03-14", answers, state: "done", version: 2 };
    expect(first(machine, all)).toMatchObject(facts);
    const taken = decided(machine, all, change({ version: 2, basis: BASIS, owner: null, due: null, answers: null }));
    const last = first(machine, taken);
    expect(last).toMatchObject({ text: "Raise it to 200", owner: null, state: "done" });
    expect([last?.due, last?.answers]).toEqual([undefined, undefined]);
    expect(fold(machine, taken).actions[1]).toEqual(machine.actions[1]?.action);
  });

  it("is closed and reopened without a basis, and shows nothing of the machine's beside it", () => {
    const done = decided(machine, [], change({ state: "done" }));
    expect(first(machine, done)?.machine).toBeUndefined();
    expect(first(machine, decided(machine, done, change({ version: 1, state: "open" })))?.state).toBe("open");
  });

  it("goes back to the machine's by an undo, and comes back by another", () => {
    const done = decided(machine, [], change({ state: "done" }));
    const undone = decided(machine, done, { type: "undo", decision: 1 });
    expect(first(machine, undone)).toMatchObject({ state: "open", version: 2 });
    expect(first(machine, decided(machine, undone, { type: "undo", decision: 2 }))).toMatchObject({ state: "done" });
  });

  it("shows both where the machine's words or owner changed under an edit, until somebody decides again", () => {
    const edit = decided(machine, [], change({ basis: BASIS, text: "Raise it to 200", owner: "Bertil" }));
    expect(first(machine, edit)?.conflict).toBeUndefined();
    const later = proposing({ text: "Lower the limit", owner: null });
    expect(first(later, edit)).toMatchObject({
      ...{ text: "Raise it to 200", owner: "Bertil", machine: { text: "Lower the limit", owner: null } },
      conflict: [
        { field: "text", basis: "Raise the limit", machine: "Lower the limit", human: "Raise it to 200" },
        { field: "owner", basis: "Oona", machine: null, human: "Bertil" },
      ],
    });
    const now = { text: "Lower the limit", owner: null };
    const settled = decided(later, edit, change({ version: 1, basis: now, text: "Raise it to 200" }));
    expect(first(later, settled)?.conflict).toMatchObject([{ field: "owner" }]);
    expect(first(proposing({ text: "Raise it to 200", owner: "Bertil" }), edit)?.conflict).toBeUndefined();
    const closed = decided(machine, [], change({ state: "done" }));
    expect(first(later, closed)?.conflict).toBeUndefined();
  });

  it("leaves an orphan where nobody says it any more, and takes the decision up when it is said again", () => {
    const done = decided(machine, [], change({ state: "done" }));
    const gone = fold(machineDraft({ entries }), done);
    expect(gone.actions).toEqual([]);
    expect(gone.orphans).toMatchObject([{ number: 1, decision: { type: "action", id } }]);
    expect(fold(proposing(), done)).toMatchObject({ orphans: [], actions: [{ id, state: "done" }, {}] });
  });

  it("keeps what was decided when the key of what set it changes", () => {
    const [former, key] = ["gh/github:v1:issue:7", "gh/github:v2:issue:7"];
    const before = machineDraft({ entries, actions: [draftedAction(former)] });
    const decision: Decision = { type: "action", id: actionId(former, 0), version: 0, state: "done" };
    const done = decided(before, [], decision);
    const after = machineDraft({ entries, actions: [draftedAction(key)] });
    const renamed = new Map([[former, key]]);
    const draft = foldDecisions(after, done, null, { ...SURROUNDINGS, renamed });
    expect(draft).toMatchObject({ orphans: [], actions: [{ id: actionId(key, 0), state: "done", version: 1 }] });
  });

  it("beyond the first ten shows once somebody decided on it", () => {
    const many = machineDraft({ entries, actions: Array.from({ length: 14 }, (_, n) => draftedAction(`C1:${n}`)) });
    expect(fold(many).actions).toHaveLength(10);
    const twelfth = actionId("C1:11", 0);
    const done = decided(many, [], { type: "action", id: twelfth, version: 0, state: "done" });
    expect(fold(many, done).actions.map((action) => action.id)[10]).toBe(twelfth);
    expect(fold(many, done).actions).toHaveLength(11);
  });
});

describe("an action item of a person's", () => {
  const add: Decision = { type: "action", text: "Write down how to restore", owner: "Mirela", due: "2026-03-20" };
  const added = decided(machine, [], add);
  const name = addedActionId({ incident: machine.opener, number: 1 });

  it("stands behind the machine's under a name of its own", () => {
    expect(fold(machine, added).actions[2]).toEqual({
      ...{ id: name, text: "Write down how to restore", owner: "Mirela", due: "2026-03-20", version: 1, state: "open" },
    });
  });

  it("is changed without a basis, and never in conflict", () => {
    const records = decided(machine, added, {
      type: "action",
      id: name,
      version: 1,
      text: "Write it down",
      owner: null,
    });
    expect(fold(machine, records).actions[2]).toEqual({
      ...{ id: name, text: "Write it down", owner: null, due: "2026-03-20", version: 2, state: "open" },
      edited: { by: "Ada", at: "2026-03-02T09:00:01Z", fields: ["text", "owner"] },
    });
  });

  it("goes by an undo; what was decided on it is an orphan until it is back", () => {
    const records = decided(machine, added, { type: "action", id: name, version: 1, state: "done" });
    const undone = decided(machine, records, { type: "undo", decision: 1 });
    expect(fold(machine, undone)).toMatchObject({ actions: [{}, {}], orphans: [{ number: 2 }] });
    const redone = decided(machine, undone, { type: "undo", decision: 3 });
    expect(fold(machine, redone)).toMatchObject({ orphans: [], actions: [{}, {}, { id: name, state: "done" }] });
  });

  it("answers the finding that holds the event now, under whatever name", () => {
    const answering = decided(machine, [], { type: "action", text: "Praise the alert", answers: finding.finding.id });
    expect(answering[0]?.anchors[1]).toBe(A);
    const before = "gh/github:v1:deploy";
    const moved = draftedFinding({ rule: "automated_detection", evidence: [entryId(before)] }, before);
    const later = machineDraft({ entries: [{ events: [before, A], minute: 0 }], findings: [moved] });
    expect(fold(later, answering).actions[0]?.answers).toBe(moved.finding.id);
    expect(fold(machineDraft({ entries }), answering).actions[0]?.answers).toBe(finding.finding.id);
  });
});

describe("deciding on an action item", () => {
  it("is a conflict, with both sides, where somebody decided on it meanwhile, and only on it", () => {
    const theirs = decided(machine, [], change({ state: "done" }), "Ben");
    const mine = change({ basis: BASIS, owner: "Bertil" });
    expect(plan(machine, theirs, [mine])).toEqual({
      ...{ is: "conflict", index: 0, decision: mine, entry: null, moment: null, finding: null, since: theirs },
      action: first(machine, theirs),
    });
    expect(plan(machine, theirs, [{ type: "action", id: actionId(N, 0), version: 0, state: "done" }]).is).toBe(
      "planned",
    );
    expect(plan(machine, theirs, [{ ...mine, version: 1 } as Decision]).is).toBe("planned");
    const undone = decided(machine, theirs, { type: "undo", decision: 1 });
    expect(plan(machine, undone, [{ ...mine, version: 1 } as Decision])).toMatchObject({ since: [{ number: 2 }] });
  });

  const cases: [string, Decision, string][] = [
    [
      "an item that nobody set",
      { type: "action", id: `a_${"0".repeat(20)}`, version: 0, state: "done" },
      "unknown_action",
    ],
    ["a version that does not exist yet", change({ version: 7, state: "done" }), "unknown_version"],
    ["a day that does not exist", change({ due: "2026-02-30" }), "unreadable_due"],
    ["a day of the year 0", { type: "action", text: "x", due: "0000-01-01" }, "unreadable_due"],
    ["an answer to no finding", change({ answers: `f_${"0".repeat(20)}` }), "unknown_finding"],
    ["words without what the person saw", change({ text: "Raise it" }), "no_basis"],
    ["an owner without what the person saw", change({ owner: null }), "no_basis"],
    ["a change of nothing", change({ basis: BASIS }), "nothing_decided"],
  ];
  it.each(cases)("is refused for %s", (_name, decision, code) => {
    expect(rejection(plan(machine, [], [decision]))).toBe(code);
  });
});
