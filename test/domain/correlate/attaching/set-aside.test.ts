import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { OpsEvent, RecordedEvent } from "../../../../src/domain/event.ts";
import type { Gist, Reader } from "../../../../src/domain/reading.ts";
import { alert, alertEnd, change, message, page, reply, settings, wordReader } from "../events.ts";

/** Reads as `wordReader`; what holds a tilde is hardly ever worth a line, and "hi" says nothing. */
const reader: Reader = (event) => ({
  ...wordReader(event),
  ...(event.text?.startsWith("hi,") ? { small: true } : {}),
  points: () => event.text?.includes("this") === true,
  gist: () => gist(event),
  remarks: () => remarksOf(event),
});
const remarksOf = ({ text = "" }: OpsEvent) =>
  text.startsWith("unrelated") ? [{ about: "another_matter" as const, words: text }] : [];
const gist = ({ text = "" }: OpsEvent) => ({ worth: text.includes("~") ? 0.05 : 0.5 }) as Gist;

const by = (name: string) => ({ actor: { type: "human" as const, name } });
const says = (who: string, key: string, minute: number, text: string, channel = "till-talk") =>
  message(key, minute, text, channel, by(who));

const BOT = { actor: { type: "automation" as const, name: "watch" } };

/** A page about checkout at which Adele and Brin work, with six messages about it. */
const worked = [
  page("PAGE42", 0, { service: "checkout", title: "baskets time out" }),
  says("adele", "w1", 1, "!happening baskets hang for me too"),
  says("brin", "w2", 2, "!happening the till workers are at node17 only"),
  says("adele", "w3", 3, "!happening drained node17"),
  says("brin", "w4", 40, "!happening baskets still slow, cass should know"),
  says("adele", "w5", 41, "!happening node18 now as well"),
  says("brin", "w6", 60, "!happening baskets are fine again"),
];

function outcome(...events: RecordedEvent[]): { attached: Record<string, string>; suggested: Record<string, string> } {
  const [incident] = correlate([...worked, ...events], [], settings, reader).incidents;
  const attached: Record<string, string> = {};
  for (const { event, reason } of incident?.attached ?? []) attached[event.event.key] = reason;
  const suggested: Record<string, string> = {};
  for (const { event, reason } of incident?.suggestions ?? []) suggested[event.event.key] = reason;
  return { attached, suggested };
}

describe("talk of a mapped channel that is not about the incident is set aside, and suggested", () => {
  test("an outsider's question, with its answers, however late", () => {
    const { attached, suggested } = outcome(says("otto", "q", 4, "~ could somebody look at my gift card patch?"), {
      ...reply("a", 300, "q", "tomorrow"),
      ...{},
    });
    expect(attached).not.toHaveProperty("q");
    expect(attached).not.toHaveProperty("a");
    expect(suggested).toMatchObject({ q: "outsiders_question" });
  });

  test("not one about the incident, nor a short echo, nor of one who was called by name", () => {
    const { attached } = outcome(
      says("otto", "about", 4, "~ is somebody looking at the slow baskets already?"),
      says("quin", "worth", 4, "is the whole of the third floor dark?"),
      says("pim", "echo", 5, "~ nothing at all? hm"),
      says("cass", "called", 42, "~ can I have the graphs of this evening?"),
    );
    expect(attached).toMatchObject({
      about: "mapped_channel",
      worth: "mapped_channel",
      echo: "mapped_channel",
      called: "mapped_channel",
    });
  });

  test("what says itself that it is another matter, also of one who takes part and amid talk of the incident", () => {
    const { attached, suggested } = outcome(
      says("adele", "else", 42, "unrelated: the lift is out of order"),
      says("adele", "about", 43, "unrelated: node17 makes a noise"),
    );
    expect(suggested).toMatchObject({ else: "another_matter" });
    expect(attached).toHaveProperty("about");
  });

  describe("what says nothing but that it answers such a question", () => {
    const plea = says("otto", "q", 20, "~ could somebody look at my gift card patch?");
    const hi = (minute: number, who = "adele", key = "hi") => says(who, key, minute, "hi, looking");

    test("right behind it, and what answers that", () => {
      const { attached, suggested } = outcome(plea, hi(21), hi(22, "otto", "thanks"));
      expect(suggested).toMatchObject({ hi: "answers_other_talk", thanks: "answers_other_talk" });
      expect(attached).not.toHaveProperty("hi");
    });

    test.each<[string, RecordedEvent[]]>([
      ["later", [plea, hi(26)]],
      ["by who asked", [plea, hi(21, "otto")]],
      ["with more words", [plea, says("adele", "hi", 21, "now node19 as well")]],
      ["behind other talk", [plea, says("brin", "w", 20.5, "baskets hang again"), hi(21)]],
      ["behind a page", [plea, page("PAGE43", 20.5, { service: "checkout", title: "baskets time out" }), hi(21)]],
      ["behind a bot's post", [plea, message("bot", 20.5, "!happening", "till-talk", BOT), hi(21)]],
      ["behind a question that may be about it", [says("otto", "q", 20, "~ is somebody of you on this now?"), hi(21)]],
      ["behind a question about it", [says("otto", "q", 20, "~ does anybody look at the baskets?"), hi(21)]],
    ])("not %s", (_, events) => {
      expect(outcome(...events).attached).toHaveProperty("hi");
    });
  });

  test("an outsider's idle remark that stands alone", () => {
    const remark = (minute: number, text = "~ cake is on the third floor") => outcome(says("otto", "r", minute, text));
    expect(remark(20).suggested).toMatchObject({ r: "outsiders_remark" });
    expect(remark(20, "the third floor has no light").attached).toHaveProperty("r");
    expect(remark(43).attached).toHaveProperty("r");
  });

  test("a question of one who takes part while nobody speaks of the incident", () => {
    const ask = (minute: number) => outcome(says("adele", "r", minute, "who of you is in the office tomorrow?"));
    expect(ask(20).suggested).toMatchObject({ r: "idle_question" });
    expect(ask(43).attached).toHaveProperty("r");
  });

  test("before the start: what an outsider states, and what anybody asks", () => {
    const { attached, suggested } = outcome(
      says("otto", "stated", -20, "!happening gift cards are out"),
      says("adele", "asked", -19, "!happening could somebody review my gift cards?"),
      says("adele", "said", -18, "!happening moved to the new rack"),
      says("otto", "about", -17, "!happening node17 is new"),
    );
    expect(suggested).toMatchObject({ stated: "talk_before_start", asked: "talk_before_start" });
    expect(attached).toMatchObject({ said: "mapped_channel", about: "mapped_channel" });
  });

  test("nothing where fewer than two people take part", () => {
    const lonely = [
      page("PAGE42", 0, { service: "checkout" }),
      says("otto", "q", 4, "could somebody look at this for me?"),
    ];
    const [incident] = correlate(lonely, [], settings, reader).incidents;
    expect(incident?.attached.map(({ event }) => event.event.key)).toEqual(["PAGE42", "q"]);
  });
});

describe("changes that nobody speaks of", () => {
  const till = { service: "checkout" };
  const deploy = (key: string, minute: number, title: string, who: string, facts = {}) =>
    change(key, minute, { ...till, title, ...by(who), ...facts });

  test("are set aside when they are by nobody who takes part", () => {
    const { attached, suggested } = outcome(
      deploy("other", 10, "gift cards: nicer ribbons", "otto"),
      deploy("bot", 11, "bump left-pad", "renovate[bot]", { actor: { type: "automation", name: "renovate[bot]" } }),
      deploy("own", 12, "nicer ribbons", "adele-l"),
      deploy("spoken", 13, "drain of node18", "otto"),
      deploy("unknown", 14, "nicer ribbons", "", { actor: { type: "unknown" } }),
    );
    expect(suggested).toMatchObject({ other: "change_nobody_speaks_of", bot: "change_nobody_speaks_of" });
    expect(attached).toMatchObject({
      own: "service_in_window",
      spoken: "service_in_window",
      unknown: "service_in_window",
    });
  });

  test("are set aside when they came long before the start, whoever made them; those shortly before it stay", () => {
    const { attached, suggested } = outcome(
      deploy("long", -31, "nicer ribbons", "adele"),
      deploy("short", -29, "nicer ribbons", "otto"),
    );
    expect(suggested).toMatchObject({ long: "earlier_change_nobody_speaks_of" });
    expect(attached).toHaveProperty("short");
  });

  test("are set aside with the talk that speaks of them, whoever made them", () => {
    const { suggested } = outcome(
      says("adele", "q", 20, "~ could somebody review the gift ribbons patch?"),
      deploy("ribbons", 25, "gift ribbons", "adele"),
    );
    expect(suggested).toMatchObject({ q: "idle_question", ribbons: "change_of_other_talk" });
  });

  test("of a row of one automation's alike changes only a name that somebody says tells anything", () => {
    const machine = { actor: { type: "automation" as const, name: "config" } };
    const row = ["4x71", "9b02", "7c33", "5d18"].map((id, n) =>
      deploy(id, -20 + n, `baskets of ${id}`, "", { ...machine, service: "ledger" }),
    );
    const { attached, suggested } = outcome(...row, says("brin", "id", 5, "!happening 9b02 looks odd"));
    expect(attached).toHaveProperty("9b02");
    expect(suggested).toMatchObject({ "4x71": "change_nobody_speaks_of", "5d18": "change_nobody_speaks_of" });
    expect(outcome(...row.slice(0, 3)).attached).toHaveProperty("4x71");
  });

  test("far from the start, a few everyday words do not make others' changes spoken of", () => {
    const few = (minute: number) => deploy("few", minute, "slow ribbons for baskets, glitter, bows, paper", "otto");
    expect(outcome(few(31)).suggested).toMatchObject({ few: "change_nobody_speaks_of" });
    expect(outcome(few(29)).attached).toHaveProperty("few");
  });

  test("stay, however early, when they were made again while the incident lasted", () => {
    const early = deploy("early", -60, "nicer ribbons", "adele");
    expect(outcome(early, deploy("again", 30, "nicer ribbons", "adele")).attached).toHaveProperty("early");
    expect(outcome(early, deploy("other", 30, "wider ribbons", "adele")).attached).not.toHaveProperty("early");
  });

  test("go with all the steps of their deployment", () => {
    const step = (key: string, minute: number, service: object) =>
      change(key, minute, {
        ...service,
        title: "ribbons",
        ...by("otto"),
        correlation: [{ type: "deployment", value: "d" }],
      });
    const { attached } = outcome(step("begins", 10, till), step("ends", 500, {}));
    expect(attached).not.toHaveProperty("begins");
    expect(attached).not.toHaveProperty("ends");
  });

  test("a word that many people's changes share is their pipeline's", () => {
    const ships = ["otto", "pim", "quin"].map((who, n) => deploy(who, 10 + n, `workers: part ${who}`, who));
    expect(outcome(...ships).suggested).toMatchObject({ otto: "change_nobody_speaks_of" });
    expect(outcome(...ships.slice(0, 1)).attached).toHaveProperty("otto");
  });

  test("stay where nobody speaks of the incident at all", () => {
    const events = [page("PAGE42", 0, till), deploy("c", 10, "nicer ribbons", "otto")];
    const [incident] = correlate(events, [], settings, reader).incidents;
    expect(incident?.attached.map(({ event }) => event.event.key)).toEqual(["PAGE42", "c"]);
  });
});

describe("alerts that are about something else", () => {
  const low = (service: string, title: string) => ({ service, title, severity: "low" as const });

  test("one that was over long before the start", () => {
    const fired = (key: string, minute: number) => alert(key, minute, low("checkout", "queue is long"));
    const { attached, suggested } = outcome(
      fired("over", -90),
      alertEnd("over", -31, low("checkout", "queue is long")),
      fired("lasting", -80),
      alertEnd("lasting", -29, low("checkout", "queue is long")),
    );
    expect(suggested).toMatchObject({ over: "alert_over_before_start", "over:end": "alert_over_before_start" });
    expect(attached).toMatchObject({ lasting: "service_in_window", "lasting:end": "service_in_window" });
  });

  test("one of a dependency, long after the start, that nobody speaks of", () => {
    const { attached, suggested } = outcome(
      alert("late", 31, low("ledger", "battery of the office")),
      alert("early", 29, low("ledger", "battery of the office")),
      alert("spoken", 32, low("ledger", "node18 is hot")),
      alert("own", 33, low("checkout", "battery of the office")),
    );
    expect(suggested).toMatchObject({ late: "alert_nobody_speaks_of" });
    expect(attached).toMatchObject({
      early: "dependency_in_window",
      spoken: "dependency_in_window",
      own: "service_in_window",
    });
  });
});
