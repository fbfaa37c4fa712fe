import { expect, test } from "vitest";
import type { Told } from "../../../src/domain/draft/entries.ts";
import { onsetOf } from "../../../src/domain/draft/onset.ts";
import type { EntryKind } from "../../../src/domain/kinds.ts";
import { MINUTE } from "../../../src/domain/time.ts";

/** What somebody wrote five minutes before the start, as it was read, weighed and attached. */
function told(read: EntryKind, weighed: EntryKind, attach: object, worth = 0.9): Told {
  return {
    at: -5 * MINUTE,
    entry: { kind: weighed, visibility: "log", attach: { rank: 3, reason: "service_in_window", ...attach } },
    happening: { sort: "message", words: {}, reading: { kind: read }, weighed: { worth } },
  } as unknown as Told;
}

const onset = (one: Told) => onsetOf([one], 0, 30 * MINUTE) / MINUTE;

test("an incident shows first at a report shortly before its first opener, by a rule or by its weight", () => {
  expect(onset(told("human_report", "human_report", {}))).toBe(-5);
  expect(onset(told("change", "human_report", {}))).toBe(-5);
  expect(onset(told("change", "human_report", {}, 0.2))).toBe(0);
  expect(onset(told("human_report", "observation", {}, 0.2))).toBe(-5);
  expect(onset(told("change", "observation", {}))).toBe(0);
});

test("talk in the incident's channels is none, unless it was attached as the first sign", () => {
  expect(onset(told("human_report", "human_report", { rank: 4, reason: "mapped_channel" }))).toBe(0);
  expect(onset(told("change", "human_report", { rank: 4, reason: "mapped_channel" }))).toBe(0);
  expect(onset(told("human_report", "human_report", { rank: 4, reason: "first_sign" }))).toBe(-5);
  expect(onset(told("symptom", "human_report", { rank: 4, reason: "first_sign" }))).toBe(-5);
  expect(onset(told("symptom", "human_report", { rank: 4, reason: "first_sign" }, 0.2))).toBe(0);
});
