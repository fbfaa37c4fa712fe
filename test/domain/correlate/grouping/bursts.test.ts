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

  it("leaves another environment to itself, whatever fires between", () => {
    const [live, staging] = [{ environment: "production" }, { environment: "staging" }];
    const alerts = [
      down("mill", 0, live),
      down("yard", 0.1, staging),
      down("kiln", 0.2, live),
      down("dock", 0.3, live),
    ];
    expect(incidentsOf(...alerts)).toBe(2);
    expect(incidentsOf(down("mill", 0, live), down("kiln", 0.2, live), down("dock", 0.3, staging))).toBe(3);
  });

  it("says nothing where one fires again and again", () => {
    const again = down("mill", 0.4, { key: "again" });
    expect(incidentsOf(down("mill", 0), down("kiln", 0.2), again)).toBe(2);
  });

  it("says nothing where words, or nothing, stand in the place of its name", () => {
    const of = (title: string) =>
      incidentsOf(...["mill", "kiln", "dock"].map((service) => down(service, 0.1, { title: `${title}: ${service}` })));
    expect(of("CRITICAL")).toBe(3);
    expect(of("Disk full")).toBe(3);
    expect(of("")).toBe(3);
    expect(of("host_down")).toBe(1);
  });

  it("ends after minutes: what goes on spreading may be many things", () => {
    const spreading = Array.from({ length: 30 }, (_, index) => down(`shop-${index}`, index * 0.9));
    expect(incidentsOf(...spreading)).toBe(5);
  });
});
