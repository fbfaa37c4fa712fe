import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordEvents } from "../../src/domain/sightings.ts";
import { formatInstant, parseInstant, SECOND } from "../../src/domain/time.ts";
import { tellStory } from "../backfill/pagerduty-story.ts";
import { decodeLine, draftFromScratch } from "../properties/offline.ts";
import { openShop } from "../properties/shop.ts";

/** A note that says what somebody does: weights may call it either. */
const NOTE: unknown = expect.stringMatching(/^(?:mitigation|change)$/);

const shop = await openShop();
const START = parseInstant("2026-06-10T07:00:01Z")?.at ?? 0;
const { webhooks, rest } = tellStory();
const { incident, alerts: _, related_change_events: __, ...lists } = rest;

/** Deliveries in the order in which they came. */
const lines = (bodies: readonly object[]) =>
  bodies.map((body, place) => ({
    ...{ id: `d${String(place).padStart(3, "0")}`, source: "pagerduty", headers: {}, body: JSON.stringify(body) },
    receivedAt: START + place * SECOND,
  }));

/** The log without the alerts and changes, of which no webhook tells. */
const byRest = [
  { incident, log_entries: lists.log_entries.slice(0, 5) },
  { incident, log_entries: lists.log_entries.slice(5) },
  { incident, notes: lists.notes },
];

const events = (bodies: readonly object[]) =>
  recordEvents(lines(bodies).flatMap((line) => decodeLine(shop, line).sightings)).map(({ event }) => event);

const told = (bodies: readonly object[]) =>
  events(bodies).map(({ action, occurredAt, precision, actor }) => [
    action,
    formatInstant(occurredAt, precision).slice(11),
    actor.type === "human" ? actor.name : null,
  ]);

function draftOf(bodies: readonly object[]) {
  const { incidents } = draftFromScratch(shop, lines(bodies));
  return incidents.map(({ entries }) => entries.map(({ at, kind, text, visibility }) => [at, kind, text, visibility]));
}

const PRECISE = [
  ["triggered", "07:00:00.412Z", null],
  ["acknowledged", "07:02:41.980Z", "Ines Calder"],
  ["posted", "07:09:10.250Z", "Ines Calder"],
  ["escalated", "07:15:00.001Z", null],
  ["acknowledged", "07:16:30.700Z", "Rafe Ostrum"],
  ["resolved", "07:41:20.555Z", "Rafe Ostrum"],
];

describe("one incident told by webhooks, by the REST API, or by both", () => {
  it("by webhooks alone", () => {
    expect(told(webhooks)).toEqual(PRECISE);
  });

  it("by the REST API alone, to the second, with the same steps", () => {
    expect(told(byRest)).toEqual([
      ["triggered", "07:00:00Z", null],
      ["acknowledged", "07:02:42Z", "Ines Calder"],
      ["posted", "07:09:10Z", "Ines Calder"],
      ["escalated", "07:14:59Z", null],
      ["acknowledged", "07:16:30Z", "Rafe Ostrum"],
      ["resolved", "07:41:20Z", "Rafe Ostrum"],
    ]);
  });

  it("by both in any order and however often: each step once, as the webhook tells it", () => {
    const all = [...webhooks, ...byRest, ...byRest];
    const precise = events(webhooks).map(({ key, title, severity }) => [key, title, severity]);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (bodies) => {
        expect(told(bodies)).toEqual(PRECISE);
        expect(events(bodies).map(({ key, title, severity }) => [key, title, severity])).toEqual(precise);
      }),
      { numRuns: 60 },
    );
  });

  it("by the REST API and only those webhooks that were not dropped", () => {
    fc.assert(
      fc.property(fc.subarray([...webhooks.keys()]), (kept) => {
        const both = told([...byRest, ...kept.map((place) => webhooks[place] ?? {})]);
        expect(both.map(([action, , name]) => [action, name])).toEqual(
          PRECISE.map(([action, , name]) => [action, name]),
        );
        const precise = both.filter(([, at]) => String(at).includes(".")).map(([, at]) => at);
        expect(precise).toEqual(kept.map((place) => PRECISE[place]?.[1]));
      }),
      { numRuns: 64 },
    );
  });

  it("drafts the same entries, of both as of the webhooks alone", () => {
    const [entries] = draftOf(webhooks);
    expect(entries).toHaveLength(6);
    expect(draftOf([...webhooks, ...byRest])).toEqual([entries]);
    expect(draftOf([...byRest, ...webhooks])).toEqual([entries]);
    const [ofRest] = draftOf(byRest);
    expect(ofRest?.map(([, ...rest]) => rest)).toEqual(entries?.map(([, ...rest]) => rest));
  });

  it("adds what only the API tells: the alert is the page's own entry, the change precedes it", () => {
    const all = draftOf([...webhooks, ...byRest, { ...rest, log_entries: [], notes: [] }]);
    expect(all).toHaveLength(1);
    expect(all[0]?.map(([, kind]) => kind)).toEqual([
      "change",
      ...["alert", "acknowledgement", NOTE, "escalation", "acknowledgement", "resolution"],
    ]);
  });
});

it("two acknowledgements by one person within a second stay two, and the log's are among them", () => {
  const twice = (ms: number, id: string) => ({
    event: { ...(webhooks[1] as { event: object }).event, id, occurred_at: `2026-06-10T07:02:41.${ms}Z` },
  });
  const entries = lists.log_entries.slice(3, 4);
  expect(events([twice(100, "A"), twice(900, "B"), { incident, log_entries: entries }])).toHaveLength(2);
});

it("a later telling by the API replaces an earlier one, whichever came first", () => {
  const entry = lists.log_entries.slice(0, 1);
  const before = { incident: { ...incident, title: "Kiln 4", updated_at: "2026-06-10T07:01:00Z" }, log_entries: entry };
  const after = { incident, log_entries: entry };
  const titles = (bodies: readonly object[]) => events(bodies).map(({ title }) => title);
  expect(titles([before, after])).toEqual(["Kiln 4 below firing temperature"]);
  expect(titles([after, before])).toEqual(["Kiln 4 below firing temperature"]);
});
