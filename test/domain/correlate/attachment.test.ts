import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import { alert, alertEnd, change, message, page, pageStep, reply, settings, tool, wordReader } from "./events.ts";

const run = (events: readonly RecordedEvent[], pinned: readonly string[] = []) =>
  correlate(events, pinned, settings, wordReader);

/** What was attached, by event: the opener that names the incident, the rank and the reason. */
function attachments(events: readonly RecordedEvent[]): Record<string, string> {
  const attached: Record<string, string> = {};
  for (const incident of run(events).incidents)
    for (const { event, rank, reason } of incident.attached)
      if (rank > 0) attached[event.event.key] = `${incident.opener} ${rank} ${reason}`;
  return attached;
}

const till = { service: "checkout" };
/** A page about checkout from ten o'clock to twenty past. */
const quick = [page("PAGE42", 0, till), pageStep("PAGE42", "resolved", 20)];
const resolved = { "PAGE42:resolved:20": "PAGE42 2 same_page" };

describe("rank 1: what refers to an incident belongs to it at any distance", () => {
  test("an id in the text, also of another's service, but not in an alert", () => {
    const events = [
      ...quick,
      message("cites", 9_000, "the search team writes up page42, tomorrow"),
      message("longer", 9_001, "PAGE421 is another"),
      alert("a", 9_002, { severity: "low", title: "PAGE42" }),
    ];
    expect(attachments(events)).toEqual({ ...resolved, cites: "PAGE42 1 refers_to_incident" });
  });

  test("the address of its page; what an alert links to is nobody's", () => {
    const url = "https://pager.example.org/p/42";
    const shared = "https://dash.example.org/till";
    const events = [
      page("p", 0, { ...till, links: [{ rel: "page", url }] }),
      alert("a", 1, { ...till, links: [{ rel: "rule", url: shared }] }),
      message("page", 9_000, "see", "random", { links: [{ rel: "link", url }] }),
      message("dash", 9_000, "see", "random", { links: [{ rel: "link", url: shared }] }),
    ];
    expect(attachments(events)).toEqual({ page: "p 1 refers_to_incident" });
  });

  test("its thread and the edits, deletions and marks of its messages, each followed to the root", () => {
    const about = (key: string) => ({ refersTo: { type: "message", value: key } });
    const events = [
      message("d", 0, "!declare till is down"),
      reply("answer", 9_000, "d", "on it"),
      message("edit", 9_001, "on it now", "random", { action: "edited", ...about("answer") }),
      message("pin", 9_002, "", "random", { kind: "mark", action: "pinned", ...about("edit") }),
    ];
    expect(attachments(events)).toEqual({
      answer: "d 1 same_thread",
      edit: "d 1 refers_to_message",
      pin: "d 1 refers_to_message",
    });
  });

  test("what answers a message goes where that went, whatever it names itself", () => {
    const events = [...quick, message("m", 5, "!happening on till"), reply("r", 9_000, "m", "like the search thing")];
    expect(attachments(events)).toEqual({ ...resolved, m: "PAGE42 3 service_in_window", r: "PAGE42 1 same_thread" });
  });

  test("what is about a message is about the message itself, even where its edit seems to come first", () => {
    const edit = message("m:edit", 4, "till", "random", {
      action: "edited",
      correlation: [{ type: "message", value: "m" }],
      refersTo: { type: "message", value: "m" },
      service: "gone",
    });
    const events = [...quick, edit, message("m", 5, "till"), reply("r", 6, "m", "search")];
    expect(attachments(events)).toMatchObject({ r: "PAGE42 1 same_thread", "m:edit": "PAGE42 1 refers_to_message" });
  });

  test("references that run in a circle end", () => {
    const events = [...quick, reply("a", 5, "b", "till"), reply("b", 6, "c", "x"), reply("c", 7, "a", "y")];
    expect(attachments(events)).toEqual({
      ...resolved,
      a: "PAGE42 3 service_in_window",
      b: "PAGE42 1 same_thread",
      c: "PAGE42 1 same_thread",
    });
  });

  test("a note on its page", () => {
    const note = message("note", 9_000, "done", "random", {
      refersTo: { type: "page", value: "PAGE42" },
      correlation: [],
    });
    expect(attachments([...quick, note])).toEqual({ ...resolved, note: "PAGE42 1 refers_to_incident" });
  });
});

describe("an incident's own channel", () => {
  const channel = (...names: string[]) => names.map((value) => ({ type: "channel", value }));
  const created = (minute: number, ...names: string[]) =>
    message("created", minute, "", "", { kind: "channel", action: "created", correlation: channel(...names) });

  test("one that a declaration names and the catalogue does not, under all its names", () => {
    const declared = tool("INC-9", "declared", 0, {
      ...till,
      correlation: [{ type: "incident", value: "INC-9" }, ...channel("war-room", "till-talk")],
    });
    const named = message("named", -200, "hi", "", { correlation: channel("#War-Room", "C0WAR") });
    const events = [declared, named, message("id", 9_000, "hm", "C0WAR"), message("mapped", 9_000, "hm", "till-talk")];
    expect(attachments(events)).toEqual({
      named: "INC-9:declared 1 incident_channel",
      id: "INC-9:declared 1 incident_channel",
    });
    expect(run(events).incidents[0]?.channels).toEqual(new Set(["#War-Room", "C0WAR", "war-room"]));
  });

  test("one created while it was open, by its pattern or with its id in the name", () => {
    const about = (minute: number, name: string) =>
      attachments([...quick, created(minute, "C0NEW", name), message("m", 9_000, "hm", "C0NEW")])["m"];
    expect(about(10, "incident-till")).toBe("PAGE42 1 incident_channel");
    expect(about(10, "x-page42-till")).toBe("PAGE42 1 incident_channel");
    expect(about(10, "lunch")).toBeUndefined();
    expect(about(21, "incident-till")).toBeUndefined();
  });

  test("of two open incidents the one whose id it holds, then a firm one, then the nearest", () => {
    const [far, candidate, near] = [
      page("PAGE43", 0, { service: "search" }),
      alert("a", 14, { service: "mail" }),
      page("p", 9, till),
    ];
    const owner = (name: string, ...events: RecordedEvent[]) =>
      run([...events, created(15, name)])
        .incidents.filter(({ channels }) => channels.size > 0)
        .map(({ opener }) => opener);
    expect(owner("inc-page43", far, candidate, near)).toEqual(["PAGE43"]);
    expect(owner("inc-x", far, candidate, near)).toEqual(["p"]);
    expect(owner("inc-x", far, candidate)).toEqual(["PAGE43"]);
    expect(owner("inc-x", candidate)).toEqual(["a"]);
  });

  test("one where a bot posted about it and nobody wrote before it", () => {
    const bot = message("bot", 1, "page42 is open", "c-till", { actor: { type: "automation" } });
    const talk = message("talk", 9_000, "hm", "c-till");
    const before = message("before", -31, "hello", "c-till");
    const other = [
      page("PAGE77", 100, { service: "search" }),
      message("bot2", 101, "page77", "c-till", { actor: { type: "automation" } }),
    ];
    expect(attachments([...quick, bot, talk])["talk"]).toBe("PAGE42 1 incident_channel");
    expect(attachments([...quick, bot, talk, before])["talk"]).toBeUndefined();
    expect(attachments([...quick, bot, talk, ...other])["talk"]).toBeUndefined();
  });

  test("what declares in a channel for incidents is one incident with all that follows there", () => {
    const events = [message("d1", 0, "!declare", "inc-1"), message("d2", 9_000, "!declare", "inc-1")];
    expect(attachments(events)).toEqual({ d2: "d1 1 incident_channel" });
  });
});

describe("rank 2: what shares a lifecycle belongs to it at any distance", () => {
  test("steps of the openers' own lifecycles", () => {
    expect(attachments([alert("a", 0, till), alertEnd("a", 9_000, { service: "search" })])).toEqual({
      "a:end": "a 2 same_episode",
    });
  });

  test("the rest of a deployment of which a part was in the window; not what names other services, nor alerts", () => {
    const deploy = (key: string, minute: number, facts = {}) =>
      change(key, minute, { correlation: [{ type: "deployment", value: "d1" }], ...facts });
    const episode = { severity: "low" as const, correlation: [{ type: "episode", value: "e1" }] };
    const events = [
      ...quick,
      deploy("in", -5, till),
      deploy("early", -500),
      deploy("late", 500, till),
      deploy("foreign", 500, { service: "search" }),
      alert("warns", 2, { ...till, ...episode }),
      alert("clears", 500, { ...till, ...episode, action: "resolved" }),
    ];
    expect(attachments(events)).toEqual({
      ...resolved,
      in: "PAGE42 3 service_in_window",
      early: "PAGE42 2 same_deployment",
      late: "PAGE42 2 same_deployment",
      warns: "PAGE42 3 service_in_window",
    });
  });
});

test("a deployment of which two incidents hold a part goes where its nearest part went", () => {
  const step = (key: string, minute: number) =>
    change(key, minute, { ...till, correlation: [{ type: "deployment", value: "d" }] });
  const events = [...quick, page("later", 300, till), step("begins", 1), step("ends", 310)];
  expect(attachments(events)).toMatchObject({ begins: "PAGE42 3 service_in_window", ends: "PAGE42 2 same_deployment" });
});

describe("rank 3: the same or a directly dependent service, in the window", () => {
  test.each([
    [-120, "PAGE42 3 service_in_window"],
    [-121, undefined],
    [80, "PAGE42 3 service_in_window"],
    [81, undefined],
  ])("a change at minute %i", (minute, expected) => {
    expect(attachments([...quick, change("c", minute, till)])["c"]).toBe(expected);
  });

  test("a dependency's change, a dependent's symptom, but no dependent's change", () => {
    const ledger = [page("L", 0, { service: "ledger" })];
    expect(attachments([...quick, change("c", 1, { service: "ledger" })])["c"]).toBe("PAGE42 3 dependency_in_window");
    expect(attachments([...ledger, message("m", 1, "till is slow")])["m"]).toBe("L 3 dependent_in_window");
    expect(attachments([...ledger, change("c", 1, till)])["c"]).toBeUndefined();
  });

  test("an incident's own service before another's dependency, however near", () => {
    const events = [
      ...quick,
      page("find", -30, { service: "search" }),
      change("c", 1, { names: ["search", "ledger"] }),
    ];
    expect(attachments(events)["c"]).toBe("find 3 service_in_window");
  });

  test("of several incidents about its services the one with the nearest opener", () => {
    const apart = { environment: "prod" };
    const two = [page("L", 0, { service: "search" }), page("M", 10, { service: "mail" })];
    expect(attachments([...two, change("c", 8, { names: ["search", "mail"], ...apart })])["c"]).toBe(
      "M 3 service_in_window",
    );
    expect(attachments([...two, change("c", 4, { names: ["search", "mail"], ...apart })])["c"]).toBe(
      "L 3 service_in_window",
    );
  });

  test("nothing of a rehearsal, unless the incident is one", () => {
    const staging = change("c", 1, { ...till, environment: "staging" });
    expect(attachments([...quick, staging])["c"]).toBeUndefined();
    expect(attachments([alert("s", 0, { ...till, environment: "stg" }), staging])["c"]).toBe("s 3 service_in_window");
  });

  test("nothing that is live to a rehearsal, and what may be either to what is live", () => {
    const both = [
      alert("s", 0, { ...till, environment: "stg" }),
      alertEnd("s", 5, { ...till, environment: "stg" }),
      alert("a", 40, { ...till, environment: "prod" }),
    ];
    const live = change("live", -10, { ...till, environment: "prod" });
    const either = change("either", -10, till);
    const talk = message("talk", 6, "!happening", "till-talk");
    const found = attachments([...both, live, either, talk, message("words", 41, "!happening", "till-talk")]);
    expect(found).toMatchObject({ live: "a 3 service_in_window", either: "a 3 service_in_window" });
    expect(found).toMatchObject({ words: "a 4 mapped_channel", talk: "s 4 mapped_channel" });
    expect(attachments([...both.slice(0, 2), live, either])).toEqual({
      "s:end": "s 2 same_episode",
      either: "s 3 service_in_window",
    });
  });
});

describe("rank 4: a message without a service, by its channel", () => {
  test.each([
    ["talk while it is worked on", 10, "hm", "PAGE42 4 mapped_channel"],
    ["talk half an hour after the last sign of it", 50, "hm", "PAGE42 4 mapped_channel"],
    ["no talk when nothing else of it is near", 51, "hm", undefined],
    ["a happening up to lookahead", 80, "!happening", "PAGE42 4 mapped_channel"],
    ["nothing later", 81, "!happening", undefined],
    ["a happening before the start", -120, "!happening", "PAGE42 4 mapped_channel"],
    ["no talk before the start", -1, "hm", undefined],
  ])("%s", (_, minute, text, expected) => {
    expect(attachments([...quick, message("m", minute, text, "till-talk")])["m"]).toBe(expected);
  });

  test("only in a channel of the incident's services, and only without a service of its own", () => {
    const events = [
      ...quick,
      message("other", 1, "hm", "search-talk"),
      message("named", 1, "mail is fine", "till-talk"),
    ];
    expect(attachments(events)).toEqual(resolved);
  });

  test("a candidate yields to an incident, and takes talk only while it is fresh", () => {
    const candidate = alert("a", 0, { service: "search" });
    const firm = page("L", -60, { service: "ledger" });
    const talk = (minute: number) => message("m", minute, "!happening", "back-office");
    expect(attachments([candidate, talk(5)])["m"]).toBe("a 4 mapped_channel");
    expect(attachments([candidate, firm, talk(5)])["m"]).toBe("L 4 mapped_channel");
    expect(attachments([candidate, talk(31)])["m"]).toBeUndefined();
  });

  describe("later than `join` after a candidate began", () => {
    const firing = alert("a", 0, { service: "search", title: "QueryLatency", text: "shelves answer after 9 seconds" });
    const cleared = alertEnd("a", 100, { service: "search" });
    const says = (key: string, minute: number, text: string, channel = "search-talk") =>
      message(key, minute, text, channel);
    const looks = says("looks", 45, "!happening shelves are slow because of node7");

    test("while it fires, what is said of it in its words, and what is said in that channel around it", () => {
      const events = [firing, cleared, looks, says("hm", 20 + 45, "hm"), says("fixed", 70, "!happening node7 is out")];
      const where = "a 4 talk_while_open";
      expect(attachments(events)).toMatchObject({ looks: where, hm: where, fixed: where });
    });

    test.each([
      ["other happenings of its channel", [says("m", 45, "!happening the parser's build is green")]],
      ["its words in a question or a joke", [says("m", 45, "who tidied the shelves?")]],
      ["a machine's words", [message("m", 45, "!happening shelves", "search-talk", { actor: { type: "automation" } })]],
      ["its words once it is over", [says("m", 101, "!happening shelves are being painted")]],
      ["its words in a channel of nobody", [says("m", 45, "!happening shelves are slow", "random")]],
      ["talk long after it was spoken of", [looks, says("m", 76, "!happening the parser's build is green")]],
      ["talk of another of its channels", [looks, says("m", 50, "!happening the build is green", "back-office")]],
    ])("not %s", (_, said) => {
      expect(attachments([firing, cleared, ...said])).not.toHaveProperty("m");
    });

    test("nor what belongs to an incident, and of two that fire what its words are of", () => {
      const firm = page("L", -60, { service: "search", title: "pod evicted" });
      expect(attachments([firing, cleared, firm, looks])["looks"]).toBe("L 4 mapped_channel");
      const ledger = alert("b", 10, { service: "ledger", title: "LedgerBehind", text: "entries wait" });
      const both = { ...looks.event, correlation: [{ type: "channel", value: "back-office" }] };
      expect(attachments([firing, cleared, ledger, { ...looks, event: both }])["looks"]).toBe("a 4 talk_while_open");
    });
  });
});

describe("what is not attached", () => {
  test("is listed, in order, and nothing is listed twice", () => {
    const events = [...quick, message("late", 9, "lunch?"), message("early", -9, "hi"), change("c", 5, till)];
    const { incidents, unattached } = run(events);
    expect(unattached.map(({ event }) => event.key)).toEqual(["early", "late"]);
    expect(incidents.flatMap(({ attached }) => attached.map(({ event }) => event.event.key))).toEqual([
      "PAGE42",
      "c",
      "PAGE42:resolved:20",
    ]);
  });

  test("attachments neither link incidents nor stretch them", () => {
    const pages = [
      page("p", 0, till),
      pageStep("p", "resolved", 1),
      page("q", 100, till),
      pageStep("q", "resolved", 101),
    ];
    const between = Array.from({ length: 20 }, (_, n) => change(`c${n}`, n * 5, till));
    const spans = (events: RecordedEvent[]) => run(events).incidents.map(({ id, start, end }) => [id, start, end]);
    expect(spans([...pages, ...between])).toEqual(spans(pages));
    expect(spans(pages)).toHaveLength(2);
  });

  test("suggests little, with reasons, and only for what is an incident", () => {
    const hints = [
      message("talk", -60, "hm", "till-talk"),
      change("yesterday", -600, till),
      change("elsewhere", -10, { service: "search" }),
      alert("noise", 10, { service: "mail", severity: "low" }),
      message("lunch", 3, "lunch?"),
    ];
    const suggested = (events: RecordedEvent[]) =>
      run(events).incidents.map(({ suggestions }) =>
        suggestions.map(({ event, reason }) => `${event.event.key} ${reason}`),
      );
    expect(suggested([...quick, ...hints])).toEqual([
      ["yesterday earlier_change", "talk mapped_channel_before_start", "elsewhere near_in_time", "noise near_in_time"],
    ]);
    expect(suggested([alert("candidate", 0, till), ...hints])).toEqual([[]]);
    const many = Array.from({ length: 50 }, (_, n) => change(`c${n}`, -n / 2, { service: "search" }));
    expect(suggested([...quick, ...many])[0]).toHaveLength(12);
    expect(suggested([...quick, ...many])[0]?.at(-1)).toBe("c0 near_in_time");
  });
});
