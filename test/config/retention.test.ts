import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/config/problem.ts";
import { makeRetention } from "../../src/config/retention.ts";
import { tellRetention } from "../../src/config/tell-retention.ts";
import { DAY } from "../../src/domain/time.ts";

const read = (written: Parameters<typeof makeRetention>[0]) => {
  const findings: Finding[] = [];
  return { retention: makeRetention(written, findings), keys: findings.map(({ path }) => path.join(".")) };
};

describe("the retention of a configuration", () => {
  it("keeps everything where nothing is written", () => {
    expect(read({})).toEqual({ retention: { raw: null, events: null, keys: null }, keys: [] });
    expect(tellRetention(read({}).retention)).toEqual([]);
  });

  it("is read in microseconds", () => {
    expect(read({ raw: "90d", events: "400d", keys: "400d" })).toEqual({
      retention: { raw: 90 * DAY, events: 400 * DAY, keys: 400 * DAY },
      keys: [],
    });
    expect(read({ raw: "1d", keys: "1d" }).keys).toEqual([]);
  });

  it.each([
    [{ events: "400d" }, ["retention.events"]],
    [{ keys: "400d" }, ["retention.keys"]],
    [{ raw: "90d", events: "89d" }, ["retention.events"]],
    [{ raw: "90d", keys: "89d" }, ["retention.keys"]],
    [{ raw: "90d", events: "400d", keys: "399d" }, ["retention.keys"]],
    [{ raw: "90d", events: "1d", keys: "2d" }, ["retention.events", "retention.keys"]],
  ])("is refused where what is derived goes before what it is derived of: %j", (written, keys) => {
    expect(read(written).keys).toEqual(keys);
  });

  it("is told in words", () => {
    expect(tellRetention(read({ raw: "90d" }).retention)).toEqual([
      "the bytes of deliveries are deleted 90 days after they came, once they are decoded",
      "that a delivery came before stays known for ever (no retention.keys)",
      "events are kept for ever (no retention.events)",
    ]);
    expect(tellRetention(read({ raw: "36h", keys: "1d" }).retention)[0]).toContain("36 hours");
    expect(tellRetention(read({ raw: "1d", events: "1d", keys: "2d" }).retention)).toEqual([
      "the bytes of deliveries are deleted 1 day after they came, once they are decoded",
      "that a delivery came before is forgotten 2 days after it came; the same bytes are a new delivery then",
      "events are deleted 1 day after they happened and came, an incident as a whole; what a person decided on or published stays",
    ]);
  });
});
