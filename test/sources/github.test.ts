import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBounded } from "../../src/ingest/decode/bounds.ts";
import github from "../../src/sources/github.source.ts";
import { isMainline, isRevert, pushTitle, subjectsOf } from "../../src/sources/lib/branches.ts";
import { checkedEvents } from "./normalized.ts";

const repository = { full_name: "harbour-foods/checkout", default_branch: "main" };

describe("github", () => {
  it("reads a form as the JSON that it carries", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
        const context = { source: "ours", receivedAt: 0, options: {}, headers: {} };
        const form = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
        const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
        const fromForm = github.read?.(Buffer.from(form), { ...context, headers }, parseBounded);
        expect(fromForm).toEqual(github.read?.(Buffer.from(JSON.stringify(payload)), context, parseBounded));
      }),
    );
  });

  it("accepts and counts every event type that it does not know", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^x_[a-z_]{1,20}$/), (type) => {
        expect(checkedEvents(github, { action: "created" }, { "x-github-event": type })).toEqual({
          events: [],
          ignored: [`${type}.created`],
        });
      }),
    );
  });

  it("tells a time written as seconds and as text alike", () => {
    const push = (pushed_at: string | number) => ({
      ref: "refs/heads/main",
      after: "4f1d8a60c2b97e35d0a86b1f7c9e24d513608ba7",
      repository: { ...repository, pushed_at },
    });
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), (seconds) => {
        const text = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString();
        const told = [seconds, text].map(
          (time) => checkedEvents(github, push(time), { "x-github-event": "push" }).events[0]?.told,
        );
        expect(told[0]).toEqual({ at: seconds * 1_000_000, precision: "s", zoneAssumed: false });
        expect(told[1]).toEqual(told[0]);
      }),
    );
  });
});

describe("branches", () => {
  it("knows the branches that reach the users", () => {
    expect(["main", "trunk", "release/4.2", "hotfix-9", "blue"].filter((name) => isMainline(name, "blue"))).toEqual([
      "main",
      "trunk",
      "release/4.2",
      "hotfix-9",
      "blue",
    ]);
    expect(["main-menu", "mira/release", "tills", ""].filter((name) => isMainline(name, "blue"))).toEqual([]);
  });

  it("knows what takes a change back, and that taking that back does not", () => {
    expect(isRevert('Revert "Round prices"')).toBe(true);
    expect(isRevert("Roll back to 4.1")).toBe(true);
    expect(isRevert('Revert "Revert "Round prices""')).toBe(false);
    expect(isRevert("Reverting is now one click")).toBe(false);
  });

  it("calls a push after its latest commit that is no bare merge", () => {
    const commits = [{ message: "Round prices\n\nLong" }, { message: "Merge branch 'a' into b" }];
    expect(subjectsOf(commits, commits[1])).toEqual(["Round prices"]);
    expect(subjectsOf([], { message: "Merge branch 'a' into b" })).toEqual(["Merge branch 'a' into b"]);
    expect(pushTitle(["Round prices"], "main", 2)).toBe("Round prices (main, 2 commits)");
    expect(pushTitle([], "main", 0)).toBe("push (main)");
  });
});
