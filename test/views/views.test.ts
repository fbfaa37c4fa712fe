import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/domain/canonical.ts";
import type { Draft } from "../../src/domain/draft/schema.ts";
import type { Sighting } from "../../src/domain/event.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import type { Notice } from "../../src/views/changes.ts";
import type { Views } from "../../src/views/views.ts";
import { until } from "../annalist.ts";
import { minutes } from "../domain/events.ts";
import { SHOP, seen, shop, viewsOf } from "./world.ts";

/** More of the same evening: what ties incidents together, comes late, comes twice, or has no time. */
const MORE: readonly Sighting[] = [
  ...SHOP,
  seen({
    ...{
      key: "am/alertmanager:v1:f0:firing",
      kind: "alert",
      action: "firing",
      service: "basket-db",
      severity: "critical",
    },
    ...{ title: "Basket database slow", correlation: [{ type: "episode", value: "f0" }], group: "f0" },
    occurredAt: minutes(-4),
  }),
  seen({
    key: "chat/slack:v1:C1:2",
    title: "looking",
    correlation: [{ type: "channel", value: "shop-ops" }],
    occurredAt: minutes(7),
  }),
  seen({ key: "chat/slack:v1:C1:3", title: "parcels is down", occurredAt: minutes(604) }),
  seen(
    { key: "gh/github:v1:deploy:8", kind: "change", action: "failed", service: "basket", timeSuspect: true },
    { receivedAt: minutes(9) },
  ),
];
const VARIANTS: readonly Sighting[] = MORE.flatMap((sighting, index) => [
  sighting,
  { ...sighting, delivery: `again-${index}`, receivedAt: sighting.receivedAt + 60_000_000 },
]);

async function fromScratch(sightings: readonly Sighting[]): Promise<string> {
  const store = openMemoryStore();
  await store.appendSightings(sightings);
  return canonicalJson(await viewsOf(store).draftSet());
}

async function draftOf(views: Views, title: string): Promise<Draft> {
  const line = (await views.listIncidents()).find((one) => one.title === title);
  const sought = await views.seek(line?.id ?? "");
  if (sought.is !== "found") throw new Error(`no incident ${title}`);
  return sought.drafted.draft;
}
const BASKET = "Basket error rate above 5 %";
const add = (text: string) =>
  ({ type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text }) as const;

describe("views", () => {
  it.each<[string, () => Store]>([
    ["memory", openMemoryStore],
    ["sqlite", () => openSqliteStore({ path: ":memory:" })],
  ])("after every append in any order are what a run from scratch gives (%s)", async (_, open) => {
    const orders = fc.shuffledSubarray([...VARIANTS], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(orders, fc.array(fc.integer({ min: 1, max: 4 })), async (order, sizes) => {
        const store = open();
        const views = viewsOf(store);
        const sofar: Sighting[] = [];
        for (let at = 0, step = 0; at < order.length; step += 1) {
          const batch = order.slice(at, at + (sizes[step] ?? 3));
          at += batch.length;
          sofar.push(...batch);
          await store.appendSightings(batch);
          expect(canonicalJson(await views.draftSet())).toBe(await fromScratch(sofar.toReversed()));
        }
        await store.close();
      }),
      { numRuns: 25 },
    );
  });

  it("give a whole draft while others append: always one that a run from scratch gives at some point", async () => {
    const store = openMemoryStore();
    const views = viewsOf(store);
    const possible = new Set([await fromScratch([])]);
    const batches = [MORE.slice(0, 4), MORE.slice(4, 7), MORE.slice(7)];
    const reads: Promise<string>[] = [];
    for (const [index, batch] of batches.entries()) {
      for (let n = 0; n < 5; n += 1) reads.push(views.draftSet().then(canonicalJson));
      await store.appendSightings(batch);
      possible.add(await fromScratch(batches.slice(0, index + 1).flat()));
    }
    for (const read of await Promise.all(reads)) expect(possible).toContain(read);
  });

  it("keep a decision through every later event, in any order", async () => {
    const late = MORE.filter((sighting) => !SHOP.includes(sighting));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(late), async (order) => {
        const { store, views } = await shop();
        const before = await draftOf(views, BASKET);
        const alert = before.entries.find(({ kind }) => kind === "alert");
        const target = { entry: alert?.id ?? "", version: 0 };
        await views.decide(before.incident.id, {
          decisions: [{ type: "reword", ...target, basis: alert?.text ?? "", text: "Errors" }, add("Queue empty")],
          by: "Ines",
        });
        for (const sighting of order) {
          await store.appendSightings([sighting]);
          const sought = await views.seek(before.incident.id);
          if (sought.is !== "found") throw new Error(`the incident lost its name: ${sought.is}`);
          const texts = sought.drafted.draft.entries.map(({ text }) => text);
          expect(texts).toEqual(expect.arrayContaining(["Errors", "Queue empty"]));
          expect(sought.drafted.draft.orphans).toEqual([]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("of two processes agree on the log and on the draft", async () => {
    const { store, views: one } = await shop();
    const two = viewsOf(store);
    const { id } = (await draftOf(one, BASKET)).incident;
    const decided = await Promise.all(
      [one, two, one, two].map((views, n) => views.decide(id, { decisions: [add(`Line ${n}`)], by: "Ines" })),
    );
    expect(decided.map(({ is }) => is)).toEqual(["decided", "decided", "decided", "decided"]);
    expect(await draftOf(one, BASKET)).toEqual(await draftOf(two, BASKET));
    expect((await draftOf(one, BASKET)).revision).toBe(4);
  });

  it("know a request again whose answer was lost in a crash", async () => {
    const { store, views } = await shop();
    const { id } = (await draftOf(views, BASKET)).incident;
    const request = {
      decisions: [add("Queue empty"), add("Queue full")],
      by: "Ines",
      request: { key: "k", body: "b" },
    };
    const first = await views.decide(id, request);
    const afterRestart = await viewsOf(store, { now: () => minutes(900) }).decide(id, request);
    if (first.is !== "decided" || afterRestart.is !== "decided") throw new Error("not decided");
    expect(afterRestart).toMatchObject({ again: true, numbers: [1, 2], at: first.at, delta: first.delta });
    expect(await views.decide(id, { ...request, request: { key: "k", body: "other" } })).toEqual({ is: "key_reused" });
  });

  it("take a review of a draft that was served, however much came since, and mark what came since as new", async () => {
    const { store, views } = await shop();
    const looked = await draftOf(views, BASKET);
    const late = MORE.find(({ event }) => event.key === "gh/github:v1:deploy:8");
    await store.appendSightings(late ? [late] : []);
    expect((await draftOf(views, BASKET)).digest).not.toBe(looked.digest);
    const review = { decisions: [{ type: "review", digest: looked.digest }], by: "Ines" } as const;
    const decided = await views.decide(looked.incident.id, review);
    expect(decided.is).toBe("decided");
    const after = await draftOf(views, BASKET);
    expect(after.entries.filter((entry) => entry.new).map(({ evidence }) => evidence[0]?.event)).toEqual([
      late?.event.key,
    ]);
    const elsewhere = await viewsOf(store).decide(looked.incident.id, review);
    expect(elsewhere).toMatchObject({ is: "invalid", rejection: { code: "unknown_digest" } });
  });

  it("tell of what is missing once per bytes, and only in the incident that it may have told of", async () => {
    const { store, views } = await shop();
    const lost = (delivery: string, received: number, content: string) => ({
      ...{ delivery, source: "am", receivedAt: minutes(received), code: "too_deep", detail: `at ${delivery}`, content },
    });
    await store.quarantine([
      lost("d-b", 7, "same"),
      lost("d-a", 7, "same"),
      lost("d-c", 3, "same"),
      lost("d-z", 601, "other"),
    ]);
    const set = await views.draftSet();
    expect(set.missing.map(({ delivery }) => delivery)).toEqual(["d-c", "d-z"]);
    expect((await draftOf(views, BASKET)).missing).toEqual([{ delivery: "d-c", source: "am", code: "too_deep" }]);
    expect((await draftOf(views, "Parcels queue long")).missing.map(({ delivery }) => delivery)).toEqual(["d-z"]);
  });
});

describe("the feed", () => {
  const types = async (views: Views) => (await views.listChanges(0, 99)).map(({ type }) => type);

  it("tells of a changed draft once, however often it is touched, and of nothing twice after a restart", async () => {
    const { store, views } = await shop();
    for (let n = 0; n < 20; n += 1) views.touched();
    await views.settled();
    expect(await types(views)).toEqual(["draft_changed", "draft_changed"]);
    const restarted = viewsOf(store);
    restarted.touched();
    await restarted.settled();
    expect(await types(views)).toHaveLength(2);
    await store.appendSightings([{ ...(SHOP[0] as Sighting), delivery: "later", receivedAt: minutes(99) }]);
    views.touched();
    await views.settled();
    expect(await types(views)).toHaveLength(2);
  });

  it("gives those who watch an incident what changed also after it took another id", async () => {
    const { store, views } = await shop();
    const basket = await draftOf(views, BASKET);
    views.touched();
    await views.settled();
    const heard: Notice[] = [];
    views.watch(basket, (notice) => void heard.push(notice));
    const early = { key: "am/alertmanager:v1:f0:firing", kind: "alert", action: "firing", service: "basket" } as const;
    await store.appendSightings([
      seen({ ...early, title: "Basket slow", severity: "critical", group: "f0", occurredAt: minutes(-1) }),
    ]);
    views.touched();
    await views.settled();
    const now = await draftOf(views, BASKET);
    expect(now.incident.id).not.toBe(basket.incident.id);
    expect(heard.map(({ change }) => change.incident)).toEqual([now.incident.id]);
    expect(heard[0]?.delta.changed.map(({ text }) => text)).toContainEqual(expect.stringContaining("Basket slow"));
  });

  it("gives those who watch an incident, and only them, what changed", async () => {
    const { store, views } = await shop();
    const basket = await draftOf(views, BASKET);
    const notices: Notice[] = [];
    const stop = views.watch(basket, (notice) => notices.push(notice));
    views.touched();
    await views.settled();
    notices.length = 0;
    await store.appendSightings(MORE.filter(({ event }) => event.key === "chat/slack:v1:C1:2"));
    views.touched();
    await views.settled();
    expect(notices.map(({ change }) => change.type)).toEqual(["draft_changed"]);
    expect(notices[0]?.delta.changed.flatMap(({ evidence }) => evidence.map(({ event }) => event))).toEqual([
      "chat/slack:v1:C1:2",
    ]);
    stop();
    await views.decide(basket.incident.id, { decisions: [add("x")], by: "Ines" });
    expect(notices).toHaveLength(1);
  });

  it("tells last of what was decided while it looked for what had changed", async () => {
    const { store, views } = await shop();
    const { id } = (await draftOf(views, BASKET)).incident;
    const [looking, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const listQuarantine = store.listQuarantine.bind(store);
    store.listQuarantine = async () => {
      store.listQuarantine = listQuarantine;
      looking.resolve();
      await goOn.promise;
      return listQuarantine();
    };
    views.touched();
    const settled = views.settled();
    await looking.promise;
    await views.decide(id, { decisions: [add("x")], by: "Ines" });
    goOn.resolve();
    await settled;
    const lines = (await views.listChanges(0, 99)).filter(({ incident }) => incident === id);
    expect(lines.map(({ type, revision }) => [type, revision])).toEqual([["decided", 1]]);
  });

  it("tries again after the store failed, and says so", async () => {
    const failures: unknown[] = [];
    const store = openMemoryStore();
    await store.appendSightings(SHOP);
    const appendChange = store.appendChange.bind(store);
    store.appendChange = () => Promise.reject(new Error("disk full"));
    const views = viewsOf(store, { onError: (error) => failures.push(error) });
    views.touched();
    await views.settled();
    expect(failures).toHaveLength(1);
    const decided = await views.decide((await draftOf(views, BASKET)).incident.id, {
      decisions: [add("x")],
      by: "Ines",
    });
    expect(decided.is).toBe("decided");
    expect(failures).toHaveLength(2);
    expect(await types(views)).toEqual([]);
    store.appendChange = appendChange;
    views.touched();
    await views.settled();
    expect(await types(views)).toEqual(["draft_changed", "draft_changed"]);
  });
});

it("takes the decisions of a hundred editors who decide at the same moment", async () => {
  const { views } = await shop();
  const id = (await draftOf(views, BASKET)).incident.id;
  const decided = await Promise.all(
    Array.from({ length: 100 }, (_, n) => views.decide(id, { decisions: [add(`note ${n}`)], by: `editor ${n}` })),
  );
  expect(decided.map(({ is }) => is)).toEqual(Array(100).fill("decided"));
  const numbers = decided.flatMap((one) => (one.is === "decided" ? one.numbers : []));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
});

describe("several processes on one store", () => {
  it("one tells the feed, and whoever watches is told by all of what any did", async () => {
    const store = openMemoryStore();
    await store.appendSightings(SHOP);
    const [teller, other] = [
      viewsOf(store, { lookEveryMs: 5 }),
      viewsOf(store, { lookEveryMs: 5, isTeller: () => Promise.resolve(false) }),
    ];
    await until("the feed tells", async () => (await store.listChanges(0, 10)).length > 0);
    const notices: Notice[] = [];
    const draft = await draftOf(other, BASKET);
    const end = other.watch(draft, (notice) => void notices.push(notice));
    await teller.decide(draft.incident.id, { decisions: [add("Checkout is back")], by: "ines" });
    // A line of before may be read after the watch began: its notice then brings what was decided meanwhile, too.
    const decided = () => notices.find(({ change }) => change.type === "decided");
    await until("the other's watcher is told of the decision", () => decided() !== undefined);
    expect(decided()).toMatchObject({ change: { revision: 1 }, delta: { revision: 1 } });
    expect(notices.flatMap(({ delta }) => delta.changed.map(({ text }) => text))).toEqual(["Checkout is back"]);
    await store.appendSightings(MORE);
    await until("and of what came in elsewhere", () => notices.at(-1)?.change.type === "draft_changed");
    end();
    await Promise.all([teller.close(), other.close()]);
    const feed = await store.listChanges(0, 100);
    const told = feed.map(({ incident, digest, type }) => `${incident} ${type} ${digest}`);
    expect(new Set(told).size).toBe(told.length);
  });
});
