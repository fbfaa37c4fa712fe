import { describe, expect, it } from "vitest";
import type { Decision, DecisionRecord } from "../../../../src/domain/decision.ts";
import type { Lint } from "../../../../src/domain/lint.ts";
import { decided, entryId, entryOf, fold, machineDraft, plan } from "../machine-drafts.ts";

const [A, B] = ["am/alertmanager:v1:a", "slack/slack:v1:b"];
const lines = [
  { events: [A], minute: 1 },
  { events: [B], minute: 2 },
];
const lint: Lint = (text) => {
  const from = text.indexOf("because");
  return from < 0
    ? []
    : [{ rule: "why", span: [from, from + 7], words: "because", reason: "It tells why.", hint: "Say what." }];
};
const machine = machineDraft({ entries: lines, lint });
const note = (text: string, version = 0, anchor = A) =>
  ({ type: "annotate", entry: entryId(anchor), version, text }) as const;
const lineOf = (records: readonly DecisionRecord[], of = machine) => entryOf(fold(of, records), entryId(A));

describe("annotate", () => {
  const two = decided(machine, decided(machine, [], note("Ask the vendor"), "Ben"), note("They answered", 1));

  it("adds a note beside the line, with who and when, in the order of the numbers, and changes nothing else of it", () => {
    const entry = lineOf(two.toReversed());
    expect(entry).toEqual({
      ...lineOf([]),
      version: 2,
      notes: [
        { by: "Ben", at: "2026-03-02T09:00:00Z", text: "Ask the vendor" },
        { by: "Ada", at: "2026-03-02T09:00:01Z", text: "They answered" },
      ],
      edited: { by: "Ada", at: "2026-03-02T09:00:01Z", fields: ["notes"] },
    });
  });

  it("is taken back by an undo, alone", () => {
    const undone = decided(machine, two, { type: "undo", decision: 1 });
    expect(lineOf(undone)).toMatchObject({ version: 3, notes: [{ text: "They answered" }] });
  });

  it("is a conflict with what somebody decided on the line since", () => {
    expect(plan(machine, two, [note("Me too", 1)])).toMatchObject({ is: "conflict", since: [{ number: 2 }] });
    expect(plan(machine, two, [note("Me too", 0, B)]).is).toBe("planned");
  });

  it("goes with its event to another line, and is an orphan without it", () => {
    const folded = machineDraft({ entries: [{ events: [B, A], minute: 1 }] });
    expect(fold(folded, two).entries[0]?.notes.map(({ text }) => text)).toEqual(["Ask the vendor", "They answered"]);
    const without = machineDraft({ entries: [{ events: [B], minute: 2 }] });
    expect(fold(without, two).orphans.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("keeps the notes of both lines that become one", () => {
    const records = decided(machine, two, note("Louder now", 0, B), "Ben");
    const folded = machineDraft({ entries: [{ events: [A, B], minute: 1 }] });
    const [entry] = fold(folded, records).entries;
    expect(entry?.notes.map(({ text }) => text)).toEqual(["Ask the vendor", "They answered", "Louder now"]);
    expect(entry?.conflict?.[0]?.basis).toContain('annotate "Ask the vendor" (Ben, decision 1)');
  });

  it("is linted in the log, too", () => {
    const hide: Decision = { type: "hide", entry: entryId(A), version: 0 };
    const records = decided(machine, decided(machine, [], hide), note("Slow because of us", 1));
    expect(lineOf(records).lint).toMatchObject([{ rule: "why", note: 0, span: [5, 12] }]);
  });
});
