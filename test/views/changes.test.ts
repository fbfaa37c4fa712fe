import { setImmediate as others } from "node:timers/promises";
import { expect, it } from "vitest";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { Changes } from "../../src/views/changes.ts";

const NOW = "2031-05-04T10:00:00Z";
const MACHINES = { id: "i_1", revision: 0, digest: "of machines" };
const DECIDED = { id: "i_1", revision: 1, digest: "of a decision" };

it("looks once more where something was told while it looked, and then has nothing to tell", async () => {
  const store = openMemoryStore();
  const changes = new Changes({ store, now: () => NOW, draftOf: async () => null, idsOf: async () => new Map() });
  const looks = [
    async () => {
      await changes.tell("decided", DECIDED);
      return MACHINES;
    },
    async () => DECIDED,
  ];
  await changes.tellIfDifferent(MACHINES, async () => (await looks.shift()?.()) ?? DECIDED);
  expect(looks).toEqual([]);
  expect((await store.listChanges(0, 9)).map(({ type, digest }) => [type, digest])).toEqual([
    ["decided", "of a decision"],
  ]);
});

it("tells of an incident in the order in which it was told, however long a store takes for the first", async () => {
  const store = openMemoryStore();
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = {
    listChanges: (after: number, limit: number) => store.listChanges(after, limit),
    async appendChange(change: Parameters<typeof store.appendChange>[0]) {
      begun.resolve();
      if (change.type === "draft_changed") await goOn.promise;
      return store.appendChange(change);
    },
  };
  const changes = new Changes({ store: slow, now: () => NOW, draftOf: async () => null, idsOf: async () => new Map() });
  const first = changes.tell("draft_changed", MACHINES);
  await begun.promise;
  const second = changes.tell("decided", DECIDED);
  await others();
  goOn.resolve();
  await Promise.all([first, second]);
  expect((await store.listChanges(0, 9)).map(({ type }) => type)).toEqual(["draft_changed", "decided"]);
});
