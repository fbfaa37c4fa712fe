import { expect, it } from "vitest";
import { OpsEvent, type ToldEvent } from "../../src/domain/event.ts";
import { contentOf, onlySightingOf, recordEvents } from "../../src/domain/sightings.ts";
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
