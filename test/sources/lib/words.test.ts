import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { automation, human, unknownActor } from "../../../src/sources/lib/actors.ts";
import { checkEach, checkOf } from "../../../src/sources/lib/check.ts";
import { linksTo } from "../../../src/sources/lib/links.ts";
import { severityOf } from "../../../src/sources/lib/severity.ts";

describe("severityOf", () => {
  it.each([
    ["critical", "critical"],
    ["SEV-1", "critical"],
    ["Sev 2", "high"],
    ["P3", "medium"],
    [" Warning ", "medium"],
    ["error", "high"],
    ["info", "low"],
    ["page", "critical"],
    ["pagerduty", null],
    ["constructor", null],
    ["$SEVERITY", null],
    ["", null],
    [undefined, null],
  ])("reads %j as %s", (word, severity) => {
    expect(severityOf(word)).toBe(severity);
  });
});

describe("actors", () => {
  it("are named by vendor and id, as far as the sender tells them", () => {
    expect(human({ vendor: "pagerduty", id: "PUSR7Q1", name: " Ilse " })).toEqual({
      type: "human",
      id: "pagerduty:PUSR7Q1",
      name: "Ilse",
    });
    expect(human({ vendor: "github", id: 41 })).toEqual({ type: "human", id: "github:41" });
    expect(automation()).toEqual({ type: "automation" });
    expect(automation({ vendor: "slack", id: "null", name: null })).toEqual({ type: "automation" });
    expect(unknownActor({ vendor: "slack", name: "Ilse" })).toEqual({ type: "unknown", name: "Ilse" });
  });
});

describe("linksTo", () => {
  it("keeps web addresses, each once", () => {
    expect(
      linksTo({
        runbook: "https://wiki.haulwise.example/q",
        dashboard: "javascript:alert(1)",
        generator: "dontcare",
        panel: "https://wiki.haulwise.example/q",
        rule: "{{ url }}",
        image: " http://img.haulwise.example/1.png ",
        page: undefined,
      }),
    ).toEqual([
      { rel: "runbook", url: "https://wiki.haulwise.example/q" },
      { rel: "image", url: "http://img.haulwise.example/1.png" },
    ]);
  });
});

describe("checkOf and checkEach", () => {
  const Post = Type.Object({ id: Type.String(), likes: Type.Optional(Type.Integer()) });

  it("name the first place that does not fit, never the value", () => {
    expect(checkOf(Post)({ id: "a" })).toEqual({ ok: true, value: { id: "a" } });
    const outcome = checkOf(Post)({ id: "a", likes: "secret" });
    expect(outcome).toEqual({
      ok: false,
      rejection: { code: "unexpected_payload", detail: "the payload/likes must be integer" },
    });
  });

  it("keep the good parts of a batch", () => {
    expect(checkEach(Post, [{ id: "a" }, 7, { id: "b", likes: 1 }, {}], "posts")).toEqual({
      good: [{ id: "a" }, { id: "b", likes: 1 }],
      rejected: [
        { code: "unexpected_payload", detail: "posts/1 must be object" },
        { code: "unexpected_payload", detail: "posts/3 must have required properties id" },
      ],
    });
  });
});
