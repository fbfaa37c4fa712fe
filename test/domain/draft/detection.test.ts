import { describe, expect, it } from "vitest";
import { measure } from "../../../src/domain/draft/detection.ts";
import type { Moment, Moments } from "../../../src/domain/draft/schema.ts";
import { MOMENTS, type MomentName } from "../../../src/domain/kinds.ts";
import { alert, draft, message, page, timelineOf } from "./views.ts";

const report = (minute: number) => message("m1", minute, "customers report that checkout is down");

describe("detection", () => {
  it("is automated where an alert comes before any report, with both gaps in seconds", () => {
    const drafted = draft([alert("Errors", 0), page("Q7", 2.5, "acknowledged"), report(7)]);
    expect(drafted.detection).toEqual({
      by: "automated",
      entry: timelineOf(drafted)[0]?.id,
      report: "plain",
      gaps: { toReport: 420, toAction: 150 },
    });
  });

  it("is human where a report comes first", () => {
    const drafted = draft([report(0), alert("Errors", 3)]);
    expect(drafted.detection).toMatchObject({
      by: "human",
      entry: timelineOf(drafted)[0]?.id,
      report: "plain",
      gaps: { toReport: null },
    });
  });

  it("is human where a machine brings a person's report: a ticket", () => {
    const desk = { actor: { type: "automation", name: "desk" } } as const;
    const ticket = message("m1", 0, '[ticket 4711] Larch Foods: "cannot pay" - our tills get no answer', desk);
    const answer = message("m1", 0, '[ticket 4711] Larch Foods: "Re: cannot pay" - works again, thanks', desk);
    const errors = alert("Errors", 3);
    const shape = { openers: [errors.event.key] };
    expect(draft([ticket, errors], shape).detection.by).toBe("human");
    expect(draft([answer, errors], shape).detection.by).toBe("automated");
  });

  it("is human where the report comes shortly before what opens the incident, and is not only talk nearby", () => {
    const errors = alert("Errors", 0);
    const shape = (minute: number, rank: 3 | 4) => {
      const early = message("m1", minute, "customers report that checkout is down");
      return draft([early, errors], { openers: [errors.event.key], ranks: { [early.event.key]: rank } }).detection.by;
    };
    expect(shape(-3, 3)).toBe("human");
    expect(shape(-3, 4)).toBe("automated");
    expect(shape(-40, 3)).toBe("automated");
  });

  it("is human where a person triggered the page by hand", () => {
    const byHand = page("Q7", 0, "triggered", { actor: { type: "human", name: "Oona" } });
    expect(draft([byHand]).detection.by).not.toBe("automated");
  });

  it("is automated where a monitor triggered the page", () => {
    expect(draft([page("Q7", 0, "triggered")]).detection.by).toBe("automated");
  });

  it("is what people first say or do, where nobody was told", () => {
    expect(draft([message("m1", 1, "rolling back web-7")], { openers: [] }).detection).toMatchObject({ by: "human" });
  });

  it("tells a line that looks like a report, and is none plainly, from no report at all", () => {
    const weighed = message("m1", 5, "queue of 40 at the call centre since checkout fails");
    const drafted = draft([alert("Errors", 0), weighed]);
    expect(timelineOf(drafted).map(({ kind }) => kind)).toContain("human_report");
    expect(drafted.detection).toMatchObject({ by: "automated", report: "unclear", gaps: { toReport: null } });
  });

  it("knows a report by its weight alone where that is plain enough for its line to say so", () => {
    const weighed = message("m1", 5, "two shops called, their tills do not take cards");
    const drafted = draft([alert("Errors", 0), weighed]);
    expect(timelineOf(drafted)[1]).toMatchObject({ kind: "human_report", text: expect.stringContaining("reported") });
    expect(drafted.detection).toMatchObject({ by: "automated", report: "plain", gaps: { toReport: 300 } });
  });

  it("stands on the entry that the moment of detection does, also for a report that is known by its weight", () => {
    const weighed = message("m1", 0, "two shops called that their tills take no cards");
    const { detection, moments } = draft([weighed, alert("Errors", 3)]);
    expect(detection.by).toBe("human");
    expect(moments.detected.entry).toBe(detection.entry);
  });

  it("has no gap where nobody reported or acted, and is unknown where nothing tells", () => {
    expect(draft([alert("Errors", 0)]).detection).toMatchObject({
      by: "automated",
      report: "none",
      gaps: { toReport: null, toAction: null },
    });
    expect(draft([message("m1", 0, "thanks!")]).detection).toEqual({
      by: null,
      entry: null,
      report: "none",
      gaps: { toReport: null, toAction: null },
    });
  });
});

describe("metrics", () => {
  const moments = (told: Partial<Record<MomentName, string>>): Moments => {
    const made = MOMENTS.map((name): [MomentName, Moment] => [
      name,
      { at: told[name] ?? null, entry: null, reason: "", version: 0 },
    ]);
    return Object.fromEntries(made) as Moments;
  };

  it("are whole seconds between moments", () => {
    const told = {
      impactStarted: "2026-03-01T10:00:00Z",
      detected: "2026-03-01T10:01:00.900Z",
      acknowledged: "2026-03-01T10:03:00Z",
      mitigated: "2026-03-01T10:30:00Z",
      resolved: "2026-03-01T11:00:00Z",
    };
    expect(measure(moments(told))).toEqual({ metrics: { ttd: 60, tta: 119, ttm: 1800, ttr: 3600 }, negatives: [] });
  });

  it("are null where a moment is unknown, never 0", () => {
    expect(measure(moments({ detected: "2026-03-01T10:00:00Z" })).metrics).toEqual({
      ttd: null,
      tta: null,
      ttm: null,
      ttr: null,
    });
  });

  it("measure no time to detect where the first sign of impact is what detected it", () => {
    const { metrics, negatives } = measure(draft([alert("Errors", 0), page("Q7", 2, "acknowledged")]).moments);
    expect(metrics).toMatchObject({ ttd: null, tta: 120 });
    expect(negatives).toEqual([]);
  });

  it("are null and asked about where the end lies before the start", () => {
    const { metrics, negatives } = measure(
      moments({ impactStarted: "2026-03-01T10:05:00Z", detected: "2026-03-01T10:00:00Z" }),
    );
    expect(metrics.ttd).toBeNull();
    expect(negatives).toEqual([{ metric: "ttd", from: "impactStarted", to: "detected" }]);
  });
});
