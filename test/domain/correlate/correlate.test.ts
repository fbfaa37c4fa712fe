import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import { alert, change, message, page, settings, wordReader } from "./events.ts";

describe("openers and attachment", () => {
  test("an alert, its page and a deploy before it are one incident", () => {
    const { incidents, unattached } = correlate(
      [
        change("deploy", -40, { service: "checkout" }),
        alert("errors", 0, { service: "checkout" }),
        page("p1", 2, { service: "checkout" }),
        message("lunch", 5, "who is for lunch?"),
      ],
      [],
      settings,
      wordReader,
    );
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.attached.map(({ event, rank, reason }) => [event.event.key, rank, reason])).toEqual([
      ["deploy", 3, "service_in_window"],
      ["errors", 0, "opens_incident"],
      ["p1", 0, "opens_incident"],
    ]);
    expect(unattached.map(({ event }) => event.key)).toEqual(["lunch"]);
  });
});
