import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Draft } from "../../../../src/domain/draft/schema.ts";
import { decided, entryId, entryOf, fold, machineDraft } from "../machine-drafts.ts";

const [A, B] = ["am/alertmanager:v1:a", "slack/slack:v1:b"];
const machine = machineDraft({
  entries: [
    { events: [A], minute: 1 },
    { events: [B], minute: 2 },
  ],
});
const hide = (anchor: string, version = 0) => ({ type: "hide", entry: entryId(anchor), version }) as const;
const undo = (decision: number) => ({ type: "undo", decision }) as const;

/** What a draft says, without the numbers that tell how often it was decided on. */
const said = ({ entries, moments, detection, metrics, findings, review, orphans }: Draft) => ({
  entries: entries.map((entry) => ({ ...entry, version: 0 })),
  moments,
  detection,
  metrics,
  findings,
  review,
  orphans,
});

describe("undo", () => {
  it("takes a decision back; the entry's version is the number of the undo", () => {
    const records = decided(machine, decided(machine, [], hide(A)), undo(1));
    const entry = entryOf(fold(machine, records), entryId(A));
    expect(entry).toMatchObject({ visibility: "timeline", version: 2 });
    expect(entry.edited).toBeUndefined();
    expect(records[1]?.anchors).toEqual([A]);
  });

  it("brings a decision back when it is itself undone", () => {
    const records = decided(machine, decided(machine, decided(machine, [], hide(A)), undo(1)), undo(2));
    expect(entryOf(fold(machine, records), entryId(A))).toMatchObject({ visibility: "log", version: 3 });
  });

  it("takes back the whole batch, whichever of its decisions it names", () => {
    const batch = decided(machine, [], [hide(A), hide(B)]);
    expect(batch.map(({ batch: of }) => of)).toEqual([1, 1]);
    const draft = fold(machine, decided(machine, batch, undo(2)));
    expect(draft.entries.map(({ visibility }) => visibility)).toEqual(["timeline", "timeline"]);
    expect(draft.entries.map(({ version }) => version)).toEqual([3, 3]);
  });

  it("takes an added entry away and brings it back under the same id", () => {
    const add = { type: "add", at: "2026-03-01T10:00:30Z", precision: "s", kind: "observation", text: "Seen" } as const;
    const added = decided(machine, [], add);
    const gone = decided(machine, added, undo(1));
    expect(fold(machine, gone).entries).toHaveLength(2);
    const back = fold(machine, decided(machine, gone, undo(2)));
    expect(back.entries[0]).toMatchObject({ id: fold(machine, added).entries[0]?.id, text: "Seen", version: 3 });
  });

  it("lists decisions on an added entry as orphans while the entry is taken back", () => {
    const add = { type: "add", at: "2026-03-01T10:00:30Z", precision: "s", kind: "observation", text: "Seen" } as const;
    const added = decided(machine, [], add);
    const pinned = decided(machine, added, { type: "pin", entry: added[0]?.anchors[0] ?? "", version: 1 });
    expect(fold(machine, decided(machine, pinned, undo(1))).orphans).toMatchObject([{ number: 2 }]);
  });

  it("leaves decisions that came after in force", () => {
    const reword = (text: string, version: number) =>
      ({ type: "reword", entry: entryId(A), version, basis: `What ${A} says`, text }) as const;
    const records = decided(machine, decided(machine, [], reword("first", 0)), reword("second", 1));
    expect(entryOf(fold(machine, decided(machine, records, undo(1))), entryId(A)).text).toBe("second");
    const redone = decided(machine, decided(machine, records, undo(1)), undo(3));
    expect(entryOf(fold(machine, redone), entryId(A)).text).toBe("second");
  });
});

describe("laws", () => {
  const step = fc.constantFrom(
    ...[hide(A), hide(B)],
    ...([A, B] as const).map((anchor) => ({ type: "pin", entry: entryId(anchor), version: 0 }) as const),
    ...([A, B] as const).map(
      (anchor) =>
        ({
          type: "reword",
          entry: entryId(anchor),
          version: 0,
          basis: `What ${anchor} says`,
          text: "Reworded",
        }) as const,
    ),
    ...([A, B] as const).map(
      (anchor) =>
        ({ type: "rekind", entry: entryId(anchor), version: 0, basis: "alert", kind: "human_report" }) as const,
    ),
    ...([A, B] as const).map(
      (anchor) => ({ type: "annotate", entry: entryId(anchor), version: 0, text: "Ask the vendor" }) as const,
    ),
  );
  const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
  /** Each batch is decided on what the draft shows then. */
  const logOf = (groups: readonly (readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[])[]) =>
    groups.reduce(
      (records, group) => {
        const { revision } = fold(machine, records);
        return decided(
          machine,
          records,
          group.map((decision) => ({ ...decision, version: revision })),
        );
      },
      decided(machine, [], hide(A)),
    );

  it("undo then says what was said before, and undo of the undo what was said after", () => {
    fc.assert(
      fc.property(batches, fc.array(step, { minLength: 1, maxLength: 3 }), (earlier, group) => {
        const before = logOf(earlier);
        const after = decided(
          machine,
          before,
          group.map((decision) => ({ ...decision, version: before.length })),
        );
        const undone = decided(machine, after, undo(after.length));
        const redone = decided(machine, undone, undo(undone.length));
        expect(said(fold(machine, undone))).toEqual(said(fold(machine, before)));
        expect(said(fold(machine, redone))).toEqual(said(fold(machine, after)));
      }),
      { numRuns: 60 },
    );
  });

  it("undoing everything, last first, says what the machine proposed", () => {
    fc.assert(
      fc.property(batches, (groups) => {
        let records = logOf(groups);
        const numbers = [...new Set(records.map(({ batch }) => batch))].reverse();
        for (const number of numbers) records = decided(machine, records, undo(number));
        expect(said(fold(machine, records))).toEqual(said(fold(machine)));
      }),
      { numRuns: 60 },
    );
  });
});
