import { expect, test } from "vitest";
import { gatherChannels } from "../../../src/domain/correlate/channels.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { recorded } from "../events.ts";

test("channelPattern is read as it was checked: with Unicode's classes, whatever the case", () => {
  const written = recorded({
    key: "m",
    correlation: ["C0AB", "Störung-7", "p{L}-7"].map((value) => ({ type: "channel", value })),
  });
  const { all } = gatherChannels([written], buildCatalogue([]), { channelPattern: "^\\p{L}+-\\d$" });
  expect(all.map(({ incidentNames }) => incidentNames)).toEqual([["Störung-7"]]);
});
