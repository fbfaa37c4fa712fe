import { expect, it } from "vitest";
import { EventForgetting } from "../../src/store/mongo/event-forgetting.ts";
import type { EventLog } from "../../src/store/mongo/event-log.ts";
import type { EventView } from "../../src/store/mongo/event-view.ts";

it("forgets nothing before versions are kept away that would not see it", async () => {
  const { promise: keptAway, resolve: keepAway } = Promise.withResolvers<void>();
  const claimed: number[] = [];
  const view = {
    readOn: () => Promise.resolve({ at: 7, beginning: { position: 1, version: 0, sums: [] } }),
    has: () => true,
    isPinned: () => false,
    variantsOf: () => [],
  } as unknown as EventView;
  const log = {
    claim(position: number) {
      claimed.push(position);
      return Promise.resolve("claimed");
    },
  } as unknown as EventLog;
  const dropped = new EventForgetting(log, view, () => keptAway).drop(["am/alertmanager:v1:old"]);
  await new Promise(setImmediate);
  expect(claimed).toEqual([]);
  keepAway();
  expect(await dropped).toBe(1);
  expect(claimed).toEqual([8]);
});
