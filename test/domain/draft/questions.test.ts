import { describe, expect, it } from "vitest";
import { withoutHeard } from "../../../src/domain/draft/questions.ts";
import { nameHash } from "../../../src/domain/hash.ts";
import { alert, change, draft, message, page } from "./views.ts";

const asked = (...args: Parameters<typeof draft>) => draft(...args).questions;
const id = (rule: string, subject: string) => `q_${nameHash(rule, subject)}`;
const errors = alert("Errors", 0);

describe("questions", () => {
  it("ask for each missing moment, by its name", () => {
    const questions = asked([errors]);
    expect(questions.map(({ about }) => about)).toEqual(
      expect.arrayContaining(["acknowledged", "mitigated", "resolved"]),
    );
    expect(questions.map(({ about }) => about)).not.toContain("detected");
    expect(questions[0]).toMatchObject({ id: id("missing_moment", "acknowledged"), state: "open", version: 0 });
  });

  it("ask about a silence of half an hour", () => {
    const silence = id("silent_stretch", errors.event.key);
    expect(
      asked([errors, message("m1", 31, "restarted web-7")]).find((question) => question.id === silence)?.text,
    ).toBe("Nothing stands on the timeline for 31 min after 10:00 UTC. What happened then?");
    expect(asked([errors, message("m1", 29, "restarted web-7")]).map((question) => question.id)).not.toContain(silence);
  });

  it("ask about no silence through which a line says that it went on", () => {
    const began = change("web-13", 2, "started");
    const talk = [message("m1", 10, "restarted web-7"), message("m2", 50, "restarted web-8")];
    const silence = id("silent_stretch", talk[0]?.event.key ?? "");
    const until = (minute: number) =>
      asked([errors, began, ...talk, change("web-13", minute, "succeeded")]).map((question) => question.id);
    expect(until(55)).not.toContain(silence);
    expect(until(8)).toContain(silence);
    const firing = [alert("Slow", 2), ...talk, alert("Slow", 55, "resolved", { start: 2 })];
    expect(asked([errors, ...firing]).map((question) => question.id)).toContain(silence);
  });

  it("ask about no silence after impact ended", () => {
    const ended = message("m1", 9, "error rate is back to normal");
    const talk = message("m2", 80, "restarted web-7");
    const silence = id("silent_stretch", ended.event.key);
    expect(draft([errors, ended, talk]).moments.impactEnded.at).toBe("2026-03-01T10:09:00Z");
    expect(asked([errors, ended, talk]).map((question) => question.id)).not.toContain(silence);
    const other = message("m1", 9, "restarted web-8");
    expect(asked([errors, other, talk]).map((question) => question.id)).toContain(silence);
  });

  it("name the three longest silences only, in their order", () => {
    const talk = [40, 100, 180, 290, 335].map((minute) => message(`m${minute}`, minute, `restarted web-${minute}`));
    const spans = asked([errors, ...talk]).flatMap(({ text }) => /for (.+) after/.exec(text)?.[1] ?? []);
    expect(spans).toEqual(["1 h", "1 h 20 min", "1 h 50 min"]);
  });

  it("ask about an alert that never ended, and about no other", () => {
    const ended = [alert("Latency", 5), alert("Latency", 9, "resolved", { start: 5 })];
    const ids = asked([errors, ...ended]).map((question) => question.id);
    expect(ids).toContain(id("alert_never_resolved", errors.event.key));
    expect(ids).not.toContain(id("alert_never_resolved", ended[0]?.event.key ?? ""));
  });

  it("ask nothing about an alert that a pager told of, once its page was resolved", () => {
    const told = alert("Latency", 5, "firing", { correlation: [{ type: "page", value: "Q8" }] });
    const rule = id("alert_never_resolved", told.event.key);
    expect(asked([errors, told]).map((question) => question.id)).toContain(rule);
    expect(asked([errors, told, page("Q8", 30, "resolved")]).map((question) => question.id)).not.toContain(rule);
    expect(asked([errors, told, page("Q9", 30, "resolved")]).map((question) => question.id)).toContain(rule);
  });

  it("ask about an alert that no episode names, whatever bots told of the end of another", () => {
    const told = alert("Latency", 5, "firing", { correlation: [{ type: "page", value: "Q8" }] });
    const bot = { actor: { type: "automation", name: "monitor" } } as const;
    const post = message("p1", 28, "RESOLVED: Errors: too many errors", bot);
    const ids = asked([errors, alert("Errors", 27, "resolved", { start: 0 }), told, post]).map(
      (question) => question.id,
    );
    expect(ids).toContain(id("alert_never_resolved", told.event.key));
  });

  it("ask who answered a page that no key names", () => {
    const called = page("Q7", 1, "triggered", { correlation: [] });
    const other = page("Q8", 3, "acknowledged", { correlation: [] });
    expect(asked([errors, called, other]).map((question) => question.id)).toContain(
      id("page_unacknowledged", called.event.key),
    );
  });

  it("ask who answered a page that nobody acknowledged", () => {
    const called = page("Q7", 1, "triggered");
    const rule = id("page_unacknowledged", called.event.key);
    expect(asked([errors, called]).map((question) => question.id)).toContain(rule);
    expect(asked([errors, called, page("Q7", 3, "acknowledged")]).map((question) => question.id)).not.toContain(rule);
  });

  it("ask about a source that said nothing", () => {
    const silent = asked([errors]).find((question) => question.id === id("source_silent", "chat"));
    expect(silent?.text).toBe('Was "chat" sending? Nothing of this incident came from it.');
    expect(asked([errors], { heard: ["chat"] }).map((question) => question.id)).not.toContain(silent?.id);
    expect(asked([errors, message("m1", 3, "ok")]).map((question) => question.id)).not.toContain(
      id("source_silent", "chat"),
    );
  });
});

describe("a question whether a source was sending", () => {
  const about = (missing: Parameters<typeof withoutHeard>[1]) =>
    withoutHeard(asked([errors]), missing).map((question) => question.about);

  it("is not asked of one of which something came that could not be used", () => {
    expect(about([])).toContain("chat");
    expect(about([{ delivery: "d1", source: "am", code: "not_json" }])).toContain("chat");
    expect(about([{ delivery: "d1", source: "chat", code: "not_json" }])).not.toContain("chat");
    expect(about([{ delivery: "d1", source: "chat", code: "not_json" }])).toHaveLength(about([]).length - 1);
  });
});

describe("coverage", () => {
  it("tells first, last and silences of an hour, per source", () => {
    const { coverage } = draft([errors, message("m1", 3, "ok"), message("m2", 64, "ok"), message("m3", 70, "ok")]);
    expect(coverage).toEqual([
      { source: "am", first: "2026-03-01T10:00:00Z", last: "2026-03-01T10:00:00Z", gaps: [] },
      {
        source: "chat",
        first: "2026-03-01T10:03:00Z",
        last: "2026-03-01T11:10:00Z",
        gaps: [{ from: "2026-03-01T10:03:00Z", to: "2026-03-01T11:04:00Z" }],
      },
    ]);
  });

  const sent = (minute: number) => page(`Q${minute}`, minute, "acknowledged");
  const asked = (minute: number) => page(`Q${minute}`, minute, "acknowledged", { asked: true });
  const gapsOf = (...pages: ReturnType<typeof page>[]) =>
    draft([errors, ...pages])
      .coverage.find(({ source }) => source === "pd")
      ?.gaps.map(({ from, to }) => [from.slice(11, 16), to.slice(11, 16)]);

  it.each([
    ["nothing that was sent", [sent(1), sent(9)], []],
    ["one step that only asking brought, between what was sent", [sent(1), asked(5), sent(9)], [["10:01", "10:09"]]],
    ["several in a row, as one", [sent(1), asked(5), asked(6), sent(9), sent(12)], [["10:01", "10:09"]]],
    ["the end", [sent(1), asked(5), asked(7)], [["10:01", "10:07"]]],
    ["the beginning", [asked(1), sent(5)], [["10:01", "10:05"]]],
    ["everything", [asked(1), asked(20)], [["10:01", "10:20"]]],
    ["a silence besides, as one", [sent(1), asked(80), sent(90)], [["10:01", "11:30"]]],
    [
      "two stretches that meet",
      [sent(1), asked(2), sent(3), asked(4), sent(5)],
      [
        ["10:01", "10:03"],
        ["10:03", "10:05"],
      ],
    ],
  ])("has a gap around %s", (_name, pages, gaps) => {
    expect(gapsOf(...pages)).toEqual(gaps);
  });
});
