import { describe, expect, it } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { type Facts, message, settings, wordReader } from "../events.ts";

function incidentsOf(...events: RecordedEvent[]): number {
  const counted = (some: readonly RecordedEvent[]) => correlate(some, [], settings, wordReader).incidents.length;
  expect(counted(events.toReversed())).toBe(counted(events));
  return counted(events);
}

const bot: Facts = { actor: { type: "automation", name: "siren" } };
const runas: Facts = { actor: { type: "human", name: "runa" } };
const nils: Facts = { actor: { type: "human", name: "nils" } };
const lead = message("lead", 0, "!declare checkout, mail has the customers", "war-room");

describe("what is declared twice in one channel", () => {
  it("at once is one incident: by who leads, and by the bot that was told", () => {
    expect(incidentsOf(lead, message("bot", 0.2, "!declare", "war-room", bot))).toBe(1);
    expect(incidentsOf(lead, message("other", 2, "!declare, it is ledger", "war-room"))).toBe(1);
    expect(incidentsOf(lead, message("other", 2, "!declare", "war-room"))).toBe(1);
  });

  it("is two where each is about something that has nothing to do with the other", () => {
    expect(incidentsOf(lead, message("other", 2, "!declare search", "war-room"))).toBe(2);
    expect(incidentsOf(lead, message("bot", 0.2, "!declare search", "war-room", bot))).toBe(2);
  });

  it("is one, whatever it is about, where the bot names who declared it", () => {
    const said = message("lead", 0, "!declare checkout, mail has the customers", "war-room", runas);
    const told = (by: string) => message("bot", 0.2, `INC-7 declared by ${by}: search`, "desk", bot);
    expect(incidentsOf(said, told("Runa"))).toBe(1);
    expect(incidentsOf(said, message("nils", -9, "hi", "war-room", nils), told("nils"))).toBe(2);
  });

  it("is two where a bot tells of both", () => {
    expect(
      incidentsOf(
        message("a", 0, "!declare checkout", "war-room", bot),
        message("b", 1, "!declare search", "war-room", bot),
      ),
    ).toBe(2);
  });

  it("is two where time has passed, or the channel is another", () => {
    expect(incidentsOf(lead, message("other", 9, "!declare search", "war-room"))).toBe(2);
    expect(incidentsOf(lead, message("other", 1, "!declare search", "random"))).toBe(2);
  });
});
