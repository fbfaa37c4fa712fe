import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY, SECOND } from "../../src/domain/time.ts";
import { createIngest } from "../../src/ingest/ingest.ts";
import { replayOne } from "../../src/ingest/replay.ts";
import type { SourceKind } from "../../src/sources/lib/define.ts";
import { arrivalOf, berths, harbour, NOW, openWorld, sourceOf, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = openWorld({ sources: [sourceOf(), sourceOf(undefined, { name: "other" })] });
  await world.ingest.receive(arrivalOf(berths("Fram", "Gauss")));
  await world.ingest.receive(arrivalOf(berths("POISON"), { receivedAt: NOW + SECOND }));
  await world.ingest.receive(arrivalOf(berths("Vega"), { source: "other", receivedAt: NOW + 2 * SECOND }));
  await world.ingest.drained();
});
afterEach(() => world.close());

/** The same inbox and store under a mended, or a changed, source. */
function changed(over: Partial<SourceKind>) {
  const kind = { ...harbour, ...over };
  const { inbox, store } = world;
  return createIngest({ sources: [sourceOf(kind), sourceOf(kind, { name: "other" })], inbox, store, now: () => NOW });
}

const MENDED: Partial<SourceKind> = {
  normalize: (payload, context) => {
    const { berths: list } = payload as { berths: { ship: string }[] };
    const renamed = list.map(({ ship }) => ({ ship: ship === "POISON" ? "Poisson" : ship }));
    return harbour.normalize({ berths: renamed }, context);
  },
};

const keys = async () => (await world.store.readEvents()).map(({ event }) => event.key.split(":").at(-1));

it("changes nothing where nothing changed", async () => {
  const report = {
    deliveries: 3,
    swept: 0,
    outcomes: { appended: 0, variant: 0, duplicate: 3 },
    vanished: [],
    released: 0,
    quarantined: 1,
  };
  expect(await world.ingest.replay({ dryRun: true })).toEqual(report);
  expect(await world.ingest.replay()).toEqual(report);
  expect(await world.store.listQuarantine()).toHaveLength(1);
});

it("appends what a mended source reads, and lets it out of quarantine", async () => {
  const mended = changed(MENDED);
  const report = {
    deliveries: 3,
    swept: 0,
    outcomes: { appended: 1, variant: 0, duplicate: 3 },
    vanished: [],
    released: 1,
    quarantined: 0,
  };
  expect(await mended.replay({ dryRun: true })).toEqual(report);
  expect(await keys()).toEqual(["Fram", "Gauss", "Vega"]);
  expect(await world.store.listQuarantine()).toHaveLength(1);
  expect(await mended.replay()).toEqual(report);
  expect(await keys()).toEqual(["Fram", "Gauss", "Poisson", "Vega"]);
  expect(await world.store.listQuarantine()).toEqual([]);
  expect((await mended.replay()).outcomes).toEqual({ appended: 0, variant: 0, duplicate: 4 });
});

it("tells of a variant, and of events that are not made any more", async () => {
  const shouting = changed({
    normalize: (payload, context) => {
      const { events } = harbour.normalize(payload, context);
      return { events: events.slice(0, 1).map((event) => ({ ...event, title: event.title.toUpperCase() })) };
    },
  });
  const { outcomes, vanished } = await shouting.replay({ source: "harbour" });
  expect(outcomes).toEqual({ appended: 0, variant: 1, duplicate: 0 });
  expect(vanished.map(({ key }) => key.split(":").at(-1)).sort()).toEqual(["Fram", "Gauss"]);
});

it.each(["appendSightings", "quarantine", "release"] as const)(
  "keeps a delivery in quarantine, or lets it out whole, when a crash comes at %s",
  async (step) => {
    const { inbox, store } = world;
    const [before] = await store.listQuarantine();
    if (!before) throw new Error("the poisoned delivery is in quarantine");
    const crashing = new Proxy(store, {
      get: (target, name) => {
        if (name === step) return () => Promise.reject(new Error("crash"));
        const member: unknown = Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    // It is read in part now, and what is left has another reason.
    const better = sourceOf({
      ...harbour,
      normalize: (_payload, context) => ({
        ...harbour.normalize(berths("Poisson"), context),
        rejected: [{ code: "no_ship", detail: "Half of it." }],
      }),
    });
    const sources = new Map([["harbour", better]]);
    await expect(replayOne({ inbox, sources, store: crashing }, before.delivery)).rejects.toThrow("crash");
    expect((await store.listQuarantine()).map(({ delivery }) => delivery)).toContain(before.delivery);
    await replayOne({ inbox, sources, store }, before.delivery);
    expect((await store.listQuarantine()).map(({ code }) => code)).toEqual(["no_ship"]);
  },
);

it("says nothing of what was made of bytes that are not kept any more", async () => {
  const { inbox, ingest } = world;
  const limits = { at: NOW + DAY, rawBefore: NOW + SECOND, keysBefore: null };
  while (!inbox.sweep(limits).isDone);
  const blind = changed({ normalize: () => ({ events: [] }) });
  expect(await ingest.replay()).toMatchObject({ deliveries: 2, swept: 1, vanished: [] });
  const { vanished, deliveries, swept } = await blind.replay();
  expect(vanished.map(({ key }) => key.split(":").at(-1))).toEqual(["Vega"]);
  expect([deliveries, swept]).toEqual([2, 1]);
  expect((await blind.replay({ source: "other" })).swept).toBe(0);
  expect(await keys()).toEqual(["Fram", "Gauss", "Vega"]);
});

it("takes only what was asked for", async () => {
  expect(await world.ingest.replay({ source: "other" })).toMatchObject({ deliveries: 1 });
  expect(await world.ingest.replay({ since: NOW + SECOND })).toMatchObject({ deliveries: 2 });
  expect(await world.ingest.replay({ since: NOW + 3 * SECOND })).toMatchObject({ deliveries: 0 });
});

it("keeps deliveries of a source that left the configuration in quarantine until it is back", async () => {
  const { inbox, store } = world;
  const without = createIngest({ sources: [sourceOf()], inbox, store, now: () => NOW });
  expect(await without.replay({ source: "other" })).toMatchObject({ quarantined: 1 });
  expect(await store.listQuarantine()).toContainEqual(expect.objectContaining({ code: "source_not_configured" }));
  expect(await world.ingest.replay({ source: "other" })).toMatchObject({ released: 1 });
});
