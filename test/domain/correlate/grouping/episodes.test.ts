import { describe, expect, it } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import { giveEpisodes } from "../../../../src/domain/correlate/grouping/episodes.ts";
import type { OpsEvent, RecordedEvent } from "../../../../src/domain/event.ts";
import { minutes, recorded } from "../../events.ts";
import { settings, wordReader } from "../events.ts";

/** A step of an alert that names itself `boiler`, and no firing of it. */
const step = (minute: number, action: string, facts: Partial<OpsEvent> = {}): RecordedEvent =>
  recorded({
    key: `pe/pagerduty-events:v1:boiler:${action}:${minute}`,
    kind: action === "acknowledged" ? "page" : "alert",
    action,
    actor: { type: "automation" },
    severity: action === "firing" ? "critical" : null,
    title: "Boiler too hot",
    occurredAt: minutes(minute),
    correlation: [{ type: "alert", value: "boiler" }],
    ...facts,
  });

const episodesOf = (events: readonly RecordedEvent[]) =>
  giveEpisodes(events).map(({ event }) => event.correlation.find(({ type }) => type === "episode")?.value ?? null);

describe("an alert that names no firing of it", () => {
  it("has an episode from its first firing to its end, and another after that", () => {
    const events = [
      ...[step(0, "resolved"), step(1, "firing"), step(2, "firing"), step(3, "acknowledged"), step(4, "resolved")],
      ...[step(5, "acknowledged"), step(6, "firing"), step(7, "resolved")],
    ];
    const [before, first, again, acknowledged, end, between, second, last] = episodesOf(events);
    expect([before, between]).toEqual([null, null]);
    expect(first).not.toBeNull();
    expect([again, acknowledged, end]).toEqual([first, first, first]);
    expect(second).not.toBe(first);
    expect(last).toBe(second);
  });

  it("is another's in another source, and is left alone where it tells its episode", () => {
    const other = step(2, "firing", { key: "other/pagerduty-events:v1:boiler:firing:2" });
    const [one, two] = episodesOf([step(1, "firing"), other]);
    expect(one).not.toBe(two);
    const told = step(1, "firing", {
      correlation: [
        { type: "episode", value: "e" },
        { type: "alert", value: "boiler" },
      ],
    });
    expect(giveEpisodes([told])[0]).toBe(told);
  });

  it("is the same object again where nothing changed", () => {
    const events = [step(1, "firing"), step(2, "resolved")];
    const once = giveEpisodes(events);
    expect(giveEpisodes(events).map((event, index) => event === once[index])).toEqual([true, true]);
    const earlier = giveEpisodes([step(0, "firing"), ...events]);
    expect(earlier[1]).not.toBe(once[0]);
  });

  it("is acknowledged and closed by what names neither service nor time of its start", () => {
    const events = [step(0, "firing", { service: "mail" }), step(2, "acknowledged"), step(9, "resolved")];
    const { incidents, unattached } = correlate(events, [], settings, wordReader);
    expect(unattached).toEqual([]);
    expect(incidents).toMatchObject([{ closed: true, end: minutes(9), services: ["mail"] }]);
    expect(incidents[0]?.attached.map(({ event }) => event.event.action)).toEqual([
      ...["firing", "acknowledged", "resolved"],
    ]);
  });
});
