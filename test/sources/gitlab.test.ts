import fc from "fast-check";
import { describe, expect, it } from "vitest";
import gitlab from "../../src/sources/gitlab.source.ts";
import { actorOf, toldAt, withoutTrailingBlanks } from "../../src/sources/lib/gitlab-shapes.ts";
import { checkedEvents } from "./normalized.ts";

const project = { path_with_namespace: "islandline/ferry-plan", default_branch: "main" };

describe("gitlab", () => {
  it("reads the four ways in which it writes an instant as the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), (seconds) => {
        const utc = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
          .toString()
          .slice(0, 19);
        const local = Temporal.Instant.fromEpochMilliseconds((seconds + 7200) * 1000)
          .toString()
          .slice(0, 19);
        const written = [
          `${utc.replace("T", " ")} UTC`,
          `${local.replace("T", " ")} +0200`,
          `${utc}Z`,
          `${local}+02:00`,
        ];
        expect(written.map((text) => toldAt(text))).toEqual(
          written.map(() => ({ at: seconds * 1_000_000, precision: "s", zoneAssumed: false })),
        );
      }),
    );
  });

  it("takes blanks off the ends of keys and values, at any depth, and nothing else", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const clean = withoutTrailingBlanks(value);
        expect(withoutTrailingBlanks(clean)).toEqual(clean);
        expect(JSON.stringify(clean)).not.toMatch(/[^\\ ] +"/);
      }),
    );
    expect(withoutTrailingBlanks({ "title ": [" a b "] })).toEqual({ title: [" a b"] });
  });

  it("switching a flag twice is two events, redelivering one switching is one", () => {
    const flag = {
      object_kind: "feature_flag",
      project,
      object_attributes: { id: 6, name: "dusk-boats", active: true },
    };
    const keyWith = (key: string) => checkedEvents(gitlab, flag, { "idempotency-key": key }).events[0]?.key;
    expect(keyWith("one")).toBe(keyWith("one"));
    expect(keyWith("one")).not.toBe(keyWith("two"));
  });

  it("tells people from bots", () => {
    const types = ["jonna", "project_12_bot_1f", "group_3_bot", "service_account_group_9", "alert-bot", "abbot"].map(
      (username) => actorOf({ username }).type,
    );
    expect(types).toEqual(["human", "automation", "automation", "automation", "automation", "human"]);
    expect(actorOf(null)).toEqual({ type: "unknown" });
  });
});
