import { describe, expect, it } from "vitest";
import { OpsEvent, type Sighting, type ToldEvent } from "../../src/domain/event.ts";
import { contentOf, onlySightingOf, recordEvents } from "../../src/domain/sightings.ts";
import { DAY, HOUR, type Instant, parseInstant } from "../../src/domain/time.ts";
import { TEN_O_CLOCK } from "./events.ts";

const WHOLE: Required<ToldEvent> = {
  key: "pager/pagerduty:v1:Q1/note",
  formerKeys: ["pager/pagerduty:v0:Q1"],
  kind: "message",
  action: "posted",
  actor: { type: "human", id: "pagerduty:P1", name: "Ingrid" },
  asked: true,
  service: "harbour-gate",
  names: ["gate-2"],
  environment: "production",
  severity: "high",
  title: "the gate",
  text: "the gate does not open",
  correlation: [{ type: "page", value: "Q1" }],
  refersTo: { type: "page", value: "Q1" },
  links: [{ rel: "page", url: "https://pages.example/Q1" }],
  marks: ["pinned"],
  group: "Q1",
  told: { at: TEN_O_CLOCK, precision: "s", zoneAssumed: true },
};

it("an event that was recorded has every member that was told, and nothing else", () => {
  const sighting = {
    event: WHOLE,
    content: contentOf(WHOLE),
    delivery: "d1",
    source: "pager",
    receivedAt: 7,
    sentAt: 5,
  };
  const [recorded] = recordEvents([sighting]);
  expect(Object.keys(recorded?.event ?? {}).sort()).toEqual(Object.keys(OpsEvent.properties).sort());
  expect(recorded && onlySightingOf(recorded)).toEqual(sighting);
});

describe("a time long after it was told", () => {
  const YEAR_2199 = parseInstant("2199-03-01T10:00:00Z")?.at ?? Number.NaN;
  const toldAt = (at: Instant, receivedAt: Instant, delivery = "d1", title = "the gate"): Sighting => {
    const event: ToldEvent = { ...WHOLE, formerKeys: [], title, told: { at, precision: "s", zoneAssumed: false } };
    return { event, content: contentOf(event), delivery, source: "pager", receivedAt };
  };
  const timeOf = (...sightings: readonly Sighting[]) =>
    recordEvents(sightings).map(({ event }) => [event.occurredAt, event.precision, event.timeSuspect]);

  it("cannot be: the event stands where it came in first", () => {
    const suspect = [[TEN_O_CLOCK, "unknown", true]];
    expect(timeOf(toldAt(YEAR_2199, TEN_O_CLOCK))).toEqual(suspect);
    expect(timeOf(toldAt(YEAR_2199, TEN_O_CLOCK + HOUR, "d2"), toldAt(YEAR_2199, TEN_O_CLOCK))).toEqual(suspect);
  });

  it("is left alone where a zone or a clock that is a day ahead may be the reason", () => {
    const receivedAt = TEN_O_CLOCK - DAY - HOUR;
    expect(timeOf(toldAt(TEN_O_CLOCK, receivedAt))).toEqual([[TEN_O_CLOCK, "s", false]]);
  });

  it("is left alone where our own clock had not been set when it came", () => {
    expect(timeOf(toldAt(TEN_O_CLOCK, 30 * DAY))).toEqual([[TEN_O_CLOCK, "s", false]]);
  });

  it("is measured by when that content came, not an earlier one of its key", () => {
    const later = TEN_O_CLOCK + 9 * DAY;
    expect(timeOf(toldAt(TEN_O_CLOCK, TEN_O_CLOCK), toldAt(later, later, "d2", "the gate again"))).toEqual([
      [later, "s", false],
    ]);
  });
});
