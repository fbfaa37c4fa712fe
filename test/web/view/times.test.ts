import { describe, expect, it } from "vitest";
import {
  exactUtc,
  isTimeZone,
  offsetFrom,
  readerClock,
  utcClock,
  utcDay,
  zoneCity,
} from "../../../src/web/view/times.ts";

const at = "2026-03-01T23:47:09.900Z";

describe("a clock never shows more than was told", () => {
  it.each([
    ["ms", "23:47:09"],
    ["s", "23:47:09"],
    ["m", "23:47"],
    ["day", "that day"],
    ["unknown", "≤ 23:47:09"],
  ] as const)("told to the %s: %s", (precision, clock) => {
    expect(utcClock({ at, precision })).toBe(clock);
  });

  it("gives milliseconds, and no more, where evidence is shown", () => {
    expect(exactUtc({ at: "2026-03-01T23:47:09.900417Z", precision: "us" })).toBe("2026-03-01 23:47:09.900 UTC");
    expect(exactUtc({ at, precision: "ms" })).toBe("2026-03-01 23:47:09.900 UTC");
    expect(exactUtc({ at, precision: "m" })).toBe("2026-03-01 23:47 UTC");
    expect(exactUtc({ at, precision: "day" })).toBe("2026-03-01 (UTC)");
  });
});

describe("the reader's zone", () => {
  it("shows the date where it is another day there", () => {
    expect(readerClock({ at, precision: "s" }, "Asia/Kolkata")).toBe("2 Mar 05:17:09");
    expect(readerClock({ at, precision: "m" }, "Asia/Kolkata")).toBe("2 Mar 05:17");
    expect(readerClock({ at, precision: "s" }, "America/Los_Angeles")).toBe("15:47:09");
    expect(readerClock({ at, precision: "day" }, "Asia/Kolkata")).toBe("");
  });

  it("shows midnight as 00, not as 24", () => {
    expect(readerClock({ at: "2026-03-01T08:00:00Z", precision: "s" }, "America/Los_Angeles")).toBe("00:00:00");
  });

  it("is known by its city, and only if it exists", () => {
    expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
    expect(isTimeZone("Europe/Madrid")).toBe(true);
    expect(isTimeZone("Europe/Atlantis")).toBe(false);
  });
});

describe("T+", () => {
  const origin = { at: "2026-03-01T10:00:00Z", precision: "s" } as const;
  it.each([
    ["2026-03-01T10:00:00Z", "T+0:00"],
    ["2026-03-01T09:59:39Z", "T−0:21"],
    ["2026-03-01T12:48:12.900Z", "T+2:48:12"],
    ["2026-03-03T10:00:01Z", "T+48:00:01"],
  ])("%s is %s", (told, offset) => {
    expect(offsetFrom(origin, { at: told, precision: "ms" })).toBe(offset);
  });

  it("is the difference of the clocks as they are shown, whatever stands behind the second", () => {
    const late = { at: "2026-03-01T10:00:00.900Z", precision: "ms" } as const;
    const offset = (told: string): string => offsetFrom(late, { at: told, precision: "s" });
    expect(offset("2026-03-01T10:12:00Z")).toBe("T+12:00");
    expect(offset("2026-03-01T10:00:00Z")).toBe("T+0:00");
    expect(offset("2026-03-01T09:59:59.950Z")).toBe("T−0:01");
  });

  it("has no seconds where one of both has none", () => {
    expect(offsetFrom(origin, { at: "2026-03-01T10:07:00Z", precision: "m" })).toBe("T+7 min");
    expect(offsetFrom({ ...origin, precision: "m" }, { at: "2026-03-01T12:48:59Z", precision: "s" })).toBe(
      "T+2 h 48 min",
    );
    expect(offsetFrom({ ...origin, precision: "m" }, { at: "2026-03-01T10:00:59Z", precision: "s" })).toBe("T+0 min");
  });

  it("is empty without an origin or a time", () => {
    expect(offsetFrom(null, origin)).toBe("");
    expect(offsetFrom(origin, { at, precision: "day" })).toBe("");
    expect(offsetFrom(origin, { at, precision: "unknown" })).toBe("");
  });
});

it("names a day without a comma", () => {
  expect(utcDay(at)).toBe("Sunday 1 March 2026");
});
