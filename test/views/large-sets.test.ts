import { describe, expect, it } from "vitest";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { Derivation } from "../../src/views/derive.ts";
import { Drafts } from "../../src/views/drafts.ts";
import { minutes } from "../domain/events.ts";
import { LINT, READ, SETTINGS, SHOP, seen, viewsOf } from "./world.ts";

const LATER = seen({
  ...{ key: "am/alertmanager:v1:f2:firing", kind: "alert", action: "firing", service: "basket", severity: "critical" },
  ...{ title: "Basket answers slowly", correlation: [{ type: "episode", value: "f2" }], group: "f2" },
  occurredAt: minutes(8),
});
/** It would name the incident, were nothing decided there. */
const EARLIER = seen({
  ...{ key: "am/alertmanager:v1:f0:firing", kind: "alert", action: "firing", service: "basket", severity: "critical" },
  ...{ title: "Basket retries", correlation: [{ type: "episode", value: "f0" }], group: "f0" },
  occurredAt: minutes(-3),
});
const NEVER_MS = 2 ** 30;
const SHOP_EVENTS = new Set(SHOP.map(({ event }) => event.key)).size;

async function largeShop(options: { readonly delayMs?: number; readonly small?: number } = {}) {
  const store = openMemoryStore();
  await store.appendSightings(SHOP);
  const views = viewsOf(store, { small: 0, delayMs: NEVER_MS, ...options });
  const [, basket] = await views.listIncidents();
  const read = async () => {
    const sought = await views.seek(basket?.id ?? "");
    if (sought.is !== "found") throw new Error("the incident is gone");
    return sought.drafted.draft;
  };
  return { store, views, read };
}

/** Each derivation begins by reading all events, and waits there until it may go on. */
function gatedDerivations(store: Store): { next(): Promise<{ goOn(): void }> } {
  const begun: PromiseWithResolvers<PromiseWithResolvers<void>>[] = [];
  const place = (at: number) => (begun[at] ??= Promise.withResolvers());
  const readEvents = store.readEvents.bind(store);
  let [started, asked] = [0, 0];
  store.readEvents = async () => {
    const gate = Promise.withResolvers<void>();
    place(started++).resolve(gate);
    await gate.promise;
    return readEvents();
  };
  return {
    async next() {
      const gate = await place(asked++).promise;
      return { goOn: () => gate.resolve() };
    },
  };
}

const note = (text: string) =>
  ({ type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text }) as const;

describe("of a large set", () => {
  it("reads give the last draft until the next is derived, and then the next", async () => {
    const { store, views, read } = await largeShop();
    const before = await read();
    const list = await views.listIncidents();
    await store.appendSightings([LATER]);
    expect(await read()).toBe(before);
    expect(await views.listIncidents()).toEqual(list);
    await views.settled();
    expect((await read()).entries.some(({ text }) => text.includes("Basket answers slowly"))).toBe(true);
    expect(await views.listIncidents()).not.toEqual(list);
  });

  it("nobody waits for one that has grown large since the last read", async () => {
    const { store, views, read } = await largeShop({ small: SHOP_EVENTS });
    const before = await read();
    await store.appendSightings([LATER]);
    expect(await store.readEvents()).toHaveLength(SHOP_EVENTS + 1);
    expect(await read()).toBe(before);
    await views.settled();
    expect((await read()).digest).not.toBe(before.digest);
  });

  it("a read asks for the next by itself", async () => {
    const { store, read } = await largeShop({ delayMs: 1 });
    const before = await read();
    await store.appendSightings([LATER]);
    await expect.poll(async () => (await read()).digest).not.toBe(before.digest);
  });

  it("a decision stands in the very next read, and in the list, whatever is not derived yet", async () => {
    const { store, views, read } = await largeShop();
    const { incident } = await read();
    await store.appendSightings([LATER]);
    for (const text of ["the pump was dry", "the pump runs again"]) {
      expect(await views.decide(incident.id, { decisions: [note(text)], by: "ines" })).toMatchObject({ is: "decided" });
      expect((await read()).entries.map((entry) => entry.text)).toContain(text);
    }
    expect((await views.listIncidents()).find(({ id }) => id === incident.id)?.revision).toBe(2);
    await views.settled();
    const after = await read();
    expect(after.revision).toBe(2);
    expect(after.entries.map((entry) => entry.text)).toContain("the pump was dry");
  });

  it("a first decision stands under its name also where the next set, begun before it, has another name", async () => {
    const { store, views, read } = await largeShop();
    const { incident } = await read();
    await store.appendSightings([EARLIER]);
    const derivations = gatedDerivations(store);
    views.touched();
    const told = views.settled();
    const before = await derivations.next();
    expect(await views.decide(incident.id, { decisions: [note("the pump was dry")], by: "ines" })).toMatchObject({
      is: "decided",
    });
    before.goOn();
    const behind = await derivations.next();
    const reading = read();
    behind.goOn();
    const after = await reading;
    await told;
    expect([after.incident.id, after.revision]).toEqual([incident.id, 1]);
    expect(after.entries.map((entry) => entry.text)).toEqual(
      expect.arrayContaining(["the pump was dry", expect.stringContaining("Basket retries")]),
    );
  });
});

describe("drafts", () => {
  const drafted = async (held?: number) => {
    const store = openMemoryStore();
    await store.appendSightings(SHOP);
    const derived = await new Derivation(store, SETTINGS, READ).current();
    const drafts = new Drafts(store, SETTINGS, { read: READ, lint: LINT }, held);
    const [first, second] = derived.incidents;
    if (!first || !second) throw new Error("there are two incidents");
    return { drafts, occasion: await drafts.occasion(derived), first, second };
  };

  it("are held as long as there is room, and made again, the same, when they were forgotten", async () => {
    const { drafts, occasion, first, second } = await drafted(1);
    const { draft } = await drafts.of(first, occasion);
    expect((await drafts.of(first, occasion)).draft).toBe(draft);
    await drafts.of(second, occasion);
    const again = (await drafts.of(first, occasion)).draft;
    expect(again).not.toBe(draft);
    expect(again).toEqual(draft);
  });

  it("make their lines in the list without being held where there is no room", async () => {
    const { drafts, occasion, first, second } = await drafted(1);
    const { draft } = await drafts.of(first, occasion);
    const line = await drafts.lineOf(second, occasion);
    expect((await drafts.of(first, occasion)).draft).toBe(draft);
    expect(await drafts.lineOf(second, occasion)).toBe(line);
    expect(line.digest).toBe((await drafts.of(second, occasion)).draft.digest);
  });
});
