import { expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { instantSaid } from "../../src/reading/said-time.ts";

const at = (text: string) => parseInstant(text)?.at ?? Number.NaN;

it.each([
  ["10:05", "2026-03-01T10:20:00Z", "2026-03-01T10:05:00Z"],
  ["10:20", "2026-03-01T10:20:00Z", "2026-03-01T10:20:00Z"],
  ["23:58", "2026-03-01T00:20:00Z", "2026-02-28T23:58:00Z"],
])("%s, said at %s, is %s", (clock, writtenAt, expected) => {
  expect(instantSaid(clock, at(writtenAt))).toBe(at(expected));
});

it.each(["10:21", "06:00", "24:00", "10:60", "10", ""])("%j, said at 10:20, tells no time", (clock) => {
  expect(instantSaid(clock, at("2026-03-01T10:20:00Z"))).toBeNull();
});
