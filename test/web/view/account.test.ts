import { describe, expect, it } from "vitest";
import { accountOf } from "../../../src/web/view/account.ts";
import { detectionSentence, lackingSentences, partOf } from "../../../src/web/view/claims.ts";
import { flagsOf } from "../../../src/web/view/flags.ts";
import { badgeOf } from "../../../src/web/view/words.ts";
import { decided, draftedFinding, entryId, entryOf, fold, machineDraft } from "../../domain/draft/machine-drafts.ts";

const [A, B, C, D] = ["am-eu/alertmanager:v1:a", "slack/slack:v1:b", "gh/github:v1:c", "own/my-tool:v1:d"];

it("tells key moments in the order of time, those without one last", () => {
  const entries = [0, 30, 90].map((minute) => ({ events: [`am-eu/alertmanager:v1:${minute}`], minute }));
  const { draft, moments } = accountOf(
    fold(machineDraft({ entries, moments: { impactStarted: 0, declared: 90, acknowledged: 30, impactEnded: 90 } })),
  );
  const order = moments.map(({ name }) => name);
  expect(order.slice(0, 4)).toEqual(["impactStarted", "acknowledged", "declared", "impactEnded"]);
  expect(order.slice(4)).toEqual(["detected", "mitigated", "resolved"]);
  const at = (minute: string) => ({ ...draft.moments.declared, at: `2026-03-01T10:${minute}Z` });
  const finely = { ...draft.moments, declared: at("30:00"), acknowledged: at("30:00.250") };
  expect(accountOf({ ...draft, moments: finely }).moments.map(({ name }) => name)).toEqual([
    ...["impactStarted", "declared", "acknowledged", "impactEnded", "detected", "mitigated", "resolved"],
  ]);
});

it("tells a key moment that a person set to a time as finely as they wrote it, else as finely as its line", () => {
  const entries = [{ events: [A], minute: 0, precision: "ms" as const }];
  const machine = machineDraft({ entries, moments: { detected: 0 } });
  const on = { type: "moment", version: 0, entry: entryId(A) } as const;
  const records = decided(
    machine,
    [],
    [
      { ...on, name: "impactStarted", at: "2026-03-01T09:40:00Z" },
      { ...on, name: "declared", entry: null, at: "2026-03-01T10:05:30Z" },
      { ...on, name: "acknowledged" },
    ],
  );
  const { moments, origin } = accountOf(fold(machine, records));
  expect(origin).toEqual({ at: "2026-03-01T09:40:00Z", precision: "m", says: "impact started" });
  const told = Object.fromEntries(moments.map(({ name, told: one }) => [name, one?.precision]));
  expect(told).toMatchObject({ impactStarted: "m", declared: "s", acknowledged: "ms", detected: "ms" });
});

describe("rows", () => {
  const machine = machineDraft({
    entries: [
      { events: [A], minute: 0 },
      { events: [B], minute: 30, visibility: "log" },
      { events: [C], minute: 90 },
      { events: [D], minute: 14 * 60 + 5 },
    ],
    moments: { impactStarted: 0, mitigated: 90, detected: 30 },
  });
  const { rows, origin, logged, hidden } = accountOf(fold(machine));

  it("stand under the line of their day", () => {
    expect(rows.map(({ day }) => day)).toEqual(["Sunday 1 March 2026", null, "Monday 2 March 2026"]);
  });

  it("say long silences, with what the log holds of them", () => {
    expect(rows.map(({ gap }) => gap)).toEqual([null, null, "12 h 35 min without an entry"]);
    const shorter = accountOf(
      fold(
        machineDraft({
          entries: machine.entries
            .slice(0, 3)
            .map(({ anchor, entry }, index) => ({ ...entry, events: [anchor], minute: [0, 30, 90][index] ?? 0 })),
        }),
      ),
    );
    expect(shorter.rows[1]?.gap).toBe("1 h 30 min without an entry, 1 entry in the activity log");
  });

  it("begin with the moments that stand on them, or on what lies before them in the log", () => {
    expect(rows.map(({ moments }) => moments.map(({ name }) => name))).toEqual([
      ["impactStarted"],
      ["detected", "mitigated"],
      [],
    ]);
  });

  it("begin with a moment that an entry tells of, at the time of the moment and not of the entry", () => {
    const { draft } = accountOf(fold(machine));
    const told = (at: string) => ({ ...draft.moments.impactStarted, at, entry: draft.entries[2]?.id ?? null });
    const placesOf = (at: string) =>
      accountOf({ ...draft, moments: { ...draft.moments, impactStarted: told(at) } }).rows.findIndex(({ moments }) =>
        moments.some(({ name }) => name === "impactStarted"),
      );
    expect(placesOf("2026-03-01T09:20:00Z")).toBe(0);
    expect(placesOf("2026-03-01T10:05:00Z")).toBe(1);
    expect(placesOf("2026-03-01T11:30:00Z")).toBe(1);
    expect(placesOf("2026-03-01T11:40:00Z")).toBe(2);
    expect(placesOf("2026-03-03T11:40:00Z")).toBe(1);
  });

  it("count T+ from impact start, and say so", () => {
    expect(origin).toMatchObject({ at: "2026-03-01T10:00:00Z", says: "impact started" });
    expect(rows.map(({ offset }) => offset)).toEqual(["T+0:00", "T+1:30:00", "T+14:05:00"]);
  });

  it("count T+ from the first entry where impact start is not known", () => {
    expect(accountOf(fold(machineDraft({ entries: [{ events: [A], minute: 5 }] }))).origin).toMatchObject({
      at: "2026-03-01T10:05:00Z",
      says: "the first entry",
    });
  });

  it("leave out hidden entries and the log, counted apart", () => {
    expect({ logged, hidden }).toEqual({ logged: 1, hidden: 0 });
    const records = decided(machine, [], { type: "hide", entry: entryId(A), version: 0 });
    const after = accountOf(fold(machine, records));
    expect(after).toMatchObject({ logged: 1, hidden: 1 });
    expect(after.rows).toHaveLength(2);
  });
});

describe("flags", () => {
  const flags = (facts: object) => {
    const machine = machineDraft({ entries: [{ events: [A], minute: 0, ...facts }] });
    return flagsOf(entryOf(fold(machine), entryId(A))).map(({ text }) => text);
  };

  it("say what a reader must know", () => {
    expect(flags({})).toEqual([]);
    expect(flags({ occurrences: 7, until: "2026-03-01T10:04:05Z" })).toEqual(["×7", "until 10:04:05 (4 min 5 s)"]);
    expect(flags({ until: "2026-03-02T01:00:00Z" })).toEqual(["until 2026-03-02 01:00:00 (15 h)"]);
    expect(flags({ zoneAssumed: true, orderCertain: false })).toEqual(["time zone assumed", "≈ order uncertain"]);
    expect(flags({ pinned: true, new: true })).toEqual(["pinned", "new"]);
    const conflict = [{ field: "text", basis: "a", machine: "b", human: "c" }] as const;
    const edited = { by: "Ada", at: "2026-03-02T00:00:00Z", fields: ["text"] };
    expect(flags({ conflict, edited })).toEqual(["edited", "changed under your edit"]);
  });
});

describe("sentences", () => {
  const machine = machineDraft({ entries: [{ events: [A], minute: 0 }] });

  it("tell detection with the gaps that are known", () => {
    const say = (by: "automated" | "human" | null, toReport: number | null, toAction: number | null) => {
      const report = toReport === null ? "none" : "plain";
      return detectionSentence(
        fold({ ...machine, detection: { by, entry: null, report, gaps: { toReport, toAction } } }),
      );
    };
    expect(say(null, null, null)).toBe("Who noticed first is not in the record.");
    expect(say("human", null, null)).toBe("Noticed by a person before any alert.");
    expect(say("automated", 360, 70)).toBe(
      "Detected by an alert, 6 min before the first report by a person; the first action by a person came 1 min 10 s after the alert.",
    );
    expect(say("automated", null, null)).toBe("Detected by an alert; nobody in the record reported it.");
  });

  it("do not say above a report that there is none", () => {
    const entries = [{ events: [A], minute: 0, kind: "human_report" as const }];
    const gaps = { toReport: null, toAction: 70 };
    const say = (report: "unclear" | "plain") => {
      const detection = { by: "automated", entry: null, report, gaps } as const;
      return detectionSentence(fold({ ...machineDraft({ entries }), detection }));
    };
    expect(say("unclear")).toBe(
      "Detected by an alert; perhaps a person reported it at 10:00:00 UTC; the first action by a person came 1 min 10 s after the alert.",
    );
    expect(say("plain")).toBe("Detected by an alert; the first action by a person came 1 min 10 s after the alert.");
  });

  it("tell what the record lacks, a sentence for each source", () => {
    const coverage = [
      {
        source: "pd",
        first: "2026-03-01T10:00:00Z",
        last: null,
        gaps: [{ from: "2026-03-01T14:10:00Z", to: "2026-03-01T14:25:00Z" }],
      },
      {
        source: "gh",
        first: "2026-03-01T10:00:00Z",
        last: null,
        gaps: [
          { from: "2026-03-01T10:00:00Z", to: "2026-03-01T12:00:00Z" },
          { from: "2026-03-01T23:00:00Z", to: "2026-03-02T00:30:00Z" },
        ],
      },
      { source: "slack", first: null, last: null, gaps: [] },
      { source: "am", first: "2026-03-01T10:00:00Z", last: null, gaps: [] },
    ];
    const missing = ["d1", "d2", "d3"].map((delivery) => ({ delivery, source: "pd", code: "unexpected_payload" }));
    expect(lackingSentences({ ...fold({ ...machine, coverage }), missing })).toEqual([
      "pd: a gap in what it sent of this incident: 2026-03-01 14:10–14:25 UTC; 3 deliveries in quarantine.",
      "gh: gaps in what it sent of this incident: 2026-03-01 10:00–12:00 UTC, 2026-03-01 23:00 – 2026-03-02 00:30 UTC.",
      "slack: nothing that belongs to this incident.",
    ]);
  });

  it("keep suggestions apart from what people accepted, and count what the timeline does not show", () => {
    const findings = [
      draftedFinding({ rule: "one", evidence: [entryId(A), entryId(B)] }, A),
      draftedFinding({ rule: "two" }, B),
    ];
    const judged = machineDraft({
      entries: [
        { events: [A], minute: 0 },
        { events: [B], minute: 1, visibility: "log" },
      ],
      findings,
    });
    const records = decided(judged, [], {
      type: "judge",
      finding: findings[0]?.finding.id ?? "",
      version: 0,
      verdict: "accepted",
    });
    const part = partOf(accountOf(fold(judged, records)), "went_well");
    expect(part).toMatchObject({
      accepted: [{ logged: 1, rows: [{ note: 1 }] }],
      suggested: [{ logged: 0, rows: [] }],
      rejected: 0,
    });
  });
});

it("gives sources two letters by their kind, unknown ones by their name", () => {
  const badge = (event: string) =>
    badgeOf({ event, source: "s", delivery: "d", occurredAt: "", receivedAt: "" }).letters;
  expect([A, B, C, D].map(badge)).toEqual(["AM", "SL", "GH", "MY"]);
});
