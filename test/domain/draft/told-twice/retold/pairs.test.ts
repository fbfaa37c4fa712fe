import { describe, expect, it } from "vitest";
import type { Happening } from "../../../../../src/domain/draft/happenings/happening.ts";
import { pairsAmong } from "../../../../../src/domain/draft/told-twice/retold/pairs.ts";
import type { EntryKind } from "../../../../../src/domain/kinds.ts";
import { by, later, of, posted, said, VOICES } from "../../tellings.ts";
import { alert, change, incident, page, status } from "../../views.ts";

/** Whether two may be one happening, each against each. */
const mayBeOne = (...happenings: Happening[]): boolean => pairsAmong(happenings, VOICES).length > 0;

const release = { ...by("ines@gate"), title: "till: release 8" };
const done = (kind: EntryKind = "change", facts = release, seconds = 0) =>
  of("change", kind, later(change("till", 0, "succeeded", facts), seconds));

describe("what may be told twice", () => {
  it("is what a person says, and no two that machines tell", () => {
    expect(mayBeOne(done(), said("ines", 20, "release 8 is out", "change"))).toBe(true);
    expect(mayBeOne(done(), done("change", release, 20))).toBe(false);
    expect(mayBeOne(posted(0, "till: release 8"), posted(20, "till: release 8"))).toBe(false);
  });

  it("stands on the timeline", () => {
    expect(mayBeOne(done(), { ...said("ines", 20, "release 8 is out", "change"), shown: false })).toBe(false);
  });

  it("is told within twenty minutes, and within three where no telling word is shared", () => {
    const told = (seconds: number, text: string) => mayBeOne(done(), said("ines", seconds, text, "change"));
    expect([told(1_200, "release 8 of the till is out"), told(1_201, "release 8 of the till is out")]).toEqual([
      true,
      false,
    ]);
    expect([told(180, "it is out"), told(181, "it is out")]).toEqual([true, false]);
    expect(mayBeOne(said("ines", 0, "pushing it out", "change"), done("change", release, 180))).toBe(true);
  });

  it("is announced at most five minutes before a machine tells of it", () => {
    const ahead = (seconds: number) =>
      mayBeOne(said("ines", 0, "release 8 of the till goes out", "change"), done("change", release, seconds));
    expect([ahead(300), ahead(301)]).toEqual([true, false]);
  });

  it("has at most five lines between", () => {
    const between = (count: number) =>
      Array.from({ length: count }, (_, index) => said("olga", 10 + index, "hm", "observation"));
    const last = said("ines", 60, "it is out", "change");
    const pairs = (count: number) => pairsAmong([done(), ...between(count), last], VOICES).length;
    expect([pairs(5), pairs(6)]).toEqual([1, 0]);
  });

  it("is of one matter", () => {
    const posts = of("status", "communication", status("s1", 0, "investigating"));
    expect(mayBeOne(posts, said("ines", 60, "told the public", "communication"))).toBe(true);
    expect(mayBeOne(posts, said("ines", 60, "it works again", "recovery"))).toBe(false);
    const taken = of("answer", "acknowledgement", page("P7", 0, "acknowledged", by("ines")));
    expect(mayBeOne(taken, said("ines", 10, "looking", "acknowledgement"))).toBe(true);
    expect(mayBeOne(taken, said("ines", 10, "nobody gets past the till", "symptom"))).toBe(false);
  });
});

describe("of what there is much of, only the same words are the same", () => {
  it("of trouble", () => {
    const fired = of("alert", "alert", alert("Drums", 0, "firing", { title: "Drums: drums of the east stand still" }));
    expect(mayBeOne(fired, said("ines", 60, "the eastern drums stand still", "symptom"))).toBe(true);
    expect(mayBeOne(fired, said("ines", 60, "the belts are slow", "symptom"))).toBe(false);
  });

  it("of what another does; not of somebody's own", () => {
    expect(mayBeOne(done(), said("olga", 60, "release 8 of the till is out", "change"))).toBe(true);
    expect(mayBeOne(done(), said("olga", 60, "it is out", "change"))).toBe(false);
    expect(mayBeOne(done(), said("ines", 60, "it is out", "change"))).toBe(true);
  });

  it("of what failed: whoever says that they do something does not say that it fails", () => {
    const failed = done("failed_attempt");
    expect(mayBeOne(failed, said("ines", 60, "no room for it", "failed_attempt"))).toBe(true);
    expect(mayBeOne(failed, said("ines", 60, "it is out", "change"))).toBe(false);
    expect(mayBeOne(said("ines", 0, "stopped", "mitigation"), done("failed_attempt", release, 15))).toBe(true);
    expect(mayBeOne(said("ines", 0, "stopped", "mitigation"), done("failed_attempt", release, 16))).toBe(false);
  });

  it("of an end in a tool, where somebody says that it works again", () => {
    const closed = of("closing", "resolution", later(incident("INC-7", 0, "resolved", { title: "Tills stand" }), 60));
    expect(mayBeOne(said("ines", 0, "all tills sell again, none stands", "recovery"), closed)).toBe(true);
    expect(mayBeOne(said("ines", 0, "sells again", "recovery"), closed)).toBe(false);
    expect(mayBeOne(said("ines", 0, "closing this", "resolution"), closed)).toBe(true);
  });
});

describe("what somebody remarks on their own doing may be that", () => {
  const remark = (seconds: number, text: string, kind: EntryKind, who = "ines") =>
    mayBeOne(done(), said(who, seconds, text, kind));

  it("behind it; that it has got well or worse only within a minute", () => {
    expect(remark(170, "now we wait", "observation")).toBe(true);
    expect([remark(60, "sells again", "recovery"), remark(61, "sells again", "recovery")]).toEqual([true, false]);
    expect(remark(30, "now we wait", "observation", "olga")).toBe(false);
  });

  it("in the same breath before it", () => {
    const ahead = (seconds: number) =>
      mayBeOne(said("ines", 0, "now or never", "observation"), done("change", release, seconds));
    expect([ahead(15), ahead(16)]).toEqual([true, false]);
  });

  it("beside a declaration within a minute", () => {
    const declared = of("declaration", "declaration", incident("INC-7", 0, "declared", by("ines")));
    const beside = (seconds: number) => mayBeOne(declared, said("ines", seconds, "mine", "observation"));
    expect([beside(60), beside(61)]).toEqual([true, false]);
  });
});

describe("words beside words", () => {
  const pair = (first: string, second: string, seconds = 40, kind: EntryKind = "mitigation", who = "ines") =>
    mayBeOne(said("ines", 0, first, kind), said(who, seconds, second, kind));

  it("of one hand are the same within a minute, in the same words", () => {
    expect(pair("chef off the web nodes", "chef is off on all web nodes")).toBe(true);
    expect(pair("chef off the web nodes", "chef is off on all web nodes", 61)).toBe(false);
    expect(pair("chef off the web nodes", "draining the hall")).toBe(false);
  });

  it("are of two deeds where their numbers differ", () => {
    expect(pair("restarted worker web-3", "restarted worker web-3, yes")).toBe(true);
    expect(pair("restarted worker web-3", "restarted worker web-4")).toBe(false);
    expect(pair("restarted worker web-3", "restarted worker web-4, too", 40, "mitigation", "olga")).toBe(false);
  });

  it("may second what another saw; not what they decide, and no report of outsiders by confirming it", () => {
    const second = (text: string, kind: EntryKind = "observation", before: EntryKind = "observation", seconds = 50) =>
      mayBeOne(said("marek", 0, "drums stand still", before), said("ines", seconds, text, kind));
    for (const text of ["yep, all six", "same in the north hall", "can confirm, not one turns"])
      expect([text, second(text), second(text, "observation", "observation", 181)]).toEqual([text, true, false]);
    expect(second("the north hall stands")).toBe(false);
    expect(second("agreed, we oil them", "decision")).toBe(false);
    expect(second("confirmed, none leave", "observation", "human_report")).toBe(false);
    expect(second("same in the west", "observation", "human_report")).toBe(true);
  });
});
