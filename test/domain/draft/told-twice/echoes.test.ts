import { describe, expect, test } from "vitest";
import type { Happenings } from "../../../../src/domain/draft/happenings/happenings.ts";
import type { Message } from "../../../../src/domain/draft/happenings/messages.ts";
import { foldEchoes } from "../../../../src/domain/draft/told-twice/echoes.ts";
import type { EntryKind } from "../../../../src/domain/kinds.ts";
import { SECOND } from "../../../../src/domain/time.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { attached, by, later, of, posted, said, VOICES } from "../tellings.ts";
import { alert, change, incident, page } from "../views.ts";

const NONE: Happenings = {
  alerts: [],
  clears: [],
  pages: [],
  answers: [],
  changes: [],
  statuses: [],
  declarations: [],
  closings: [],
  messages: [],
  posts: [],
  others: [],
};

const count = (all: Partial<Happenings>): number => foldEchoes({ ...NONE, ...all }, VOICES).length;

describe("two incidents that one tool tells apart", () => {
  const told = (key: string, group: string, seconds: number, action = "declared") =>
    later(incident(group, 0, action, { key: `${key}:${group}:${action}`, group }), seconds);
  const declared = (key: string, group: string, seconds: number) =>
    of("declaration", "declaration", told(key, group, seconds));
  const ended = (key: string, group: string, seconds: number) =>
    of("closing", "resolution", told(key, group, seconds, "resolved"));

  test("are declared twice and end twice, however close", () => {
    expect(count({ declarations: [declared("inc/inc:v1", "/desk#1", 0), declared("inc/inc:v1", "/desk#2", 60)] })).toBe(
      2,
    );
    expect(count({ closings: [ended("inc/inc:v1", "/desk#1", 0), ended("inc/inc:v1", "/desk#2", 60)] })).toBe(2);
  });

  test("and not what another tool calls otherwise, or tells no id of", () => {
    const first = () => declared("inc/inc:v1", "/desk#1", 0);
    expect(count({ declarations: [first(), declared("inc/inc:v1", "/bot#77", 60)] })).toBe(1);
    expect(count({ declarations: [first(), declared("bot/bot:v1", "/desk#2", 60)] })).toBe(1);
    expect(count({ declarations: [first(), of("declaration", "declaration", incident("2", 1, "declared"))] })).toBe(1);
  });
});

describe("an incident of a number", () => {
  const opening = (seconds: number, number = "INC-7"): Message => {
    const post = posted(seconds, `${number} declared by ines: belts stand still`);
    const { event } = post.lead.event;
    const correlation = [{ type: "incident", value: number }];
    const lead = attached({ ...post.lead.event, event: { ...event, correlation } });
    return { ...post, kind: "declaration", lead, event: lead.event.event, reading: createReader()(event) };
  };

  test("is declared once, whenever a bot tells it again, and whoever told it first", () => {
    expect(count({ posts: [opening(0), opening(18_000)] })).toBe(1);
    expect(count({ posts: [opening(0), opening(18_000, "INC-8")] })).toBe(2);
    const declared = of("declaration", "declaration", incident("INC-7", 0, "declared", by("ines")));
    expect(count({ declarations: [declared], posts: [opening(18_000)] })).toBe(1);
  });

  test("is not declared again by a post that sums up", () => {
    const summary = (text: string): Message => ({ ...posted(18_000, text), kind: "declaration" });
    expect(count({ posts: [opening(0), summary("This week: INC-7 was opened by ines, INC-9 by olga")] })).toBe(1);
    expect(count({ posts: [opening(0), summary("This week: INC-70 was opened by ines")] })).toBe(2);
  });
});

test("a bot's post of the end within two minutes of what tells it is that end", () => {
  const closed = () => of("closing", "resolution", incident("INC-7", 0, "resolved", by("ines")));
  const over = (seconds: number, kind: EntryKind = "resolution") =>
    count({ closings: [closed()], posts: [{ ...posted(seconds, "INC-7 closed by ines"), kind }] });
  expect([over(4), over(-20), over(121), over(4, "observation")]).toEqual([1, 1, 2, 2]);
});

test("who says that it is over within two minutes of the tool says it once", () => {
  const closed = () => of("closing", "resolution", incident("INC-7", 0, "resolved", by("ines")));
  const over = (seconds: number) =>
    count({ closings: [closed()], messages: [said("marek", seconds, "closing this", "resolution")] });
  expect([over(100), over(121)]).toEqual([1, 2]);
});

describe("a bot's post", () => {
  const deed = () =>
    of(
      "change",
      "change",
      change("rules", 0, "succeeded", { ...by("nadja"), title: "Deploy of rules main to everywhere" }),
    );
  const told = (seconds: number, text: string) => count({ changes: [deed()], posts: [posted(seconds, text)] });

  test("that names whose change it is, and one of its words, within half a minute", () => {
    expect(told(7, "nadja released set 2031.1 of the managed rules")).toBe(1);
    expect(told(31, "nadja released set 2031.1 of the managed rules")).toBe(2);
    expect(told(7, "olga released set 2031.1 of the managed rules")).toBe(2);
    expect(told(7, "nadja is at lunch")).toBe(2);
  });

  test("that says the title of an incident is its declaration", () => {
    const declared = () =>
      of("declaration", "declaration", incident("INC-7", 0, "declared", { title: "tills reject old cards" }));
    const post = (text: string) => count({ declarations: [declared()], posts: [posted(3, text)] });
    expect(post("INC-7 opened by ines: tills reject old cards")).toBe(1);
    expect(post("INC-6 opened by ines: baskets are slow")).toBe(2);
  });
});

describe("what is told again of an alert", () => {
  const fired = (name: string, minute = 0) => of("alert", "alert", alert(name, minute));
  const storm = () => {
    const one = fired("DrumsHot");
    one.events.push(attached(alert("BeltsStill", 0)));
    return one;
  };
  const repeat = (minutes: number, text: string) => ({ ...posted(minutes * 60, text), kind: "alert" as const });

  test("is that alert by the name of any of a storm, as a page and as a post", () => {
    const paged = of("page", "page", page("P7", 1, "triggered", { title: "BeltsStill: too many errors" }));
    expect(count({ alerts: [storm()], pages: [paged] })).toBe(1);
    expect(count({ alerts: [storm()], posts: [repeat(1, "[FIRING:1] BeltsStill")] })).toBe(1);
    expect(count({ alerts: [storm()], posts: [repeat(1, "[FIRING:1] BeltsTorn")] })).toBe(2);
  });

  test("as long as it fires", () => {
    const until = (end: number | null, minutes: number) => {
      const one = fired("DrumsHot");
      one.until = end === null ? null : one.at + end * 60 * SECOND;
      return count({ alerts: [one], posts: [repeat(minutes, "[FIRING:1] DrumsHot")] });
    };
    expect([until(300, 240), until(300, 301), until(null, 240), until(2_000, 1_441)]).toEqual([1, 2, 1, 2]);
  });
});

test("a page in most of the words of an alert that fired within two minutes is the alert's", () => {
  const fired = () =>
    of(
      "alert",
      "alert",
      alert("ProbeFailed", 0, "firing", { title: "ProbeFailed: acme.example unreachable from 3 of 4 eastern probes" }),
    );
  const paged = (seconds: number, title: string) =>
    count({ alerts: [fired()], pages: [of("page", "page", later(page("P7", 0, "triggered", { title }), seconds))] });
  expect(paged(44, "Probe: acme.example unreachable from eastern")).toBe(1);
  expect(paged(121, "Probe: acme.example unreachable from eastern")).toBe(2);
  expect(paged(44, "acme.example unreachable")).toBe(1);
  expect(paged(44, "Probe: mail unreachable from western halls")).toBe(2);
});
