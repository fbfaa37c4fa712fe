import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { IncidentView } from "../../../../src/domain/correlate/incident-view.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import type { EntryKind } from "../../../../src/domain/kinds.ts";
import type { Reader } from "../../../../src/domain/reading.ts";
import { reading } from "../../events.ts";
import { alert, alertEnd, message, page, pageStep, settings } from "../events.ts";

const KINDS: Readonly<Record<string, EntryKind>> = { "+": "acknowledgement", "*": "mitigation", ".": "observation" };

/** Takes the first sign of a text for what it states, so that no word is shared but those that a test means. */
const reader: Reader = ({ text = "" }) => reading({ kind: KINDS[text.slice(0, 1)] ?? "message" });

const HOUR = 60;
const DAY = 24 * HOUR;

const says = (who: string, key: string, minute: number, text: string, channel = "search-talk") =>
  message(key, minute, text, channel, { actor: { type: "human", name: who } });

const firing = alert("a", 0, { service: "search", title: "QueryLatency", text: "shelves answer after 9 seconds" });
const cleared = alertEnd("a", 20 * DAY, { service: "search" });

/** Two people who take it on and work on it in the first two hours. */
const work = [
  says("adele", "ack", 6, "+"),
  says("adele", "seen", 25, ". shelves wait for the warehouse node7"),
  says("brin", "asks", 50, ". warehouse node7 swaps its memory"),
  says("brin", "deed", 100, "* warehouse node7 gets more memory"),
];

/** The next day, after a night. */
const morning = [
  says("ida", "beside", 100 + 8 * HOUR, ". the kettle is broken"),
  says("adele", "next", 100 + 11 * HOUR, ". warehouse node7 is full of memory dumps"),
  says("brin", "over", 100 + 12 * HOUR, "* memory dumps are gone"),
];

function candidateOf(events: readonly RecordedEvent[]): IncidentView {
  const found = correlate(events, [], settings, reader).incidents.find(({ opener }) => opener === "a");
  if (!found) throw new RangeError("the alert opens nothing");
  return found;
}

const heldBy = (events: readonly RecordedEvent[]): string[] =>
  candidateOf(events).attached.map(({ event }) => event.event.key);

describe("an alert that people take on and work on", () => {
  test("stays a candidate where people tell beside it what else they did, as in a standup", () => {
    const standup = [
      says("adele", "one", 6, "* new fonts for the receipts are out"),
      says("brin", "two", 7, "* released the app of the porters"),
      says("adele", "three", 8, ". the app has a new icon"),
      says("ida", "four", 9, "* moved the calendar of the porters"),
      says("brin", "five", 10, ". porters like the icon"),
    ];
    expect(candidateOf([firing, ...standup]).candidate).toBe(true);
  });

  test("is no candidate, and what they say of it belongs to it", () => {
    const { candidate, attached } = candidateOf([firing, cleared, ...work]);
    expect(candidate).toBe(false);
    expect(attached.map(({ event }) => event.event.key)).toEqual(["a", ...work.map(({ event }) => event.key), "a:end"]);
  });

  test("holds what the same people say of it after a night, and what is said while they do", () => {
    expect(heldBy([firing, cleared, ...work, ...morning])).toEqual(expect.arrayContaining(["beside", "next", "over"]));
  });

  test.each([
    ["other things, on the days after", "adele", 100 + 11 * HOUR, ". the parser is green"],
    ["one word of it, after a night", "adele", 100 + 11 * HOUR, ". the warehouse has a new door"],
    ["its words of somebody else, after a night", "ida", 100 + 11 * HOUR, ". warehouse with memory foam"],
    ["its words days later", "adele", 3 * DAY, ". warehouse memory was bought"],
    ["other things, half a day later", "brin", 100 + 5 * HOUR, ". the parser is green"],
    ["what was said before it fired", "adele", -40, ". the parser is green"],
  ])("does not hold %s", (_, who, minute, text) => {
    const found = candidateOf([firing, cleared, ...work, says(who, "m", minute, text)]);
    expect(found.candidate).toBe(false);
    expect(found.attached.map(({ event }) => event.event.key)).not.toContain("m");
  });

  test("a channel that talks on for weeks is not drawn in", () => {
    const daily = Array.from({ length: 18 * 8 }, (_, at) => {
      const minute = (1 + Math.floor(at / 8)) * DAY + (at % 8) * HOUR;
      return says(at % 2 ? "adele" : "brin", `daily-${at}`, minute, `* release ${100 + at} of the parser is out`);
    });
    expect(heldBy([firing, cleared, ...work, ...daily]).filter((key) => key.startsWith("daily"))).toEqual([]);
  });
});

describe("stays a candidate", () => {
  const later = (events: readonly RecordedEvent[], by: number) =>
    events.map((one) => ({ ...one, event: { ...one.event, occurredAt: one.event.occurredAt + by * 60_000_000 } }));

  test.each<readonly [string, readonly RecordedEvent[]]>([
    ["what nobody takes on", work.slice(1).filter(({ event }) => !event.text?.startsWith("*"))],
    ["what is taken on, and nothing more", work.slice(0, 1)],
    ["what is taken on and spoken of, and nothing is done", work.slice(0, 3)],
    [
      "what one person does alone",
      work.map((one) => ({ ...one, event: { ...one.event, actor: { type: "human", name: "adele" } } })),
    ],
    ["what is taken on long after it fired", later(work, 60)],
    [
      "what is spoken of where no service has the channel",
      work.map(({ event }) => says("adele", event.key, 6, event.text ?? "", "random")),
    ],
    [
      "what a bot says of it",
      work.map((one) => ({ ...one, event: { ...one.event, actor: { type: "automation", name: "b" } } })),
    ],
  ])("%s", (_, said) => {
    expect(candidateOf([firing, cleared, ...said]).candidate).toBe(true);
  });

  test("where people work on another incident in that channel", () => {
    const firm = [page("L", -200, { service: "ledger", title: "pod evicted" }), pageStep("L", "resolved", 200)];
    const said = work.map(({ event }) => ({
      ...says(event.actor.name ?? "", event.key, 0, event.text ?? "", "back-office"),
    }));
    const there = said.map((one, at) => ({
      ...one,
      event: { ...one.event, occurredAt: work[at]?.event.occurredAt ?? 0 },
    }));
    expect(candidateOf([firing, cleared, ...there]).candidate).toBe(false);
    expect(candidateOf([firing, cleared, ...firm, ...there]).candidate).toBe(true);
  });

  test("the farther of two: who takes on the one leaves the other", () => {
    const ledger = alert("b", 4, { service: "ledger", title: "LedgerBehind", text: "entries wait" });
    const said = work.map((one) => ({
      ...one,
      event: { ...one.event, correlation: [{ type: "channel", value: "back-office" }] },
    }));
    expect(candidateOf([firing, cleared, ledger, ...said]).candidate).toBe(true);
  });
});

test("any order of the events gives the same", () => {
  const events = [firing, cleared, ...work, ...morning, page("L", 70, { service: "ledger" })];
  const expected = correlate(events, [], settings, reader);
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      expect(correlate(shuffled, [], settings, reader)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});
