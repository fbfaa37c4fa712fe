import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import { createReader } from "../../../src/reading/read.ts";
import { draftView } from "../draft/views.ts";
import { alert, message, reply, settings } from "./events.ts";

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
