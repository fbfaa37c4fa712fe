import { expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { TIME_OF_DAY, timeSaid } from "../../src/reading/said-time.ts";

const at = (text: string) => parseInstant(text)?.at ?? Number.NaN;

it.each([
  ["10:05", "2026-03-01T10:20:00Z", "2026-03-01T10:05:00Z"],
  ["10:20", "2026-03-01T10:20:00Z", "2026-03-01T10:20:00Z"],
  ["23:58", "2026-03-01T00:20:00Z", "2026-02-28T23:58:00Z"],
])("%s, said at %s without a zone, is %s", (clock, writtenAt, expected) => {
  expect(timeSaid(clock, at(writtenAt))).toEqual({ at: at(expected), precision: "m", zoneAssumed: true });
});

it.each([
  ["19:44 EDT", "2026-10-31T23:52:00Z", "2026-10-31T23:44:00Z"],
  ["7:46pm edt", "2026-10-31T23:54:00Z", "2026-10-31T23:46:00Z"],
  ["12:10 a.m. CET", "2026-03-28T23:20:00Z", "2026-03-28T23:10:00Z"],
  ["23:50 CET", "2026-03-28T23:20:00Z", "2026-03-28T22:50:00Z"],
  ["01:59 CET", "2026-03-29T01:02:00Z", "2026-03-29T00:59:00Z"],
  ["03:01 CEST", "2026-03-29T01:02:00Z", "2026-03-29T01:01:00Z"],
  ["14:05 UTC+2", "2026-06-01T12:20:00Z", "2026-06-01T12:05:00Z"],
  ["14:05+05:30", "2026-06-01T09:00:00Z", "2026-06-01T08:35:00Z"],
  ["10:05Z", "2026-06-01T10:20:00Z", "2026-06-01T10:05:00Z"],
  ["06:10 ET", "2026-06-01T10:20:00Z", "2026-06-01T10:10:00Z"],
])("%s, said at %s, is %s", (clock, writtenAt, expected) => {
  expect(timeSaid(clock, at(writtenAt))).toEqual({ at: at(expected), precision: "m", zoneAssumed: false });
});

it("keeps the seconds", () => {
  const told = timeSaid("22:36:50", at("2026-03-28T22:49:00Z"));
  expect(told).toEqual({ at: at("2026-03-28T22:36:50Z"), precision: "s", zoneAssumed: true });
});

it.each(["10:21", "06:00", "24:00", "10:60", "13:05 pm", "10", ""])("%j, said at 10:20, tells no time", (clock) => {
  expect(timeSaid(clock, at("2026-03-01T10:20:00Z"))).toBeNull();
});

it.each([
  ["a name that fits summer and winter", "04:10 ET", "2026-11-01T10:00:00Z"],
  ["a clock of which only its owner knows the zone", "10:15 local", "2026-03-01T10:20:00Z"],
  ["a zone in which it is hours ago", "10:15 CEST", "2026-03-01T12:20:00Z"],
])("%s tells no time", (_, clock, writtenAt) => {
  expect(timeSaid(clock, at(writtenAt))).toBeNull();
});

it.each([
  ["since 19:44 EDT, I think", "19:44 EDT"],
  ["since 9:05 est ce que", "9:05 est"],
  ["since 09:05 Estonia is down", "09:05"],
  ["since 9:05 a monitor fires", "9:05"],
  ["at 9:05 pm we", "9:05 pm"],
])("of %j only a zone belongs to the time", (text, time) => {
  expect(new RegExp(TIME_OF_DAY, "i").exec(text)?.[0]).toBe(time);
});
