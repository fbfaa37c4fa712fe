import { describe, expect, it } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { alert, type Facts, settings, wordReader } from "../events.ts";

/** How many incidents the alerts make, in whatever order they came. */
function incidentsOf(...alerts: RecordedEvent[]): number {
  const counted = (some: readonly RecordedEvent[]) => correlate(some, [], settings, wordReader).incidents.length;
  expect(counted(alerts.toReversed())).toBe(counted(alerts));
  return counted(alerts);
}

const down = (service: string, minute: number, facts: Facts = {}) =>
  alert(`down-${service}`, minute, { title: "HostDown", service, ...facts });

describe("one alert that fires for many services", () => {
  it("at once is one incident", () => {
    expect(incidentsOf(down("mill", 0), down("kiln", 0.2), down("dock", 1.1))).toBe(1);
  });

  it("one after the other is one for each", () => {
    expect(incidentsOf(down("mill", 0), down("kiln", 5), down("dock", 10))).toBe(3);
  });

  it("for two of them may be chance", () => {
    expect(incidentsOf(down("mill", 0), down("kiln", 0.2))).toBe(2);
  });

  it("says nothing of alerts of other names", () => {
    expect(incidentsOf(down("mill", 0), down("kiln", 0.2), down("dock", 0.3, { title: "DiskFull" }))).toBe(3);
  });

  it("leaves what is a rehearsal to itself", () => {
    const [live, rehearsed] = [{ environment: "production" }, { environment: "staging" }];
    const alerts = [down("mill", 0, live), down("kiln", 0.2, live), down("dock", 0.3, rehearsed)];
    expect(incidentsOf(...alerts)).toBe(2);
  });
});
