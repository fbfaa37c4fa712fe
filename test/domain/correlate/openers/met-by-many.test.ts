import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { OpsEvent, RecordedEvent } from "../../../../src/domain/event.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { draftView } from "../../draft/views.ts";
import { minutes } from "../../events.ts";
import { alert, message, reply, settings, status, tool } from "../events.ts";

const read = createReader();
const by = (name: string) => ({ actor: { type: "human" as const, id: `x:${name}`, name } });
const says = (who: string, minute: number, text: string, channel = "till-talk"): RecordedEvent =>
  message(`${who}@${minute}`, minute, text, channel, by(who));
const answers = (who: string, minute: number, root: string, text: string): RecordedEvent => {
  const told = reply(`${who}@${minute}`, minute, root, text, "till-talk");
  return { ...told, event: { ...told.event, ...by(who) } };
};
const opened = (...events: RecordedEvent[]) =>
  correlate(events, [], settings, read).incidents.map(({ opener, candidate, services }) => ({
    opener,
    candidate,
    services,
  }));

const asked = says("oona", 0, "is anyone else getting logged out?");
const OPENED = [{ opener: "oona@0", candidate: false, services: ["checkout"] }];

describe("trouble that three people meet within minutes, after one of them asked", () => {
  test.each<[string, RecordedEvent[]]>([
    ["two others tell of it", [says("pim", 2, "yep, logged out twice in five minutes"), says("cass", 3, "me too")]],
    [
      "others ask as well",
      [says("pim", 1, "anyone else being logged out again?"), says("cass", 9, "same here, keep getting logged out")],
    ],
    [
      "in its thread",
      [answers("pim", 2, "oona@0", "I keep getting logged out, too"), answers("cass", 4, "oona@0", "same here")],
    ],
    [
      "with other talk between",
      [
        says("adele", 1, "lunch is here"),
        says("pim", 2, "I just got logged out as well"),
        says("cass", 4, "logged out again"),
      ],
    ],
  ])("opens an incident: %s", (_, others) => {
    expect(opened(asked, ...others)).toEqual(OPENED);
    expect(opened(...[asked, ...others].toReversed())).toEqual(OPENED);
  });

  test.each<[string, RecordedEvent[]]>([
    [
      "in other words than those of the question, which stands beside what it is about",
      [
        says("oona", 0, 'anyone else? "410 sprocket-ui gone" on every push'),
        says("pim", 0.3, "yes!! thought i broke it"),
        says("cass", 0.6, "same here, the whole pipeline is red"),
      ],
    ],
    [
      "with a yes",
      [
        says("oona", 0, "the wiki hangs for me? the forum, too"),
        says("pim", 1.5, "same, everything times out"),
        says("cass", 2, "yep"),
      ],
    ],
  ])("opens an incident as people put it: %s", (_, events) => {
    expect(opened(...events)).toMatchObject(OPENED);
  });

  test("opens nothing where nobody asks whether others meet it: people complain of much", () => {
    const tired = ["my motivation is down today", "same, mine crashed on monday", "same here, down for me too"];
    expect(opened(...tired.map((text, place) => says(["oona", "pim", "cass"][place] ?? "", place, text)))).toEqual([]);
  });

  test("whatever it is that they meet", () => {
    const three = (...texts: string[]) =>
      opened(...["oona", "pim", "cass"].map((who, place) => says(who, place, texts[place] ?? ""))).length;
    expect(three("is the wiki down for anyone else?", "wiki is timing out for me", "wiki down here, too")).toBe(1);
    expect(three("anyone else's till slow this morning?", "mine is slow again, too", "same here")).toBe(1);
    expect(three("is it just me or is the portal slow?", "portal is really slow for me too", "same")).toBe(1);
  });

  test("opens what an alert of the service opened before, and is one with it", () => {
    const fired = alert("a", -2, { service: "checkout", title: "sessions end early" });
    const others = [says("pim", 2, "logged out twice"), says("cass", 3, "me too")];
    expect(opened(fired, asked, ...others)).toEqual([{ ...OPENED[0], opener: "a" }]);
  });
});

describe("trouble that two people meet", () => {
  const two = [
    says("oona", 0, "the wiki hangs for me? the forum, too"),
    says("pim", 1.5, "same, everything times out"),
  ];
  const fired = (minute: number, facts = {}) =>
    alert("a", minute, { service: "checkout", title: "no answer", ...facts });

  test("opens an incident where a machine says so as well, and is about what it says", () => {
    const events = [says("oona", 0, "mail hangs for me?"), ...two.slice(1), fired(7)];
    const OF_BOTH = { opener: "oona@0", candidate: false, services: ["checkout", "mail"] };
    expect(opened(...events)).toEqual([OF_BOTH]);
    expect(opened(...events.toReversed())).toEqual([OF_BOTH]);
  });

  describe("opens an incident", () => {
    const stuck = [
      says("oona", 0, "every build hangs for me? it fetches sprocketly"),
      says("pim", 1.5, "same, sprocketly times out"),
    ];
    const title = "sprocketly cannot be fetched";
    const CHECKOUTS = { opener: "oona@0", candidate: false, services: ["checkout"] };

    test.each<[string, RecordedEvent[], RecordedEvent]>([
      ["posts of the service", two, status("S1", "investigating", 55, { service: "checkout", title: "no answer" })],
      ["posts of the thing that they name", stuck, status("S1", "investigating", 55, { title })],
      ["declares it by that thing", stuck, tool("I1", "declared", 40, { title })],
    ])("where the shop later %s", (_, users, post) => {
      const noticed = opened(...users, post);
      expect(noticed).toEqual([CHECKOUTS]);
      expect(opened(post, ...users.toReversed())).toEqual(noticed);
    });

    test.each<[string, RecordedEvent]>([
      ["of something else", status("S1", "investigating", 55, { title: "mail is late" })],
      ["hours later", status("S1", "investigating", 61, { title })],
      ["before", status("S1", "investigating", -5, { title })],
    ])("not where the shop posts %s", (_, post) => {
      expect(opened(...stuck, post).filter(({ opener }) => opener === "oona@0")).toEqual([]);
    });
  });

  test.each<[string, RecordedEvent, Partial<OpsEvent>]>([
    ["the alert is told of another service later", fired(7), { service: "search" }],
    ["the alert is told of another time later", fired(7), { occurredAt: minutes(40) }],
    [
      "the post is told of another service later",
      status("S1", "investigating", 55, { service: "checkout", title: "no answer" }),
      { service: "mail" },
    ],
  ])("opens an incident for good, also where %s", (_, { event: first, ...told }, since) => {
    const retold: RecordedEvent = { ...told, event: { ...first, ...since }, superseded: [first] };
    const OF_CHECKOUT = { opener: "oona@0", candidate: false, services: ["checkout"] };
    expect(opened(...two, retold).find(({ opener }) => opener === "oona@0")).toEqual(OF_CHECKOUT);
  });

  test.each<[string, RecordedEvent[]]>([
    ["nothing else says so", two],
    ["an alert of another service says so", [...two, fired(7, { service: "search" })]],
    ["an alert says so later", [...two, fired(11)]],
    ["a lesser alert says so", [...two, fired(7, { severity: "low" })]],
    ["one of them only agrees", [...two.slice(0, 1), says("pim", 0.5, "same"), fired(7)]],
  ])("does not where %s", (_, events) => {
    expect(opened(...events).filter(({ opener }) => opener !== "a")).toEqual([]);
  });
});

describe("what was said once counts, whatever it was edited to", () => {
  const edited = (said: RecordedEvent, text: string): RecordedEvent => ({
    ...said,
    event: { ...said.event, title: text, text },
    superseded: [said.event],
  });
  const pim = says("pim", 2, "yep, logged out twice in five minutes");
  const cass = says("cass", 2.5, "yes");
  const plain = says("pim", 2, "logged out again");

  test.each<[string, RecordedEvent[]]>([
    ["an answer in words", [asked, edited(pim, "never mind, that was my own wifi"), cass]],
    ["a symptom that is plainly told", [asked, edited(plain, "never mind, that was my own wifi"), cass]],
    ["a yes", [asked, pim, edited(cass, "no, all fine here")]],
    ["the question", [edited(asked, "keeps logging me out, so errors here"), pim, cass]],
  ])("%s", (_, events) => {
    expect(opened(...events)).toEqual(OPENED);
  });
});

test("the question stands on the timeline as the report by which it was detected", () => {
  const events = [asked, says("pim", 1, "yep, logged out twice"), says("cass", 1.5, "me too")];
  const [view] = correlate(events, [], settings, read).incidents;
  if (!view) throw new Error("nothing opens");
  const { entries, detection } = draftView(view);
  const [first] = entries;
  expect(first?.entry).toMatchObject({
    kind: "human_report",
    visibility: "timeline",
    text: "oona reported: is anyone else getting logged out?",
  });
  expect(detection).toMatchObject({ by: "human", entry: first?.entry.id, report: "plain" });
});

describe("opens nothing", () => {
  const yes = [says("pim", 2, "yep, logged out twice"), says("cass", 3, "me too")];

  test.each<[string, RecordedEvent[]]>([
    [
      "two people, one of them twice",
      [asked, says("pim", 2, "yep, logged out twice"), says("pim", 3, "same"), says("oona", 4, "logged out again")],
    ],
    [
      "a third after ten minutes",
      [asked, says("pim", 2, "yep, logged out twice"), says("cass", 10.1, "logged out, too")],
    ],
    ["bare agreement alone", [asked, says("pim", 2, "same"), says("cass", 3, "me too")]],
    [
      "who says no",
      [asked, says("pim", 2, "no, not logged out here"), says("cass", 3, "works for me, never logged out")],
    ],
    [
      "agreement to something else",
      [asked, says("pim", 1, "logged out twice"), says("adele", 2, "noodles for lunch?"), says("cass", 2.5, "same")],
    ],
    [
      "a poll about lunch",
      [
        says("oona", 0, "is anyone else getting noodles?"),
        says("pim", 1, "noodles for me too"),
        says("cass", 2, "same"),
      ],
    ],
    [
      "a meetup",
      [
        says("oona", 0, "is anyone else going to the meetup?"),
        says("pim", 1, "me too"),
        says("cass", 2, "I'm going, too"),
      ],
    ],
    [
      "other questions",
      [
        says("oona", 0, "does anyone else know where the deploy docs are?"),
        says("pim", 1, "I know"),
        says("cass", 2, "same"),
      ],
    ],
    [
      "a joke",
      [
        says("oona", 0, "anyone else getting slow in this heat?"),
        says("pim", 1, "same"),
        says("cass", 2, "haha me too"),
      ],
    ],
    [
      "somebody's trouble with their own work",
      [
        says("oona", 0, "my build fails with a 404, what do I do?"),
        says("pim", 1, "you misspelt it"),
        says("cass", 2, "same happened to me last year"),
      ],
    ],
    [
      "what others met another day",
      [
        says("oona", 0, "my upload fails with a 413"),
        says("pim", 0.5, "same here two weeks ago"),
        says("cass", 1, "me too"),
      ],
    ],
    [
      "yes to something that nobody asked",
      [
        says("oona", 0, "the ticker isn't updating for me"),
        says("pim", 0.5, "same here, stuck"),
        says("cass", 1, "yes"),
      ],
    ],
    [
      "different troubles",
      [
        says("oona", 0, "my upload fails with a 413"),
        says("pim", 1, "my printer hangs"),
        says("cass", 2, "the ticker is slow for me"),
      ],
    ],
    [
      "agreement in other words, minutes later",
      [
        says("oona", 0, "is anyone else getting logged out?"),
        says("pim", 4, "same, all red"),
        says("cass", 8, "same, all red"),
      ],
    ],
    ["where a team tries things out", [says("oona", 0, "anyone else getting logged out of staging?"), ...yes]],
    [
      "a question in a channel of no service",
      [
        says("oona", 0, "is anyone else getting logged out?", "random"),
        says("pim", 2, "logged out twice", "random"),
        says("cass", 3, "me too", "random"),
      ],
    ],
    [
      "answers in another channel",
      [asked, says("pim", 2, "yep, logged out twice", "ledger-talk"), says("cass", 3, "me too", "ledger-talk")],
    ],
    [
      "a bot's question",
      [message("bot", 0, "is anyone else getting logged out?", "till-talk", { actor: { type: "automation" } }), ...yes],
    ],
  ])("%s", (_, events) => {
    expect(opened(...events)).toEqual([]);
  });
});
