import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/domain/reading.ts";
import { createReader } from "../../src/reading/read.ts";
import { event } from "../domain/events.ts";

const read = createReader();

const said = (text: string): Reading =>
  read(event({ key: "chat/1", actor: { type: "human", name: "Wanda" }, title: text }));

const DEEDS = ["mitigation", "rollback", "change"];

/** Whether a rule takes it for something that was done just now. */
const isDone = (text: string) => said(text).certain === true && DEEDS.includes(said(text).kind);

describe("a word in -ing", () => {
  it.each([
    'labelling takes "newest" and not "checked"',
    "cordoning only moves it to the next belt",
    "restarting just made it slower",
    "staging has two belts, nothing jams there",
    "marketing wants the trays blue",
    "bring gloves",
    "scrolling through the sorter's log",
    "comparing the two maps",
    "holding my breath",
  ])("%s: nothing that is done to what runs", (text) => {
    expect(isDone(text)).toBe(false);
  });

  it.each([
    "draining belt-2",
    "restarting the sorter with the old map",
    "squeezing all trays onto two belts",
    "making belt-2 read-only",
    "emptying the trays one by one, and by hand where a belt hangs",
  ])("%s: done", (text) => {
    expect(isDone(text)).toBe(true);
  });
});

describe("who comes and goes, and who has which part", () => {
  it.each([
    "I take the notes, Farah has the sorter",
    "taking the phones",
    "handing over to Ilse, dinner",
    "turning in, ring me if it jams",
    "making tea",
    "taking over from the early shift",
    "sleeping till six",
    "signing off, Farah has the pager",
    "logging in from the train",
    "attempting to reach the depot by telephone",
    "opening a follow-up ticket",
    "filing a new issue for the worn belt",
    "raising a depot ticket",
    "created a follow-up task for Ilse",
  ])("%s: no deed", (text) => {
    expect(isDone(text)).toBe(false);
  });

  it("hears what they take away, open and close", () => {
    expect(isDone("taking belt-2 out of the rotation")).toBe(true);
    expect(isDone("opening the second gate")).toBe(true);
    expect(isDone("starting the labelling thread")).toBe(true);
  });
});

describe("a deed of another day or place, or yet to come", () => {
  it.each([
    "we restarted the sorter in spring for the same thing",
    "I moved the trays to hall 2 on thursday",
    "in my last job we rebooted such belts every night",
    "they switched it off in 2019",
    "shipping the new map this afternoon",
    "upgrading the label printer in 10 min",
    "deploying v7 after lunch",
    "upgraded the sorter on staging",
    "restarting my own laptop",
    "by the way, I renewed the parking permit",
  ])("%s: told, and not done now", (text) => {
    expect(isDone(text)).toBe(false);
  });

  it.each([
    "restarted the sorter",
    "taking a copy of the table and putting it on staging",
    "stopped the lift, that's enough for tonight",
    "added belt-2 to the list from my phone",
  ])("%s: done", (text) => {
    expect(isDone(text)).toBe(true);
  });
});

describe("going back", () => {
  it.each([
    "I can roll it back, say a word",
    "we could revert the map",
    "reverting takes an hour here",
    "nobody rolled the map back",
    "two ways: roll back v7, or sort by hand",
    "preparing the revert",
    "I'd roll that back first",
  ])("%s: weighed or offered", (text) => {
    expect(isDone(text)).toBe(false);
  });

  it.each(["rolled the map back", "rolling back v7", "going to roll back now", "revert is out"])("%s: done", (text) => {
    expect(said(text)).toMatchObject({ kind: "rollback", certain: true });
  });
});

describe("a deed that is told as a state", () => {
  it.each([
    "block rule is on for hall 2, the lifts can't call it any more",
    "waiting room is ON",
    "the speed limit is active",
    "maintenance page is up",
    "speed limit lifted for hall 2",
    "sorters on with a cap of 4 trays",
    "TRUNCATE trays: done",
  ])("%s: somebody put it up", (text) => {
    expect(said(text)).toMatchObject({ kind: "mitigation", certain: true });
  });

  it.each([
    "the rule is on the wall",
    "queue is going down",
    "errors on belt-2 going down",
    "they go out once the limit is lifted",
  ])("%s: nobody did", (text) => {
    expect(isDone(text)).toBe(false);
  });
});

it.each(["merged a label, NOT deployed", "nothing was released on belt-2", "v7 is not released"])(
  "%s: nothing went live",
  (text) => {
    expect(isDone(text)).toBe(false);
  },
);

it.each(["fixed in 4.2", "updated 2026-03-01 at the registrar"])("%s: what a record says, no deed", (text) => {
  expect(isDone(text)).toBe(false);
});

it.each([
  "started 10:05:30 going by the belt graph",
  "flying blind here",
  "signalling firewall is quiet",
  "resync never ends",
  "restart hangs on two of them",
])("%s: nobody does anything", (text) => {
  expect(said(text).kind).not.toBe("mitigation");
});
