import { expect, test } from "vitest";
import { matchesPattern } from "../../../src/domain/correlate/channels.ts";

const named = (...names: string[]) => ({ names: new Set(names) }) as unknown as Parameters<typeof matchesPattern>[0];

test("channelPattern is read as it was checked: with Unicode's classes, whatever the case", () => {
  expect(matchesPattern(named("talk", "Störung-7"), "^\\p{L}+-\\d$")).toBe(true);
  expect(matchesPattern(named("p{L}-7"), "^\\p{L}+-\\d$")).toBe(false);
});
