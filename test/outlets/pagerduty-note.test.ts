import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPagerDutyClient, type PagerDutyClient } from "../../src/backfill/pagerduty-client.ts";
import { type NoteOptions, NoteWriter } from "../../src/outlets/pagerduty-note.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { type FakePagerDuty, startPagerDuty, TOKEN } from "../backfill/pagerduty-server.ts";
import { tellStory } from "../backfill/pagerduty-story.ts";

const HOUR_MS = 3_600_000;
let server: FakePagerDuty;
let client: PagerDutyClient;
let answers = openMemoryStore();
const logged: string[] = [];
const note = (_: object, message: string) => void logged.push(message);

beforeEach(async () => {
  logged.length = 0;
  answers = openMemoryStore();
  server = await startPagerDuty({ incidents: [tellStory().rest] });
  const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
  client = createPagerDutyClient({ url: server.url, token: TOKEN, timing, signal: new AbortController().signal });
});
afterEach(async () => {
  client.close();
  await server.close();
});

const PAGED = [{ page: "QKILN4", incident: "inc_0123456789" }];
const writerOf = (writer: string, over: Partial<NoteOptions> = {}) =>
  new NoteWriter({
    ...{
      desk: client,
      from: "ines@brickworks.example",
      source: "pagers",
      pages: "https://annalist.example",
      answers,
      writer,
    },
    ...{ now: () => HOUR_MS, log: { info: note, warn: note, error: note }, ...over },
  });
const notes = () =>
  server.incidents
    .get("QKILN4")
    ?.notes.map((one) => (one as { readonly content: string }).content)
    .slice(1);
const OURS = "Annalist drafts the timeline of this incident: https://annalist.example/incidents/inc_0123456789";

describe("the note with the draft's address", () => {
  it("is written once, in the person's name, however often it is asked for", async () => {
    const writer = writerOf("a");
    await writer.write(PAGED);
    await writer.write(PAGED);
    expect(notes()).toEqual([OURS]);
    expect(server.asked.map(({ method }) => method)).toEqual(["GET", "POST"]);
    expect(server.asked[1]?.headers["from"]).toBe("ines@brickworks.example");
  });

  it("is not written again after a restart, also where nothing is remembered", async () => {
    await writerOf("a").write(PAGED);
    answers = openMemoryStore();
    await writerOf("b").write(PAGED);
    expect(notes()).toEqual([OURS]);
  });

  it("is written by one of several processes that see at once that there is none", async () => {
    await Promise.all(["a", "b", "c"].map((name) => writerOf(name, { desk: deskOfItsOwn() }).write(PAGED)));
    expect(notes()).toEqual([OURS]);
  });

  it("is written by another process in the next hour, where the one that claimed it ended before", async () => {
    const dying = { get: (path: string) => client.get(path), post: () => Promise.reject(new Error("killed")) };
    await writerOf("a", { desk: dying }).write(PAGED);
    await writerOf("b").write(PAGED);
    expect(notes()).toEqual([]);
    await writerOf("b", { now: () => 2 * HOUR_MS }).write(PAGED);
    expect(notes()).toEqual([OURS]);
  });

  it("is tried again after PagerDuty refused it, and others are written meanwhile", async () => {
    const other = tellStory("QKILN5").rest;
    server.incidents.set("QKILN5", other);
    server.troubles.push(null, { status: 403 });
    const writer = writerOf("a");
    await writer.write([...PAGED, { page: "QKILN5", incident: "inc_5" }]);
    expect([notes(), server.incidents.get("QKILN5")?.notes.length]).toEqual([[], 2]);
    expect(logged).toEqual(["could not write a note", "wrote a note"]);
    await writer.write(PAGED);
    expect(notes()).toEqual([OURS]);
  });
});

/** Reads the notes before anybody wrote one, as processes do that start together. */
function deskOfItsOwn(): NoteOptions["desk"] {
  return {
    get: () => Promise.resolve({ notes: [] }),
    post: (path, from, data) => client.post(path, from, data),
  };
}
