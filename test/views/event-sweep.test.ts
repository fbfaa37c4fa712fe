import { setImmediate as others } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { IncidentView } from "../../src/domain/correlate/incident-view.ts";
import type { RecordedEvent } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { Instant } from "../../src/domain/time.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { PublicationRecord } from "../../src/store/store.ts";
import { Derivation, type Derived } from "../../src/views/derive.ts";
import { EventSweep } from "../../src/views/event-sweep.ts";
import { OneByOne } from "../../src/views/one-by-one.ts";
import type { Views } from "../../src/views/views.ts";
import { minutes } from "../domain/events.ts";
import { READ, SETTINGS, SHOP, seen, viewsOf } from "./world.ts";

/** The shop's evening (its basket from -10 to 32, parcels at 600), a message of no incident before it, and one after. */
const LONE = seen({ key: "chat/slack:v1:C9:lone", title: "Lunch?", occurredAt: minutes(-300) });
const LATER = seen({ key: "chat/slack:v1:C9:later", title: "Dinner?", occurredAt: minutes(650) });
const ALL = [...SHOP, LONE, LATER];
const PARCELS = SHOP.filter(({ event }) => event.service === "parcels");

async function shop() {
  const store = openMemoryStore();
  await store.appendSightings(ALL);
  const views = viewsOf(store, { forgetting: store });
  const left = () => store.readEvents();
  return { store, views, left };
}

async function sweep(views: Views, before: Instant): Promise<number> {
  for (let events = 0; ; ) {
    const step = await views.sweepEvents(before);
    events += step.events;
    if (step.isDone) return events;
  }
}

const incidentOf = async (views: Views, title: string) => {
  const line = (await views.listIncidents()).find((one) => one.title.startsWith(title));
  if (!line) throw new Error(`no incident is called ${title}`);
  return line;
};

describe("sweeping events", () => {
  it("deletes old incidents as a whole, and old events of none", async () => {
    const { views, left } = await shop();
    expect(await sweep(views, minutes(590))).toBe(ALL.length - PARCELS.length - 1);
    expect(await left()).toEqual(recordEvents([...PARCELS, LATER]));
    expect((await views.listIncidents()).map(({ title }) => title)).toEqual(["Parcels queue long"]);
    expect(await sweep(views, minutes(590))).toBe(0);
  });

  it("keeps an incident of which anything is younger, however old its start", async () => {
    const { views, left } = await shop();
    expect(await sweep(views, minutes(10))).toBe(1);
    expect(await left()).toEqual(recordEvents(ALL.filter((one) => one !== LONE)));
  });

  it("keeps an incident that a person decided on or published", async () => {
    for (const touch of ["decide", "publish"] as const) {
      const { views, left } = await shop();
      const { id } = await incidentOf(views, "Basket");
      const sought = await views.seek(id);
      if (sought.is !== "found") throw new Error("the incident is there");
      const entry = sought.drafted.draft.entries[0];
      if (touch === "decide") {
        const decisions = [{ type: "hide" as const, entry: entry?.id ?? "", version: entry?.version ?? 0 }];
        expect((await views.decide(id, { decisions, by: "Ines" })).is).toBe("decided");
      } else expect((await views.publish(id, { by: "Ines", dryRun: false })).is).toBe("published");
      await sweep(views, minutes(590));
      expect(await left()).toEqual(recordEvents(ALL.filter((one) => one !== LONE)));
      expect((await views.seek(id)).is).toBe("found");
    }
  });

  it("keeps what is decided on while the sweep is under way, once that is decided", async () => {
    const store = openMemoryStore();
    await store.appendSightings(ALL);
    const derived = await new Derivation(store, SETTINGS, READ).current();
    const basket = derived.incidents.find(({ services }) => services.includes("basket"));
    if (!basket) throw new Error("the basket has an incident");
    const pinned: string[] = [];
    const both = {
      listPinned: async () => pinned,
      eventsVersion: () => store.eventsVersion(),
      dropEvents: (keys: readonly string[]) => store.dropEvents(keys),
      reclaim: (before: Instant) => store.reclaim(before),
    };
    const deciding = new OneByOne();
    const sweep = new EventSweep({ store: both, derive: async () => derived, deciding });
    const decided = deciding.run(basket.id, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      pinned.push(basket.opener);
    });
    expect(await sweep.step(minutes(590))).toEqual({ events: 1, isDone: false });
    await decided;
    expect(await store.readEvents()).toEqual(recordEvents(ALL.filter((one) => one !== LONE)));
  });

  it("keeps what is published while the sweep is under way, once that is published", async () => {
    const store = openMemoryStore();
    await store.appendSightings(ALL);
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = new Proxy(store, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (name !== "appendPublication") return typeof value === "function" ? value.bind(target) : value;
        return async (record: PublicationRecord) => {
          begun.resolve();
          await end.promise;
          return target.appendPublication(record);
        };
      },
    });
    const views = viewsOf(slow, { forgetting: store });
    const { id } = await incidentOf(views, "Basket");
    const published = views.publish(id, { by: "Ines", dryRun: false });
    await begun.promise;
    const swept = sweep(views, minutes(590));
    for (let turns = 0; turns < 20; turns += 1) await others();
    end.resolve();
    expect((await published).is).toBe("published");
    expect(await swept).toBe(1);
    expect((await views.seek(id)).is).toBe("found");
  });

  it("counts as old only what was received long ago, too", async () => {
    const { store, views, left } = await shop();
    const imported = seen(
      { key: "chat/slack:v1:C9:import", occurredAt: minutes(-9_000) },
      { receivedAt: minutes(640) },
    );
    await store.appendSightings([imported]);
    await sweep(views, minutes(590));
    expect(await left()).toEqual(recordEvents([...PARCELS, LATER, imported]));
  });

  it("takes many steps for many events", async () => {
    const { store, views, left } = await shop();
    const many = Array.from({ length: 1_200 }, (_, n) =>
      seen({ key: `chat/slack:v1:C9:m${n}`, title: "Lunch?", occurredAt: minutes(-3_000 - n) }),
    );
    await store.appendSightings(many);
    const steps: number[] = [];
    for (let isDone = false; !isDone; ) {
      const step = await views.sweepEvents(minutes(590));
      steps.push(step.events);
      isDone = step.isDone;
    }
    expect(steps.length).toBeGreaterThan(2);
    expect(Math.max(...steps)).toBeLessThanOrEqual(510);
    expect(await left()).toEqual(recordEvents([...PARCELS, LATER]));
  });

  it("keeps an incident that something younger joined between two steps, and looks again only then", async () => {
    const store = openMemoryStore();
    const one = (service: string, at: number) =>
      seen({ key: `chat/slack:v1:${service}:${at}`, title: service, occurredAt: minutes(at) });
    const names = Array.from({ length: 120 }, (_, n) => `shop-${String(n).padStart(3, "0")}`);
    await store.appendSightings(names.map((name) => one(name, -9_000)));
    let looks = 0;
    const derive = async (): Promise<Derived> => {
      looks += 1;
      return derivedOf(await store.readEvents());
    };
    const sweep = new EventSweep({ store, derive, deciding: new OneByOne() });
    expect(await sweep.step(minutes(0))).toEqual({ events: 50, isDone: false });
    expect(await sweep.step(minutes(0))).toEqual({ events: 50, isDone: false });
    expect(looks).toBe(1);
    const joined = one("shop-110", 5);
    await store.appendSightings([joined]);
    expect(await sweep.step(minutes(0))).toEqual({ events: 19, isDone: false });
    expect(await sweep.step(minutes(0))).toEqual({ events: 0, isDone: true });
    expect(looks).toBe(2);
    expect(await store.readEvents()).toEqual(recordEvents([one("shop-110", -9_000), joined]));
  });

  it("tells what it deleted also where its room is not given back", async () => {
    const store = openMemoryStore();
    await store.appendSightings([LONE]);
    const full = {
      listPinned: () => store.listPinned(),
      eventsVersion: () => store.eventsVersion(),
      dropEvents: (keys: readonly string[]) => store.dropEvents(keys),
      reclaim: () => Promise.reject(new Error("the store is away")),
    };
    const derive = async () => derivedOf(await store.readEvents());
    const sweep = new EventSweep({ store: full, derive, deciding: new OneByOne() });
    expect(await sweep.step(minutes(590))).toEqual({ events: 1, isDone: false });
    await expect(sweep.step(minutes(590))).rejects.toThrow("the store is away");
  });

  it("tells what it deleted also where the rest of the step fails, which the next one does", async () => {
    const store = openMemoryStore();
    const one = (name: string) => seen({ key: `chat/slack:v1:${name}`, title: name, occurredAt: minutes(-9_000) });
    await store.appendSightings(["shop-1", "shop-2", "shop-3"].map(one));
    let drops = 0;
    const failing = {
      listPinned: () => store.listPinned(),
      eventsVersion: () => store.eventsVersion(),
      reclaim: () => Promise.resolve(true),
      dropEvents: async (keys: readonly string[]) => {
        drops += 1;
        if (drops === 2) throw new Error("the store is away");
        return store.dropEvents(keys);
      },
    };
    const derive = async () => derivedOf(await store.readEvents());
    const sweep = new EventSweep({ store: failing, derive, deciding: new OneByOne() });
    expect(await sweep.step(minutes(590))).toEqual({ events: 1, isDone: false });
    expect(await sweep.step(minutes(590))).toEqual({ events: 2, isDone: false });
    expect(await store.readEvents()).toEqual([]);
  });

  it("does nothing where the store forgets nothing", async () => {
    const store = openMemoryStore();
    await store.appendSightings(ALL);
    expect(await viewsOf(store).sweepEvents(minutes(10_000))).toEqual({ events: 0, isDone: true });
    expect(await store.readEvents()).toHaveLength(ALL.length);
  });
});

/** Events of one title are an incident. */
function derivedOf(events: readonly RecordedEvent[]): Derived {
  const incidents = [...Map.groupBy(events, ({ event }) => event.title)].map(([id, its]) => {
    const attached = its.map((event) => ({ event, rank: 0, reason: "opener" }));
    const end = Math.max(...its.map(({ event }) => event.occurredAt));
    return { id, pinned: false, end, attached, suggestions: [] } as unknown as IncidentView;
  });
  return { events, incidents, unattached: [], byName: new Map(), renamed: new Map() };
}
