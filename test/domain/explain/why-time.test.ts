import { describe, expect, it } from "vitest";
import type { Entry } from "../../../src/domain/draft/schema.ts";
import { timeOfEntry, timeOfEvent } from "../../../src/domain/explain/why-time.ts";
import { machineDraft } from "../draft/machine-drafts.ts";
import { minutes, recorded } from "../events.ts";

describe("the time of an event", () => {
  const at = { key: "am/am:v1:1", occurredAt: minutes(1) };
  it.each([
    ["its sender's", recorded(at), "told_by_sender", "its sender's own time, to the second; it was received 5 s later"],
    [
      "its sender's, without a zone",
      recorded({ ...at, precision: "m", zoneAssumed: true }, { receivedAt: minutes(1) }),
      "told_by_sender",
      "its sender's own time, to the minute, told without a zone: UTC was taken",
    ],
    [
      "of the first receipt",
      recorded({ ...at, precision: "unknown", timeSuspect: true }),
      "received",
      "its sender told no time that can be: it is when the first delivery of it came in",
    ],
  ])("is %s", (_, event, rule, words) => {
    expect(timeOfEvent(event)).toEqual({ rule, words });
  });
});

describe("the time of an entry", () => {
  const first = recorded({ key: "chat/chat:v1:1", occurredAt: minutes(5) });
  const entry = (facts: Partial<Entry> = {}): Entry => {
    const [drafted] = machineDraft({ entries: [{ events: ["chat/chat:v1:1"], minute: 5 }] }).entries;
    if (!drafted) throw new Error("an entry");
    return { ...drafted.entry, ...facts };
  };

  it("is that of its first event", () => {
    expect(timeOfEntry(entry(), first)).toEqual(timeOfEvent(first));
  });

  it("is what its words tell, where that is another", () => {
    const said = { at: "2026-03-01T10:02:00Z", precision: "m" } as const;
    expect(timeOfEntry(entry(said), first).words).toContain("to the minute; it was written at");
    expect(timeOfEntry(entry({ ...said, zoneAssumed: true }), first)).toEqual({
      rule: "said",
      words: "its words tell when it happened, to the minute (UTC was taken); it was written at 2026-03-01T10:05:00Z",
    });
  });

  it("is a person's, where one moved it or wrote it", () => {
    const edited = { by: "Ada", at: "2026-03-02T09:00:00Z", fields: ["at"] };
    const { at, precision, text, kind } = entry();
    const moved = entry({ at: "2026-03-01T10:04:00Z", edited, machine: { at, precision, text, kind } });
    expect(timeOfEntry(moved, first)).toEqual({
      rule: "retimed",
      words: "Ada moved it here; the draft had 2026-03-01T10:05:00Z",
    });
    expect(timeOfEntry(entry({ origin: "person" }), undefined).rule).toBe("written");
    expect(timeOfEntry(entry({ edited: { ...edited, fields: ["text"] } }), first).rule).toBe("told_by_sender");
  });

  it("says where its order is uncertain", () => {
    expect(timeOfEntry(entry({ orderCertain: false }), first).words).toMatch(/later\. The clocks cannot say whether/);
  });
});
