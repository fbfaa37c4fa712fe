import { describe, expect, it } from "vitest";
import { decided, draftedFinding, entryId, fold, machineDraft } from "../machine-drafts.ts";

const [A, B, C] = ["am/alertmanager:v1:a", "slack/slack:v1:b", "gh/github:v1:c"];
const machine = machineDraft({
  entries: [
    { events: [A], minute: 1 },
    { events: [B], minute: 2 },
  ],
});
const later = machineDraft({
  entries: [
    { events: [A], minute: 1 },
    { events: [B], minute: 2 },
    { events: [C], minute: 0 },
  ],
});
const news = (draft: ReturnType<typeof fold>): string[] =>
  draft.entries.filter((entry) => entry.new).map(({ evidence }) => evidence[0]?.event ?? "");

describe("what is new", () => {
  const reviewed = decided(machine, [], { type: "review", digest: fold(machine).digest });

  it("is nothing, without a review or a publication", () => {
    expect(news(fold(later))).toEqual([]);
  });

  it("is an entry with an event that the review did not see", () => {
    const draft = fold(later, reviewed);
    expect(draft.review).toEqual({ by: "Ada", at: "2026-03-02T09:00:00Z" });
    expect(news(draft)).toEqual([C]);
  });

  it("is an entry with a variant that the review did not see", () => {
    const edited = machineDraft({
      entries: [
        { events: [A], minute: 1 },
        { events: [B], minute: 2 },
      ],
      contents: { [B]: "c2" },
    });
    expect(news(fold(edited, reviewed))).toEqual([B]);
  });

  it("is measured against the publication, where that is later", () => {
    expect(news(fold(later, [], { revision: 0, events: machine.events }))).toEqual([C]);
    expect(news(fold(later, reviewed, { revision: 1, events: later.events }))).toEqual([]);
  });

  it("is measured against the review, where that is later", () => {
    const again = decided(later, reviewed, { type: "review", digest: fold(later, reviewed).digest });
    expect(news(fold(later, again, { revision: 1, events: machine.events }))).toEqual([]);
  });

  it("goes with the review that is undone", () => {
    const undone = decided(machine, reviewed, { type: "undo", decision: 1 });
    expect(fold(later, undone)).toMatchObject({ review: null });
    expect(news(fold(later, undone))).toEqual([]);
  });
});

describe("verdicts", () => {
  const finding = draftedFinding({ rule: "automated_detection", evidence: [entryId(A)] }, A);
  const judged = machineDraft({ entries: [{ events: [A], minute: 1 }], findings: [finding] });
  const judge = { type: "judge", finding: finding.finding.id, version: 0, verdict: "accepted" } as const;

  it("set state, text and category", () => {
    const records = decided(judged, [], { ...judge, text: "Praise the probe", category: "effort" });
    expect(fold(judged, records).findings).toEqual([
      { ...finding.finding, state: "accepted", text: "Praise the probe", category: "effort", version: 1 },
    ]);
  });

  it("keep an earlier wording when only the verdict changes", () => {
    const records = decided(judged, [], { ...judge, text: "Praise the probe" });
    const rejected = decided(judged, records, { ...judge, version: 1, verdict: "rejected" });
    expect(fold(judged, rejected).findings[0]).toMatchObject({
      state: "rejected",
      text: "Praise the probe",
      version: 2,
    });
  });

  it("stay with the finding of that rule that holds the event", () => {
    const records = decided(judged, [], judge);
    const moved = machineDraft({
      entries: [{ events: [C, A], minute: 0 }],
      findings: [draftedFinding({ rule: "automated_detection", evidence: [entryId(C)] }, C)],
    });
    expect(fold(moved, records)).toMatchObject({ findings: [{ state: "accepted", version: 1 }], orphans: [] });
  });

  it("are orphans where the finding vanished, or is of another rule", () => {
    const records = decided(judged, [], judge);
    const other = machineDraft({
      entries: [{ events: [A], minute: 1 }],
      findings: [draftedFinding({ rule: "alert_noise", evidence: [entryId(A)] }, A)],
    });
    expect(fold(other, records)).toMatchObject({ findings: [{ state: "candidate" }], orphans: [{ number: 1 }] });
  });

  it("leave an entry of the same event alone", () => {
    const records = decided(judged, [], judge);
    expect(fold(judged, records).entries[0]?.version).toBe(0);
  });
});
