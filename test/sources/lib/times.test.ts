import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatInstant, type ToldTime } from "../../../src/domain/time.ts";
import { type EpochUnit, toldEpoch, toldTime } from "../../../src/sources/lib/times.ts";

const shown = (told: ToldTime | null) =>
  told && `${formatInstant(told.at, "us")} ${told.precision}${told.zoneAssumed ? " assumed" : ""}`;

describe("toldTime", () => {
  it.each([
    ["2026-05-04T11:56:12Z", "2026-05-04T11:56:12.000000Z s"],
    ["2026-05-04T13:56:12.5+02:00", "2026-05-04T11:56:12.500000Z ms"],
    ["2026-05-04 11:56:12 UTC", "2026-05-04T11:56:12.000000Z s"],
    ["2026-05-04 11:56:12 +0530", "2026-05-04T06:26:12.000000Z s"],
    ["2026-05-04T11:56:12.123456789Z", "2026-05-04T11:56:12.123456Z ns"],
    ["2026-05-04T11:56Z", "2026-05-04T11:56:00.000000Z m"],
    [" 2026-05-04T11:56:12Z ", "2026-05-04T11:56:12.000000Z s"],
  ])("reads %s", (text, expected) => {
    expect(shown(toldTime(text))).toBe(expected);
  });

  it.each([
    undefined,
    null,
    "",
    " ",
    "null",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "$LAST_UPDATED",
    "{{ .StartsAt }}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an unrendered variable is what is read here
    "${{ github.event.time }}",
    "2026-02-30T10:00:00Z",
    "2026-05-04T23:59:60Z",
    "2026-05-04T11:56:12",
    "3/22/2019 1:36:31 PM",
    "1777895772",
    "-1",
  ])("finds no time in %j", (text) => {
    expect(toldTime(text)).toBeNull();
  });

  it("supplies the zone that the source's rule assumes, and says so", () => {
    expect(shown(toldTime("2026-05-04 11:56:12.250", "UTC"))).toBe("2026-05-04T11:56:12.250000Z ms assumed");
    expect(shown(toldTime("2026-07-01T11:56", "Europe/Helsinki"))).toBe("2026-07-01T08:56:00.000000Z m assumed");
    expect(shown(toldTime("2026-01-01T11:56", "Europe/Helsinki"))).toBe("2026-01-01T09:56:00.000000Z m assumed");
    expect(shown(toldTime("2026-05-04T11:56:12Z", "Europe/Helsinki"))).toBe("2026-05-04T11:56:12.000000Z s");
    expect(toldTime("0001-01-01 00:00:00", "UTC")).toBeNull();
    expect(toldTime("2026-02-30 10:00:00", "UTC")).toBeNull();
    expect(toldTime("2026-05-04 11:56:12", "Nowhere/Land")).toBeNull();
  });
});

describe("toldEpoch", () => {
  it.each<[number | string, EpochUnit, string]>([
    [1777895772, "s", "2026-05-04T11:56:12.000000Z s"],
    ["1777895772", "s", "2026-05-04T11:56:12.000000Z s"],
    ["1777895772.123456", "s", "2026-05-04T11:56:12.123456Z us"],
    [1777895772.5, "s", "2026-05-04T11:56:12.500000Z ms"],
    [1777895772431, "ms", "2026-05-04T11:56:12.431000Z ms"],
    ["1777895772431.25", "ms", "2026-05-04T11:56:12.431250Z us"],
    [1777895772431007, "us", "2026-05-04T11:56:12.431007Z us"],
    ["1777895772431007999", "ns", "2026-05-04T11:56:12.431007Z ns"],
    ["1777895772.1234567", "s", "2026-05-04T11:56:12.123456Z ns"],
  ])("reads %s in %s", (value, unit, expected) => {
    expect(shown(toldEpoch(value, unit))).toBe(expected);
  });

  it.each<[number | string | null | undefined, EpochUnit]>([
    [0, "s"],
    ["0", "ms"],
    [-1, "s"],
    [null, "s"],
    [undefined, "s"],
    ["", "s"],
    ["$DATE", "ms"],
    [Number.NaN, "s"],
    [Number.POSITIVE_INFINITY, "s"],
    [1e30, "s"],
    [1777895772, "ms"],
    [1777895772431, "s"],
    ["12:30", "s"],
  ])("finds no time in %s as %s", (value, unit) => {
    expect(toldEpoch(value, unit)).toBeNull();
  });

  it("reads text and number alike, in every unit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 631_152_000, max: 7_258_118_399 }), (seconds) => {
        const at = seconds * 1_000_000;
        expect(toldEpoch(seconds, "s")?.at).toBe(at);
        expect(toldEpoch(`${seconds}`, "s")?.at).toBe(at);
        expect(toldEpoch(seconds * 1000, "ms")?.at).toBe(at);
        expect(toldEpoch(`${seconds}000000`, "us")?.at).toBe(at);
        expect(toldEpoch(`${seconds}000000000`, "ns")?.at).toBe(at);
      }),
    );
  });
});
