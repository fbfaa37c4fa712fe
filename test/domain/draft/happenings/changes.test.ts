import { describe, expect, it } from "vitest";
import type { OpsEvent } from "../../../../src/domain/event.ts";
import { alert, anything, change, draft, entriesOf, keysOf, message, timelineOf } from "../views.ts";

const opener = alert("Errors", 0);

const told = (...events: Parameters<typeof draft>[0]) => {
  const drafted = draft([opener, ...events], { openers: [opener.event.key] });
  return entriesOf(drafted).filter((entry) => !keysOf(entry).includes(opener.event.key));
};

const code = (key: string, minute: number, action: string, facts: Partial<OpsEvent> = {}) =>
  anything({
    key: `gh/gh:v1:${key}`,
    kind: "change",
    action,
    minute,
    actor: { type: "human", name: "ines" },
    names: ["acme/shop"],
    title: "Retry payments (#12)",
    correlation: [
      { type: "pr", value: "acme/shop#12" },
      { type: "commit", value: "c1" },
    ],
    ...facts,
  });

describe("a deployment of an older version", () => {
  const deploy = (title: string, minute: number, facts: Partial<OpsEvent> = {}) =>
    change(title, minute, "succeeded", {
      title: `Deploy of ${title} to production`,
      environment: "production",
      ...facts,
    });
  const kinds = (...deploys: Parameters<typeof draft>[0]) => told(...deploys).map(({ kind }) => kind);

  it.each([
    ["shop v318", "shop v317"],
    ["shop 4.12.0", "shop 4.9.3"],
    ["shop release-12", "shop release-11"],
    ["shop 4.12.0-rc3", "shop 4.12.0-rc2"],
  ])("%s, then %s: is a rollback", (newer, older) => {
    expect(kinds(deploy(newer, -9), deploy(older, 5))).toEqual(["change", "rollback"]);
    expect(kinds(deploy(older, -9), deploy(newer, 5))).toEqual(["change", "change"]);
  });

  it("is none where it runs elsewhere, is of something else, or was there already", () => {
    expect(kinds(deploy("shop v318", -9), deploy("shop v317", 5, { environment: "staging" }))).not.toContain(
      "rollback",
    );
    expect(kinds(deploy("shop v318", -9), deploy("till v317", 5))).not.toContain("rollback");
    expect(kinds(deploy("shop v318", -9), deploy("shop v318", 5))).not.toContain("rollback");
    expect(kinds(deploy("shop host-3", -9), deploy("shop host-2", 5))).not.toContain("rollback");
  });

  it("is one by its commit, where that ran before the one that runs", () => {
    const at = (commit: string, minute: number) =>
      deploy("shop main", minute, {
        correlation: [
          { type: "deployment", value: `${minute}` },
          { type: "commit", value: commit },
        ],
        group: `${minute}`,
      });
    expect(kinds(at("aaa", -20), at("bbb", -9), at("aaa", 5))).toEqual(["change", "change", "rollback"]);
    expect(kinds(at("aaa", -20), at("bbb", -9), at("bbb", 5))).toEqual(["change", "change", "change"]);
  });

  it("is told as what was put back", () => {
    const [, entry] = told(deploy("shop v318", -9), deploy("shop v317", 5));
    expect(entry?.text).toBe("ines rolled shop back to v317");
  });
});

describe("a deployment", () => {
  it("is one entry from its start to its success", () => {
    const entries = told(
      change("web-13", -9, "queued"),
      change("web-13", -8, "started"),
      change("web-13", -3, "succeeded"),
    );
    expect(entries).toMatchObject([
      {
        kind: "change",
        visibility: "timeline",
        text: "ines deployed web-13",
        until: "2026-03-01T09:57:00Z",
      },
    ]);
    expect(keysOf(entries[0])).toHaveLength(3);
  });

  it("of more than half an hour is two entries, its start and its success", () => {
    const [start, end] = [change("web-13", 5, "started"), change("web-13", 36, "succeeded")];
    expect(told(start, end)).toMatchObject([
      { kind: "change", text: "ines started to deploy web-13", until: "2026-03-01T10:36:00Z" },
      { kind: "change", text: "ines deployed web-13", at: "2026-03-01T10:36:00Z" },
    ]);
    expect(told(start, change("web-13", 35, "succeeded"))).toHaveLength(1);
  });

  it("that fails at once is one failed entry; later, its failure is another", () => {
    expect(told(change("web-13", 5, "started"), change("web-13", 6, "failed"))).toMatchObject([
      { kind: "failed_attempt" },
    ]);
    expect(told(change("web-13", 5, "started"), change("web-13", 8, "failed"))).toMatchObject([
      { kind: "change" },
      { kind: "failed_attempt" },
    ]);
  });

  it("that puts back what was before is a rollback", () => {
    expect(told(change("web-12", 5, "rolled_back"))).toMatchObject([{ kind: "rollback", visibility: "timeline" }]);
    expect(told(change("web-12", 5, "succeeded", { title: "Revert to 4.12" }))).toMatchObject([{ kind: "rollback" }]);
  });

  it("takes in the merge, the push and the builds of its commit", () => {
    const entries = told(
      code("merge", -20, "merged"),
      code("push", -19.9, "pushed", { correlation: [{ type: "commit", value: "c1" }] }),
      change("build", -19, "succeeded", {
        title: "test",
        correlation: [
          { type: "run", value: "r1" },
          { type: "commit", value: "c1" },
        ],
        group: "r1",
      }),
      change("web-13", -15, "started", {
        correlation: [
          { type: "deployment", value: "web-13" },
          { type: "commit", value: "c1" },
        ],
      }),
    );
    expect(entries).toMatchObject([{ visibility: "timeline", at: "2026-03-01T09:40:00Z" }]);
    expect(keysOf(entries[0])).toHaveLength(4);
  });

  it("that names a pull request by number belongs to its merge", () => {
    const entries = told(
      code("merge", -20, "merged", { correlation: [{ type: "pr", value: "acme/shop#12" }] }),
      change("web-13", -15, "started", { title: "Deploy on #12" }),
    );
    expect(entries).toHaveLength(1);
  });

  it("of the same commit to another place stands for itself", () => {
    const both = ["eu", "us"].map((place) =>
      change(place, -15, "started", {
        correlation: [
          { type: "deployment", value: place },
          { type: "commit", value: "c1" },
        ],
      }),
    );
    expect(told(...both)).toHaveLength(2);
  });
});

describe("in the log", () => {
  const visibilities = (...events: Parameters<typeof draft>[0]) =>
    told(...events).map(({ visibility, reason }) => `${visibility} ${reason.split(":")[0]}`);

  it("are builds, code that nothing brought live, upkeep, and changes elsewhere", () => {
    const run = { title: "unit tests", correlation: [{ type: "run", value: "r1" }], group: "r1" };
    expect(visibilities(change("r1", 5, "succeeded", run))).toEqual(["log build"]);
    expect(visibilities(code("push", 5, "pushed"))).toEqual(["log code_only"]);
    expect(visibilities(code("merge", -9, "merged"))).toEqual(["log code_only"]);
    expect(visibilities(code("merge", 9, "merged", { title: "docs: how to restart (#13)" }))).toEqual(["log upkeep"]);
    expect(visibilities(change("b-2", -9, "succeeded", { service: "basket" }))).toEqual(["log change_elsewhere"]);
  });

  it("is an automation's routine: four alike changes or more", () => {
    const nightly = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        change(`job-${index}`, index, "succeeded", {
          title: `Customer ${index}a: version ${index} activated`,
          actor: { type: "automation", name: "config" },
        }),
      );
    expect(new Set(visibilities(...nightly(4)))).toEqual(new Set(["log routine_change"]));
    expect(new Set(visibilities(...nightly(3)))).toEqual(new Set(["timeline change"]));
  });
});

describe("steps of somebody who speaks in the incident", () => {
  it("are told by the first and the last", () => {
    const steps = [10, 25, 50, 100].map((share, index) =>
      change(`step-${share}`, 5 * index + 1, "succeeded", {
        title: `Gate opened to ${share} %`,
        actor: { type: "unknown", name: "ines" },
      }),
    );
    const said = message("m1", 2, "ten in a hundred come in", {
      actor: { type: "human", id: "slack:U0000INES", name: "ines" },
    });
    const shown = told(...steps, said).filter(({ visibility, kind }) => visibility === "timeline" && kind === "change");
    expect(shown.map(({ text }) => text)).toEqual(["ines: Gate opened to 10 %", "ines: Gate opened to 100 %"]);
  });
});

describe("a ticket that is opened while the incident is", () => {
  const ticket = (by: string, minute: number, title = "Never charge a card twice") =>
    anything({
      key: `gh/gh:v1:issue:${by}`,
      kind: "ticket",
      action: "opened",
      minute,
      title,
      actor: { type: "unknown", name: by },
    });
  const said = message("m1", 2, "ten in a hundred come in", {
    actor: { type: "human", id: "slack:U0000INES", name: "ines" },
  });
  const ticketsOf = (...events: Parameters<typeof draft>[0]) =>
    told(...events, said)
      .filter(({ text }) => text.startsWith("Ticket"))
      .map(({ visibility, kind }) => `${visibility} ${kind}`);

  it("by somebody who speaks in it, is a follow-up", () => {
    expect(ticketsOf(ticket("ines", 9))).toEqual(["timeline follow_up"]);
  });

  it("by somebody else, or before, stands in the log", () => {
    expect(ticketsOf(ticket("marek", 9))).toEqual(["log change"]);
    expect(ticketsOf(ticket("ines", -9))).toEqual(["log change"]);
  });

  it("and tells of trouble, stands in the log", () => {
    expect(ticketsOf(ticket("ines", 9, "Checkout is down for all customers"))).toEqual(["log change"]);
  });
});

describe("what is rolled out to several places in one go", () => {
  const to = (place: string, minute: number, facts: Partial<OpsEvent> = {}) =>
    change(`${place}-${minute}`, minute, "succeeded", {
      title: "crate 2.1 synced",
      environment: place,
      actor: { type: "unknown", name: "ines" },
      ...facts,
    });
  const times = (...events: Parameters<typeof draft>[0]) =>
    told(...events).map((entry) => `${entry.kind} ${keysOf(entry).length}`);

  it("is one change, however many places it reaches", () => {
    const entries = told(to("north", -9), to("south", -8), to("east", -6), to("west", -2));
    expect(entries.map(({ visibility, kind }) => `${visibility} ${kind}`)).toEqual(["timeline change"]);
    expect(entries.map(keysOf).map(({ length }) => length)).toEqual([4]);
  });

  it("is another where it reaches a place again, much later, by another hand or where things are tried out", () => {
    expect(times(to("north", -9), to("north", -8))).toEqual(["change 1", "change 1"]);
    expect(times(to("north", -12), to("south", -2))).toEqual(["change 1", "change 1"]);
    expect(times(to("north", -9), to("south", -8, { actor: { type: "unknown", name: "otto" } }))).toHaveLength(2);
    expect(times(to("staging", -9), to("south", -8))).toHaveLength(2);
    expect(times(to("north", -9), to("south", -8, { title: "crate 2.2 synced" }))).toHaveLength(2);
    const of = (commit: string) => ({ correlation: [{ type: "commit" as const, value: commit }] });
    expect(times(to("north", -9, of("aaa")), to("south", -8, of("bbb")))).toHaveLength(2);
  });

  it("is told apart from the place where it failed", () => {
    expect(times(to("north", -9), to("south", -8, { action: "failed" }), to("east", -7))).toEqual([
      "change 2",
      "failed_attempt 1",
    ]);
  });
});

describe("what a person says of a change", () => {
  it("is the change, within a minute and with a telling word in common", () => {
    const entries = told(
      change("web-13", 5, "started", { title: "Restart of web-7" }),
      message("m1", 5.5, "restarting web-7 now"),
    );
    expect(entries).toHaveLength(1);
    expect(keysOf(entries[0])).toHaveLength(2);
  });

  it("is another happening much later, or about something else", () => {
    const restart = change("web-13", 5, "started", { title: "Restart of web-7" });
    expect(told(restart, message("m1", 26, "restarting web-7 now"))).toHaveLength(2);
    expect(told(restart, message("m1", 5.5, "restarting the mail queue"))).toHaveLength(2);
  });

  it("tells of it on the timeline where the change stands in the log", () => {
    const elsewhere = change("b-2", 5, "succeeded", { service: "basket", title: "Deploy of basket 2" });
    expect(told(elsewhere)).toMatchObject([{ visibility: "log" }]);
    expect(told(elsewhere, message("m1", 5.2, "deployed basket 2"))).toMatchObject([
      { visibility: "log" },
      { visibility: "timeline" },
    ]);
  });
});

it("a change that is proposed while the incident is open stands on the timeline", () => {
  const pull = (minute: number) =>
    anything({
      key: "gh/gh:v1:pr",
      kind: "ticket",
      action: "opened",
      minute,
      names: ["acme/shop"],
      title: "Fix (#14)",
      correlation: [{ type: "pr", value: "acme/shop#14" }],
    });
  expect(timelineOf(draft([opener, pull(9)])).map(({ text }) => text)).toContain("Change proposed: Fix (#14)");
  expect(timelineOf(draft([opener, pull(130)]))).toHaveLength(1);
});
