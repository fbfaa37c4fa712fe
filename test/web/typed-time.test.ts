import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { readTypedTime } from "../../src/web/typed-time.ts";

const FRAME = { day: "2029-06-08", stands: "2029-06-08T18:00:10Z", origin: "2029-06-08T17:54:03.400Z" };

describe("a time as people type it", () => {
  it.each([
    ["14:02", "2029-06-08T14:02:00Z", "m"],
    [" 9:05 ", "2029-06-08T09:05:00Z", "m"],
    ["14:02:30", "2029-06-08T14:02:30Z", "s"],
    ["14:02:30.250", "2029-06-08T14:02:30.250Z", "ms"],
    ["14:02Z", "2029-06-08T14:02:00Z", "m"],
    ["14:02 UTC", "2029-06-08T14:02:00Z", "m"],
    ["2029-06-09 00:10", "2029-06-09T00:10:00Z", "m"],
    ["2029-06-09T00:10:05Z", "2029-06-09T00:10:05Z", "s"],
    ["2029-06-09 02:10+02:00", "2029-06-09T00:10:00Z", "m"],
    ["16:02+0200", "2029-06-08T14:02:00Z", "m"],
    ["T+0:21", "2029-06-08T17:54:24Z", "s"],
    ["T+1:12:00", "2029-06-08T19:06:03Z", "s"],
    ["t−16:06", "2029-06-08T17:37:57Z", "s"],
    ["+5m", "2029-06-08T18:05:10Z", "s"],
    ["-30 s", "2029-06-08T17:59:40Z", "s"],
    ["+1h 30min", "2029-06-08T19:30:10Z", "s"],
  ])("reads %j", (typed, at, precision) => {
    expect(readTypedTime(typed, FRAME)).toEqual({ at, precision });
  });

  it.each([
    ...["", " ", "half past two", "25:00", "14:60", "14:02:60", "14", "1402", "14:2", "14:02 PM", "2029-02-30 10:00"],
    ...["2029-06-08", "T+5", "T+", "+", "-", "+5", "5m", "+5d", "14:02; 15:00", "NaN:NaN", "0001-01-01 00:00"],
    ...["9999-12-31 23:59", "١٤:٠٢", "14:02\u0000", "T+999999999:00:00", "x".repeat(10_000)],
  ])("does not guess at %j", (typed) => {
    expect(readTypedTime(typed, FRAME)).toBeNull();
  });

  it("claims no seconds where the time that stands has none", () => {
    const frame = { ...FRAME, stands: "2029-06-08T18:00Z" };
    expect(readTypedTime("+5m", frame)).toEqual({ at: "2029-06-08T18:05:00Z", precision: "m" });
    expect(readTypedTime("+5m10s", frame)).toEqual({ at: "2029-06-08T18:05:10Z", precision: "s" });
  });

  it("needs what it counts from", () => {
    const empty = { day: "", stands: "", origin: "" };
    for (const typed of ["14:02", "T+1:00", "+5m"]) expect(readTypedTime(typed, empty)).toBeNull();
    expect(readTypedTime("2029-06-08 14:02", empty)?.at).toBe("2029-06-08T14:02:00Z");
  });

  it("gives a readable time or nothing, whatever is typed", () => {
    const pieces = fc.constantFrom(
      "T",
      "+",
      "-",
      "1",
      "23",
      "59",
      ":",
      ".",
      " ",
      "h",
      "m",
      "s",
      "Z",
      "2029-06-08",
      "é",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (typed) => {
        const read = readTypedTime(typed.join(""), FRAME);
        expect(read === null || parseInstant(read.at) !== null).toBe(true);
      }),
    );
  });
});
