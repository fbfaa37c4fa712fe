import { describe, expect, it } from "vitest";
import { lintEntry } from "../../../../src/domain/draft/lines/lint-entry.ts";
import type { Lint } from "../../../../src/domain/lint.ts";
import { decided, entryId, entryOf, fold, machineDraft } from "../machine-drafts.ts";
import { alert, draft, entriesOf, message } from "../views.ts";

/** Marks every "because". */
const lint: Lint = (text) =>
  [...text.matchAll(/because/g)].map(({ index, 0: words }) => ({
    ...{ rule: "why", span: [index, index + words.length], words },
    ...{ reason: "It tells why.", hint: "Say what." },
  }));

const A = "am/alertmanager:v1:a";
const B = "slack/slack:v1:b";
const machine = machineDraft({
  lint,
  entries: [
    { events: [A], minute: 1, text: "Gateway restarted" },
    { events: [B], minute: 2, visibility: "log", text: "dmitri: because of the disk" },
  ],
});
const rulesOf = (records: Parameters<typeof fold>[1], id: string) =>
  entryOf(fold(machine, records), id).lint.map(({ rule, words }) => `${rule}: ${words}`);
const reword = (text: string) =>
  decided(machine, [], { type: "reword", entry: entryId(A), version: 0, basis: "Gateway restarted", text });

describe("what people write", () => {
  it("is taken as it is, and marked", () => {
    const records = reword("Gateway restarted because it was full");
    expect(entryOf(fold(machine, records), entryId(A))).toMatchObject({
      text: "Gateway restarted because it was full",
      lint: [{ rule: "why", span: [18, 25], words: "because", reason: "It tells why.", hint: "Say what." }],
    });
  });

  it("loses its marks with its words", () => {
    const first = reword("Gateway restarted because it was full");
    const again = { type: "reword", entry: entryId(A), version: 1, basis: "Gateway restarted" } as const;
    expect(rulesOf(decided(machine, first, { ...again, text: "Gateway restarted" }), entryId(A))).toEqual([]);
    expect(rulesOf(decided(machine, first, { type: "undo", decision: 1 }), entryId(A))).toEqual([]);
  });

  it("is marked where it is a line of its own", () => {
    const at = { at: "2026-03-01T10:05:00Z", precision: "m", kind: "observation" } as const;
    const { entries } = fold(machine, decided(machine, [], { type: "add", ...at, text: "Slow because of the disk" }));
    expect(entries.find(({ origin }) => origin === "person")?.lint).toHaveLength(1);
  });

  it("is marked in the log where it is a line of its own, too", () => {
    const at = { at: "2026-03-01T10:05:00Z", precision: "m", kind: "observation" } as const;
    const added = decided(machine, [], { type: "add", ...at, text: "Slow because of the disk" });
    const { id = "" } = fold(machine, added).entries.find(({ origin }) => origin === "person") ?? {};
    const hidden = decided(machine, added, { type: "hide", entry: id, version: 1 });
    expect(entryOf(fold(machine, hidden), id).visibility).toBe("log");
    expect(rulesOf(hidden, id)).toEqual(["why: because"]);
  });

  it("is marked in the log, too", () => {
    const hidden = decided(machine, reword("Restarted because"), { type: "hide", entry: entryId(A), version: 1 });
    expect(rulesOf(hidden, entryId(A))).toEqual(["why: because"]);
  });
});

describe("what the machine wrote", () => {
  it("is not marked in the log, and is once a person shows it", () => {
    expect(rulesOf([], entryId(B))).toEqual([]);
    const shown = decided(machine, [], { type: "show", entry: entryId(B), version: 0 });
    expect(rulesOf(shown, entryId(B))).toEqual(["why: because"]);
  });

  it("is marked on the timeline, with those for persons who took part; what they said is not", () => {
    const drafted = draft([
      alert("a", 1, "firing", { title: "ShopDown: checkout fails because of its database" }),
      message("m", 4, "restarted the gateway", { actor: { type: "human", id: "slack:U1", name: "Dmitri" } }),
    ]);
    const marks = entriesOf(drafted).flatMap((entry) => entry.lint.map(({ words }) => words));
    expect(marks).toContain("because of");
    expect(drafted.lint("Dmitri broke it").map(({ rule }) => rule)).toEqual(["blame"]);
    expect(drafted.lint("Gateway broke it")).toEqual([]);
  });
});

describe("a note", () => {
  it("is marked by its place among the notes", () => {
    const { entry } = machine.entries[1] ?? {};
    if (!entry) throw new Error("there is a second entry");
    const note = (text: string) => ({ by: "Noor", at: "2026-03-01T10:05:00Z", text });
    const noted = { ...entry, notes: [note("seen in Oslo"), note("slow because of the disk")] };
    expect(lintEntry(noted, lint)).toMatchObject([{ rule: "why", note: 1, span: [5, 12] }]);
  });
});
