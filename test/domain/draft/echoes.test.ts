import { describe, expect, test } from "vitest";
import type { Attachment } from "../../../src/domain/correlate/incident-view.ts";
import { foldEchoes } from "../../../src/domain/draft/echoes.ts";
import { type Happening, happening, type Sort } from "../../../src/domain/draft/happening.ts";
import type { Happenings } from "../../../src/domain/draft/happenings.ts";
import type { Message, Weighed } from "../../../src/domain/draft/messages.ts";
import { gatherPeople } from "../../../src/domain/draft/people.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import type { EntryKind } from "../../../src/domain/kinds.ts";
import { SECOND } from "../../../src/domain/time.ts";
import { WordNumbers } from "../../../src/domain/word-numbers.ts";
import { createReader } from "../../../src/reading/read.ts";
import { alert, change, incident, message, page, status } from "./views.ts";

const read = createReader();
const people = gatherPeople({ attached: [] }, { people: [] });

const words = new WordNumbers();
const voices = {
  people,
  words,
  tellingOf: ({ event: { event } }: Attachment) => words.telling(event.text ?? event.title),
};

const attached = (event: RecordedEvent): Attachment => ({ event, rank: 1, reason: "same_thread" });
const by = (name: string) => ({ actor: { type: "human" as const, id: `x:${name}`, name } });
const later = (recorded: RecordedEvent, seconds: number): RecordedEvent => ({
  ...recorded,
  event: { ...recorded.event, occurredAt: recorded.event.occurredAt + seconds * SECOND },
});

const of = (sort: Sort, kind: EntryKind, event: RecordedEvent): Happening =>
  happening({ sort, kind, lead: attached(event) });

/** What `who` says `seconds` after ten o'clock, surely worth a line if nothing else is said. */
function said(who: string, seconds: number, text: string, kind: EntryKind, worth = 1): Message {
  const lead = attached(later(message(`${who}${seconds}`, 0, text, by(who)), seconds));
  const weighed = { worth } as Weighed;
  const reading = read(lead.event.event);
  return {
    ...happening({ sort: "message", kind, lead, reading }),
    ...{ words: lead, deleted: false, marks: new Map(), weighed },
  };
}

function posted(seconds: number, text: string): Message {
  const lead = attached(
    later(message(`bot${seconds}`, 0, text, { actor: { type: "automation", name: "bot" } }), seconds),
  );
  return {
    ...happening({ sort: "post", kind: "change", lead }),
    words: lead,
    deleted: false,
    marks: new Map(),
  };
}

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

const count = (all: Partial<Happenings>): number => foldEchoes({ ...NONE, ...all }, voices).length;

describe("what somebody says of their own doing is one happening with what a machine tells of it, in whatever words", () => {
  const hand = { ...by("ines@gate"), title: "till: release 8" };
  const deed = (kind: EntryKind = "change") => of("change", kind, change("till", 0, "succeeded", hand));
  const fold = (messages: Message[], change = deed()) => foldEchoes({ ...NONE, changes: [change], messages }, voices);
  const kindsOf = (seconds: number, kind: EntryKind = "rollback", who = "ines") =>
    fold([said(who, seconds, "taking it back", kind)]).map((one) => one.kind);

  test("within three minutes before or after it", () => {
    expect([kindsOf(-180), kindsOf(180)]).toEqual([["change"], ["change"]]);
    expect([kindsOf(-181), kindsOf(181)]).toEqual(Array(2).fill(["change", "rollback"]));
  });

  test("not of somebody else, nor what tells of no deed", () => {
    expect(kindsOf(100, "rollback", "marek")).toEqual(["change", "rollback"]);
    expect(kindsOf(100, "symptom")).toEqual(["change", "symptom"]);
  });

  test("not where it failed, nor what people marked", () => {
    expect(fold([said("ines", 100, "taking it back", "rollback")], deed("failed_attempt"))).toHaveLength(2);
    const marked = { ...said("ines", 100, "taking it back", "rollback"), marks: new Map([["slack:U2", "pushpin"]]) };
    expect(fold([marked])).toHaveLength(2);
  });

  test("of several messages the nearest", () => {
    const both = [
      said("ines", -100, "closing the valve", "mitigation"),
      said("ines", 90, "taking it back", "rollback"),
    ];
    expect(fold(both).map(({ kind }) => kind)).toEqual(["change", "mitigation"]);
  });

  test("as what they say of looking goes to the page that they answered", () => {
    const answered = () => of("answer", "acknowledgement", page("P7", 0, "acknowledged", by("ines@gate")));
    const looking = (seconds: number) =>
      count({ answers: [answered()], messages: [said("ines", seconds, "looking", "acknowledgement")] });
    expect([looking(180), looking(181)]).toEqual([1, 2]);
  });
});

describe("what somebody tells of the public right behind a status post is one happening with it", () => {
  const post = () => of("status", "communication", status("s1", 0, "investigating"));
  const fold = (seconds: number, kind: EntryKind = "communication") =>
    count({ statuses: [post()], messages: [said("ines", seconds, "page is up", kind)] });

  test("within a minute and a half, and not before it", () => {
    expect([fold(0), fold(90), fold(91), fold(-1)]).toEqual([1, 1, 2, 2]);
  });

  test("whatever else they say is not", () => {
    expect(fold(30, "recovery")).toBe(2);
  });
});

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

describe("what somebody remarks right after their own deed is one happening with it", () => {
  const deed = of(
    "change",
    "change",
    change("till", 0, "succeeded", { ...by("ines@gate"), title: "drop the old hooks" }),
  );
  const remark = (who: string, seconds: number, kind: EntryKind = "symptom") =>
    count({ changes: [{ ...deed, events: [...deed.events] }], messages: [said(who, seconds, "they are gone", kind)] });

  test("within a minute after it, and a quarter of a minute before", () => {
    expect([remark("ines", 12), remark("ines", 60), remark("ines", -15)]).toEqual([1, 1, 1]);
    expect([remark("ines", 61), remark("ines", -16)]).toEqual([2, 2]);
  });

  test("not of somebody else, nor what is a happening of its own kind", () => {
    expect(remark("marek", 12)).toBe(2);
    expect(remark("ines", 12, "hypothesis")).toBe(2);
  });

  test("not where it failed", () => {
    const failed = { ...deed, events: [...deed.events], kind: "failed_attempt" as const };
    expect(count({ changes: [failed], messages: [said("ines", 12, "they are gone", "symptom")] })).toBe(2);
  });

  test("also beside a declaration and an answer", () => {
    const declared = of("declaration", "declaration", incident("INC-7", 0, "declared", by("ines")));
    expect(count({ declarations: [declared], messages: [said("ines", 30, "mine", "observation")] })).toBe(1);
    expect(beside("looking at it", 0.6)).toBe(1);
  });

  test("not what they find once they have taken a page", () => {
    expect(beside("nobody gets past the till", 0.7)).toBe(2);
  });

  function beside(text: string, worth: number): number {
    const answered = of("answer", "acknowledgement", page("P7", 0, "acknowledged", by("ines")));
    return count({ answers: [answered], messages: [said("ines", 14, text, "observation", worth)] });
  }
});

describe("and in its words", () => {
  const deed = () =>
    of("change", "change", change("till", 0, "succeeded", { ...by("ines"), title: "rotate the tokens of every till" }));
  const remark = (seconds: number, text: string) =>
    count({ changes: [deed()], messages: [said("ines", seconds, text, "observation")] });

  test("within three minutes", () => {
    expect([remark(108, "tokens take a week at this rate"), remark(181, "tokens take a week")]).toEqual([1, 2]);
    expect(remark(108, "the queue is long")).toBe(2);
  });

  test("and half a minute before it", () => {
    expect([remark(-30, "tokens are to be rotated"), remark(-31, "tokens are to be rotated")]).toEqual([1, 2]);
    expect(remark(-30, "the queue is long")).toBe(2);
  });

  test("but what turns bad or well again is told by itself", () => {
    const turns = (seconds: number, kind: EntryKind) =>
      count({ changes: [deed()], messages: [said("ines", seconds, "the tokens are refused", kind)] });
    expect([turns(108, "symptom"), turns(108, "recovery")]).toEqual([2, 2]);
    expect(turns(50, "symptom")).toBe(1);
  });

  test("under whichever name one of its tools knows its hand", () => {
    const closed = of("closing", "resolution", incident("INC-7", 0, "resolved", { actor: { type: "unknown" } }));
    closed.events.push(attached(incident("INC-8", 0, "resolved", by("ines@gate"))));
    expect(count({ closings: [closed], messages: [said("ines", 18, "green, go home", "decision")] })).toBe(1);
  });
});

test("who says that they stop it, just before it fails, stopped it", () => {
  const failed = () =>
    of("change", "failed_attempt", change("roll", 0, "failed", { ...by("ines"), title: "roll upgrade" }));
  const fold = (seconds: number) =>
    foldEchoes({ ...NONE, changes: [failed()], messages: [said("ines", seconds, "stopped", "mitigation")] }, voices);
  expect(fold(-5).map(({ kind }) => kind)).toEqual(["mitigation"]);
  expect([fold(-16).length, fold(5).length]).toEqual([2, 2]);
});

test("who says that their own change failed says no more than the change", () => {
  const failed = () => of("change", "failed_attempt", change("roll", 0, "failed", { ...by("ines"), title: "presses" }));
  const beside = (seconds: number, text: string, kind: EntryKind = "observation", who = "ines") =>
    count({ changes: [failed()], messages: [said(who, seconds, text, kind)] });
  expect([beside(85, "failed, no room for six"), beside(40, "no room", "failed_attempt")]).toEqual([1, 1]);
  expect([beside(40, "no room for six"), beside(181, "failed, no room"), beside(40, "it fails", "mitigation")]).toEqual(
    [2, 2, 2],
  );
  expect(beside(40, "it failed", "observation", "marek")).toBe(2);
});

describe("who says the same again within a minute", () => {
  const twice = (second: Message) =>
    foldEchoes(
      { ...NONE, messages: [said("ines", 0, "taking chef off the web nodes", "acknowledgement"), second] },
      voices,
    );

  test("tells of one happening: of the deed, if one is told", () => {
    expect(twice(said("ines", 48, "chef is off on all web nodes", "mitigation")).map(({ kind }) => kind)).toEqual([
      "mitigation",
    ]);
    expect(twice(said("ines", 48, "chef and web nodes, somebody?", "symptom")).map(({ kind }) => kind)).toEqual([
      "acknowledgement",
    ]);
  });

  test("not later, not somebody else, not of another thing by its number, nor by one word", () => {
    expect(twice(said("ines", 61, "chef is off on all web nodes", "mitigation"))).toHaveLength(2);
    expect(twice(said("olga", 48, "chef is off on all web nodes", "mitigation"))).toHaveLength(2);
    expect(twice(said("ines", 48, "the web is fine", "recovery"))).toHaveLength(2);
    const third = [
      said("ines", 0, "restarted worker web-3", "mitigation"),
      said("ines", 40, "restarted worker web-4", "mitigation"),
    ];
    expect(count({ messages: third })).toBe(2);
  });
});

describe("who says the same as another, minutes later", () => {
  const first = (kind: EntryKind = "symptom", text = "drums stand still") => said("marek", 0, text, kind);
  const second = (text: string, seconds = 50, kind: EntryKind = "observation", before = first()) =>
    count({ messages: [before, said("ines", seconds, text, kind)] });

  test("agrees, meets it too or confirms it, which is no news", () => {
    for (const text of ["yep, all six", "same in the north hall", "north too", "can confirm, not one turns"])
      expect([text, second(text), second(text, 181)]).toEqual([text, 1, 2]);
  });

  test("is not who says something else, does something, or says so again alone", () => {
    expect([
      second("the north hall stands"),
      second("sameness is an issue"),
      second("yep, all six, the seventh in the far hall turns and squeaks"),
      second("yes, oiling", 50, "mitigation"),
    ]).toEqual([2, 2, 2, 2]);
    expect(count({ messages: [first(), said("marek", 80, "same in the north hall", "symptom")] })).toBe(2);
  });

  test("is heard where a question is answered, or what outsiders report is confirmed", () => {
    const asked = said("olga", 30, "do the belts run?", "message", 0);
    const answer = (text: string) => count({ messages: [first(), asked, said("ines", 50, text, "observation")] });
    expect([answer("yes, they run"), answer("same with the belts")]).toEqual([3, 2]);
    const reported = () => first("human_report", "shops say that nothing arrives");
    expect(second("confirmed, none leave", 50, "observation", reported())).toBe(2);
    expect(second("same in the west", 50, "human_report", reported())).toBe(1);
  });
});

describe("a chat-ops bot's post of what somebody writes down as well", () => {
  const post = (seconds: number, text: string, kind: EntryKind = "mitigation") => ({ ...posted(seconds, text), kind });
  const beside = (bots: Message) =>
    foldEchoes(
      { ...NONE, posts: [bots], messages: [said("ines", 0, "!log restarted index-worker on till-7", "mitigation")] },
      voices,
    ).map(({ kind, event }) => `${kind} ${event.title}`);

  test("is their deed, before it or after it", () => {
    const once = ["mitigation !log restarted index-worker on till-7"];
    expect(beside(post(6, "ines: restarted index-worker on till-7"))).toEqual(once);
    expect(beside(post(-100, "restarted index-worker on till-7, asked for by ines", "change"))).toEqual(once);
  });

  test.each([
    ["of somebody else", post(6, "olga: restarted index-worker on till-7")],
    ["of another thing by its number", post(6, "ines: restarted index-worker on till-8")],
    ["that shares a word only", post(6, "ines: drained till-7 of the queue")],
    ["of a failure", post(6, "ines: restarted index-worker on till-7", "failed_attempt")],
    ["that comes later", post(181, "ines: restarted index-worker on till-7")],
  ])("not one %s", (_, bots) => {
    expect(beside(bots)).toHaveLength(2);
  });
});

test("a bot's post of the two figures that somebody has just told is their deed, in whatever words", () => {
  const beside = (seconds: number, text: string) =>
    count({
      messages: [said("ines", 0, "dryer on line 3 goes to 40 degrees, was 65", "mitigation")],
      posts: [posted(seconds, text)],
    });
  expect(beside(25, "!log ines@gate: heat.target 65C -> 40C on dry301")).toBe(1);
  expect(beside(31, "!log ines@gate: heat.target 65C -> 40C on dry301")).toBe(2);
  expect(beside(25, "!log olga@gate: heat.target 65C -> 40C on dry301")).toBe(2);
  expect(beside(25, "!log ines@gate: heat.target 65C -> 45C on dry40-65")).toBe(2);
});

describe("who says that they take it back, minutes before a machine tells that it began", () => {
  const hand = { ...by("ines@gate"), title: "till: release 7" };
  const turned = (second: number, action: string) =>
    of("change", "rollback", later(change("till", 0, action, hand), second));
  const fold = (changes: Happening[], kind: EntryKind = "rollback", who = "ines") =>
    foldEchoes({ ...NONE, changes, messages: [said(who, 0, "reverting now", kind)] }, voices).length;

  test("within ten minutes tells of that", () => {
    expect(fold([turned(215, "started")])).toBe(1);
    expect(fold([turned(600, "queued")])).toBe(1);
  });

  test("not later, not of its end, not of another's, not of another kind, and of nothing behind another change", () => {
    expect(fold([turned(601, "started")])).toBe(2);
    expect(fold([turned(215, "succeeded")])).toBe(2);
    expect(fold([turned(215, "started")], "rollback", "olga")).toBe(2);
    expect(fold([turned(215, "started")], "mitigation")).toBe(2);
    const release = change("mail", 0, "succeeded", { ...hand, title: "mail: release 9" });
    const other = of("change", "change", later(release, 200));
    expect(fold([other, turned(215, "started")])).toBe(3);
    expect(fold([turned(-215, "started")])).toBe(2);
  });
});

test("a bot's post of the end within two minutes of what tells it is that end", () => {
  const closed = () => of("closing", "resolution", incident("INC-7", 0, "resolved", by("ines")));
  const over = (seconds: number, kind: EntryKind = "resolution") =>
    count({ closings: [closed()], posts: [{ ...posted(seconds, "INC-7 closed by ines"), kind }] });
  expect([over(4), over(-20), over(121), over(4, "observation")]).toEqual([1, 1, 2, 2]);
});

test("what a person says of a public post within a minute goes to the post", () => {
  const tweet = () => ({
    ...posted(0, "@acme_status: we see errors and look into it"),
    kind: "communication" as const,
  });
  const told = (seconds: number, kind: EntryKind = "communication") =>
    count({ posts: [tweet()], messages: [said("ines", seconds, "told the world", kind)] });
  expect([told(15), told(-60), told(61), told(15, "mitigation")]).toEqual([1, 1, 2, 2]);
});

test("who says that it is over within two minutes of the tool says it once", () => {
  const closed = () => of("closing", "resolution", incident("INC-7", 0, "resolved", by("ines")));
  const over = (seconds: number) =>
    count({ closings: [closed()], messages: [said("marek", seconds, "closing this", "resolution")] });
  expect([over(100), over(121)]).toEqual([1, 2]);
});

describe("what somebody says beside a change that a bot was told to write down", () => {
  const logged = { ...by("marek"), title: "!log closing the east valve" };
  const beside = (text: string) =>
    count({
      changes: [of("change", "change", change("till", 0, "succeeded", logged))],
      messages: [said("ines", 20, text, "mitigation")],
    });

  test("shares a word with it, and not only the command to the bot", () => {
    expect(beside("!log the valve is shut")).toBe(1);
    expect(beside("!log restarting the press")).toBe(2);
  });
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

test("who says in the same minute that somebody was paged, in a word of the page, says no more than the page", () => {
  const paged = () => of("page", "page", page("P7", 0, "triggered", { title: "Millrace is dry, please join" }));
  const beside = (seconds: number, text: string) =>
    count({ pages: [paged()], messages: [said("ines", seconds, text, "escalation")] });
  expect(beside(20, "paged the millrace people")).toBe(1);
  expect(beside(61, "paged the millrace people")).toBe(2);
  expect(beside(20, "called the bakery")).toBe(2);
});
