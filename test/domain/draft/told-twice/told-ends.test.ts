import { describe, expect, it } from "vitest";
import type { Attachment } from "../../../../src/domain/correlate/incident-view.ts";
import { type Happening, happening } from "../../../../src/domain/draft/happenings/happening.ts";
import type { Message, Weighed } from "../../../../src/domain/draft/happenings/messages.ts";
import { foldToldEnds } from "../../../../src/domain/draft/told-twice/told-ends.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import type { EntryKind } from "../../../../src/domain/kinds.ts";
import type { Reading } from "../../../../src/domain/reading.ts";
import { alert, draft, message } from "../views.ts";

const attached = (event: RecordedEvent): Attachment => ({ event, rank: 1, reason: "same_thread" });

/** The alert ends at ten past. */
const end = (): Happening =>
  happening({ sort: "clear", kind: "alert_cleared", lead: attached(alert("Sorters", 10, "resolved", { start: 0 })) });

/** Said at this minute, worth a line, and taken for this kind: by a rule that plainly finds it, or by its weight. */
function said(minute: number, kind: EntryKind, ruled?: Partial<Reading>): Message {
  const lead = attached(message(`m${minute}`, minute, "belts 1 to 4 carry trays"));
  const reading = ruled ? ({ kind, certain: true, ...ruled } as Reading) : null;
  return {
    ...happening({ sort: "message", kind, lead, reading }),
    words: lead,
    deleted: false,
    marks: new Map(),
    weighed: { worth: 1 } as Weighed,
  };
}

/** What becomes of the end beside these messages: which of them holds it, if any does. */
function holder(...messages: Message[]): Message | undefined {
  const clear = end();
  foldToldEnds([clear], messages);
  return messages.find((one) => one === clear.foldedInto);
}

describe("the end of an alert", () => {
  it("goes to who plainly says that it works again, before it or after it", () => {
    for (const minute of [8, 10, 12]) {
      const told = said(minute, "recovery", {});
      expect(holder(told)).toBe(told);
    }
  });

  it("stands for itself where nobody says so within two minutes", () => {
    expect(holder(said(7, "recovery", {}), said(13, "recovery", {}))).toBeUndefined();
  });

  it("goes to the nearest of several, and rather to one that is plain", () => {
    const nearer = said(11, "recovery", {});
    expect(holder(said(8, "recovery", {}), nearer)).toBe(nearer);
    const plain = said(12, "recovery", {});
    expect(holder(said(8, "recovery"), plain)).toBe(plain);
  });

  it("stays with what was seen right before it, whatever is plainly said later", () => {
    const seen = said(9, "observation");
    expect(holder(seen, said(12, "recovery", {}))).toBe(seen);
    const plain = said(8, "recovery", {});
    expect(holder(plain, said(9, "observation"))).toBe(plain);
  });

  it.each(["observation", "symptom", "human_report"] as const)(
    "makes of the %s right before it what it is: the recovery",
    (kind) => {
      const seen = said(9, kind);
      expect(holder(seen)).toBe(seen);
      expect(seen.kind).toBe("recovery");
    },
  );

  it("makes nothing of what is seen after it, of trouble that is plainly told, and of what people do", () => {
    for (const other of [
      said(11, "observation"),
      said(9, "symptom", {}),
      said(9, "symptom", { reports: true, certain: false }),
      said(9, "symptom", { means: "trouble_back", certain: false }),
      said(9, "mitigation"),
    ]) {
      const { kind } = other;
      expect(holder(other)).toBeUndefined();
      expect(other.kind).toBe(kind);
    }
  });

  it("does not go to what is deleted, or worth no line", () => {
    expect(holder({ ...said(9, "recovery", {}), deleted: true })).toBeUndefined();
    expect(holder({ ...said(9, "recovery", {}), weighed: { worth: 0 } as Weighed })).toBeUndefined();
  });
});

describe("an end that was folded into somebody's words", () => {
  const course = (words: string) => [
    alert("Sorters", 0),
    message("m9", 9, words),
    alert("Sorters", 10, "resolved", { start: 0 }),
  ];

  it.each(["belts 1 to 4 carry trays again, errors are gone", "p95 400 ms, 900 trays an hour on all belts"])(
    "is an end all the same to key moments: %s",
    (words) => {
      const { entries, moments } = draft(course(words));
      const told = entries.find(({ entry }) => entry.evidence.length === 2)?.entry;
      expect(told).toMatchObject({ kind: "recovery", at: expect.stringContaining("10:09") });
      for (const { entry } of [moments.mitigated, moments.resolved, moments.impactEnded]) expect(entry).toBe(told?.id);
    },
  );

  it("is an end to those who ask for it", () => {
    const endless = alert("Sorters", 1, "firing", { names: ["hall-2"] });
    const { questions } = draft([...course("belts 1 to 4 carry trays again, errors are gone"), endless]);
    expect(questions.map(({ text }) => text)).not.toContainEqual(expect.stringContaining("Did it ever end?"));
  });
});
