import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { canonicalJson } from "../../src/domain/canonical.ts";
import { planDecisions } from "../../src/domain/decide/decide.ts";
import type { Decision, DecisionRecord } from "../../src/domain/decision.ts";
import type { Draft, Entry } from "../../src/domain/draft/schema.ts";
import { nameHash } from "../../src/domain/hash.ts";
import type { Store } from "../../src/store/store.ts";
import type { Drafted } from "../../src/views/drafts.ts";
import type { Views } from "../../src/views/views.ts";
import { captures, type Line, render, renditions, storms } from "./captures.ts";
import { type Move, moves } from "./moves.ts";
import { draftFromScratch, type Logs } from "./offline.ts";
import { inFolder, type Online, openOnline } from "./online.ts";
import { Person, presentName, type Taken, textsOf } from "./person.ts";
import { PATIENCE, runs } from "./runs.ts";
import { openShop } from "./shop.ts";

const shop = await openShop();
vi.setConfig({ testTimeout: PATIENCE });

test.for([
  ["whatever is delivered later", captures, moves, 30],
  ["entries that come to be one", storms, moves.map(rewordings), 30],
] as const)("decisions survive %s", async ([, deliveries, plans, usual]) => {
  await fc.assert(
    fc.asyncProperty(deliveries, renditions, plans, async (lines, rendition, plan) => {
      await online(async ({ store, views, deliver }) => {
        const person = new Person(views);
        await live(render(lines, rendition), plan, deliver, person);
        for (const [opener, taken] of Map.groupBy(person.taken, (one) => one.opener))
          await expectAllThere(store, await draftedOf(views, `inc_${nameHash(opener)}`), taken);
        for (const page of person.pages) await expectResolved(views, page);
      });
    }),
    runs(usual),
  );
});

/** The same moments, but it is always the words that change, on the page as it is. */
function rewordings(plan: readonly Move[]): Move[] {
  return plan.map((move) => ({ ...move, type: "reword", fromOldPage: false }));
}

test("the same decisions and deliveries give the same draft, whichever came first", async () => {
  await fc.assert(
    fc.asyncProperty(captures, renditions, moves, async (lines, rendition, plan) => {
      await online(async ({ store, views, deliver }) => {
        await live(render(lines, rendition), plan, deliver, new Person(views));
        const logs = await logsOf(store);
        const set = await views.draftSet();
        expect(set).toEqual(draftFromScratch(shop, lines, logs));
        await online(async (other) => {
          for (const [opener, records] of logs) await other.store.appendDecisions(opener, 1, records);
          for (const line of lines.toReversed()) await other.deliver(line);
          expect(canonicalJson(await other.views.draftSet())).toBe(canonicalJson(set));
        });
      });
    }),
    runs(15),
  );
});

/** Memory store: that both stores give the same is shown elsewhere. */
async function online(work: (world: Online) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const world = openOnline(shop, folder, "memory");
    try {
      await work(world);
    } finally {
      await world.close();
    }
  });
}

/** Deliveries come, and between them somebody decides. */
async function live(
  deliveries: readonly Line[],
  plan: readonly Move[],
  deliver: Online["deliver"],
  person: Person,
): Promise<void> {
  for (const [n, line] of deliveries.entries()) {
    await deliver(line);
    for (const move of plan) if (move.after % deliveries.length === n) await person.move(move);
  }
}

async function logsOf(store: Store): Promise<Logs> {
  const logs = new Map<string, readonly DecisionRecord[]>();
  for (const opener of await store.listPinned()) logs.set(opener, await store.listDecisions(opener));
  return logs;
}

async function draftedOf(views: Views, id: string): Promise<Drafted> {
  const sought = await views.seek(id);
  if (sought.is !== "found") throw new Error(`the incident ${id} that was decided on is ${sought.is}`);
  return sought.drafted;
}

async function expectAllThere(store: Store, { draft }: Drafted, taken: readonly Taken[]): Promise<void> {
  const [first] = taken;
  const log = await store.listDecisions(first?.opener ?? "");
  expect(log.map(({ number, decision }) => ({ number, decision }))).toEqual(
    taken.map(({ number, decision }) => ({ number, decision })),
  );
  expect(log.map(({ number }) => number)).toEqual(log.map((_, index) => index + 1));
  expect(draft.revision).toBe(log.length);
  const standing = standingOf(log);
  for (const record of standing) expectVisible(draft, record, standing);
  const numbers = new Set(standing.map(({ number }) => number));
  for (const one of taken) if (numbers.has(one.number)) expectWordsKept(draft, one, taken, numbers);
  for (const { number } of draft.orphans) expect(numbers).toContain(number);
}

/** Which decisions nobody took back, by the words of the design: an undo takes back its target's whole request. */
function standingOf(log: readonly DecisionRecord[]): readonly DecisionRecord[] {
  const gone = new Set<number>();
  for (const { batch, decision } of log.toReversed())
    if (decision.type === "undo" && !gone.has(batch)) gone.add(log[decision.decision - 1]?.batch ?? 0);
  return log.filter(({ batch, decision }) => decision.type !== "undo" && !gone.has(batch));
}

const FIELD = {
  ...{ hide: "visibility", show: "visibility", pin: "visibility" },
  ...{ reword: "text", retime: "at", rekind: "kind", annotate: "notes" },
} as const;

/** A decision shows in what it is about, or stands among the orphans. */
function expectVisible(draft: Draft, record: DecisionRecord, standing: readonly DecisionRecord[]): void {
  const { decision, number } = record;
  if (draft.orphans.some((orphan) => orphan.number === number)) return;
  switch (decision.type) {
    case "undo":
      return;
    case "review": {
      const last = standing.findLast((one) => one.decision.type === "review");
      expect(draft.review).toEqual({ by: last?.by, at: last?.at });
      return;
    }
    case "judge": {
      const last = standing.findLast(
        (one) => one.decision.type === "judge" && one.decision.finding === decision.finding,
      );
      if (last !== record) return;
      const judged = draft.findings.filter(({ version, state }) => version >= number && state === decision.verdict);
      expect(judged.length).toBeGreaterThan(0);
      return;
    }
    case "add":
      expect(draft.entries.filter(({ id }) => id === record.anchors[0])).toMatchObject([{ origin: "person" }]);
      return;
    case "moment":
      expectOnMoment(draft, record, decision, standing);
      return;
    case "action":
      expectOnAction(draft, record, standing);
      return;
    default:
      expectOnEntry(draft, record, FIELD[decision.type], standing);
  }
}

/** The last that stands on a key moment shows in it, with what the machine proposes. */
function expectOnMoment(
  { moments }: Draft,
  record: DecisionRecord,
  { name, entry, at }: Extract<Decision, { type: "moment" }>,
  standing: readonly DecisionRecord[],
): void {
  const moment = moments[name];
  expect(moment.version).toBeGreaterThanOrEqual(record.number);
  expect([moment.reason.split(":")[0], moment.machine === undefined]).toEqual(["set", false]);
  const last = standing.findLast(({ decision }) => decision.type === "moment" && decision.name === name);
  if (last !== record) return;
  expect(moment.entry === null).toBe(entry === null);
  if (entry === null) expect(moment.at).toBe(at ?? null);
}

function expectOnAction({ actions }: Draft, record: DecisionRecord, standing: readonly DecisionRecord[]): void {
  const idOf = ({ decision, anchors }: DecisionRecord) =>
    decision.type === "action" ? ("id" in decision ? decision.id : anchors[0]) : null;
  const decided = actions.find(({ id }) => id === idOf(record));
  expect(decided?.version).toBeGreaterThanOrEqual(record.number);
  const { decision } = record;
  if (decision.type !== "action") return;
  const says = (one: Decision, field: "text" | "owner" | "state") => one.type === "action" && one[field] !== undefined;
  for (const field of ["text", "owner", "state"] as const) {
    const last = standing.findLast((one) => idOf(one) === idOf(record) && says(one.decision, field));
    if (last === record) expect(decided?.[field]).toBe(decision[field]);
  }
}

function expectOnEntry(
  { entries }: Draft,
  record: DecisionRecord,
  field: string,
  standing: readonly DecisionRecord[],
): void {
  const decided = entries.filter(
    (entry) => entry.version >= record.number && entry.edited?.fields.includes(field) && isAbout(record, entry),
  );
  expect(decided.length).toBeGreaterThan(0);
  const isLastOn = (entry: Entry): boolean =>
    record === standing.findLast((one) => isOnField(one.decision.type, field) && isAbout(one, entry));
  if (decided.every(isLastOn)) expect(decided.some((entry) => saysSo(entry, record.decision))).toBe(true);
}

const isOnField = (type: string, field: string): boolean =>
  Object.entries(FIELD).some(([t, f]) => t === type && f === field);

/** Whether an entry is as a decision wants it. */
function saysSo({ at, text, kind, notes, visibility, pinned }: Entry, decision: Decision): boolean {
  switch (decision.type) {
    case "retime":
      return at === decision.at;
    case "reword":
      return text === decision.text;
    case "rekind":
      return kind === decision.kind;
    case "annotate":
      return notes.some((note) => note.text === decision.text);
    case "hide":
      return visibility === "log" && !pinned;
    case "pin":
      return visibility === "timeline" && pinned;
    default:
      return visibility === "timeline";
  }
}

function isAbout({ anchors, decision }: DecisionRecord, entry: Entry): boolean {
  if (decision.type === "moment") return false;
  if ("entry" in decision && decision.entry === entry.id) return true;
  return entry.origin === "machine" && entry.evidence.some(({ event }) => anchors.includes(event));
}

/** What a person wrote can be read on the draft, unless somebody who knew of it wrote something else instead or settled it. */
function expectWordsKept(draft: Draft, { decision, number }: Taken, taken: readonly Taken[], valid: Set<number>): void {
  const text = textIn(decision);
  if (text === null) return;
  const isSettled = taken
    .filter((later) => later.number > number && valid.has(later.number))
    .some((later) => later.overruled.includes(text) || (textIn(later.decision) !== null && knew(later, text, taken)));
  const places = [...draft.entries.map(textsOf), JSON.stringify(draft.actions), JSON.stringify(draft.orphans)];
  expect(isSettled || places.some((place) => place.includes(text))).toBe(true);
}

/** Whether a page showed the text, or the text of somebody whose page did: also where that was taken back later. */
function knew({ shown, number }: Taken, text: string, taken: readonly Taken[]): boolean {
  if (shown.includes(text)) return true;
  const before = taken.filter((one) => one.number < number);
  return before.some((one) => shown.includes(textIn(one.decision) ?? "\0") && knew(one, text, before));
}

const textIn = (decision: Decision): string | null =>
  decision.type === "reword" || decision.type === "add" || decision.type === "action" ? (decision.text ?? null) : null;

/** Whatever a page once showed still leads somewhere: the incident by its name, its entries as long as their events are its own. */
async function expectResolved(views: Views, page: Draft): Promise<void> {
  for (const name of [page.incident.id, ...page.incident.aliases]) await presentName(views, name);
  const name = await presentName(views, page.incident.id);
  const { draft, machine, records } = await draftedOf(views, name);
  for (const { id, evidence, origin } of page.entries) {
    const anchor = evidence.find(({ event }) => ordinals.some((ordinal) => `e_${nameHash(event, ordinal)}` === id));
    if (origin === "person" || !anchor || !(anchor.event in machine.events)) continue;
    const look = [{ type: "show", entry: id, version: draft.revision }] as const;
    const plan = planDecisions(draft, machine, records, look, { by: "noor", at: "2026-03-06T08:00:00Z" });
    expect(plan.is === "planned" && plan.records[0]?.anchors[0]).toBe(anchor.event);
  }
}

const ordinals = [0, 1, 2, 3];
