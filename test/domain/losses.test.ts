import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withLosses } from "../../src/domain/draft/coverage.ts";
import { lossOf, nameLoss } from "../../src/domain/loss.ts";
import { DEFAULT_INCIDENTS } from "../../src/domain/settings.ts";
import { HOUR, MILLISECOND } from "../../src/domain/time.ts";
import { missingDuring } from "../../src/views/missing.ts";
import { minutes } from "./events.ts";

const at = (minute: number) => new Date(minutes(minute) / MILLISECOND).toISOString().replace(".000", "");
const missing = (source: string, from: number, to: number) => ({
  ...{ source, code: "kafka_records_lost" },
  delivery: nameLoss({ from: minutes(from), to: minutes(to), place: "kafka:bells/3/10" }),
});

describe("a loss", () => {
  it("is read out of its name as it was put in, to the millisecond; the name of a delivery tells of none", () => {
    const instant = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2090, 0) }).map((ms) => ms * MILLISECOND);
    fc.assert(
      fc.property(instant, instant, fc.string(), (from, to, place) => {
        expect(lossOf(nameLoss({ from, to, place }))).toEqual({ from, to, place });
      }),
    );
    for (const name of ["kafka:bells/3/7", "01JMXS7Q00TAGTAG0000000001", "lost:soon/later kafka:bells/3/7", ""]) {
      expect(lossOf(name)).toBeNull();
    }
  });

  it("is a gap in the coverage of its source, one with what it meets, and of no other source", () => {
    const covered = (source: string, ...gaps: [number, number][]) => ({
      ...{ source, first: at(0), last: at(90) },
      gaps: gaps.map(([from, to]) => ({ from: at(from), to: at(to) })),
    });
    const before = [covered("bells", [10, 30]), covered("horns", [40, 50])];
    const lost = [
      missing("bells", 20, 35),
      missing("bells", 70, 80),
      { delivery: "d1", source: "horns", code: "not_json" },
    ];
    expect(withLosses(before, lost)).toEqual([covered("bells", [10, 35], [70, 80]), covered("horns", [40, 50])]);
    expect(withLosses(before, [missing("drums", 20, 35)])).toEqual(before);
  });

  it("is missing from an incident that its time touches, however late it was noticed", () => {
    const record = (from: number, to: number) => ({
      ...missing("bells", from, to),
      receivedAt: minutes(to),
      detail: "",
    });
    const incident = { start: minutes(0), end: minutes(60) };
    const window = (DEFAULT_INCIDENTS.lookback + DEFAULT_INCIDENTS.lookahead + 2 * HOUR) / (60_000 * MILLISECOND);
    const during = (from: number, to: number) => missingDuring([record(from, to)], incident, DEFAULT_INCIDENTS).length;
    expect([during(-10, window), during(-window, 10), during(10, 20)]).toEqual([1, 1, 1]);
    expect([during(-window - 10, -window), during(window, window + 10)]).toEqual([0, 0]);
  });
});
