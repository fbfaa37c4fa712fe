import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { InTurn } from "../../src/store/mongo/in-turn.ts";

/** Counts how many runs go on at once. */
function counted() {
  const runs = { now: 0, most: 0, all: 0 };
  const turn = new InTurn(async () => {
    runs.now += 1;
    runs.all += 1;
    runs.most = Math.max(runs.most, runs.now);
    await setImmediate();
    runs.now -= 1;
  });
  return { turn, runs };
}

test("who asks again at once, while others wait for the next run, shares that run", async () => {
  const { turn, runs } = counted();
  const twice = async () => {
    await turn.run();
    await turn.run();
  };
  await Promise.all([twice(), turn.run()]);
  expect(runs).toEqual({ now: 0, most: 1, all: 2 });
});

test("a crowd that comes while it runs costs one further run", async () => {
  const { turn, runs } = counted();
  await Promise.all(Array.from({ length: 9 }, () => turn.run()));
  expect(runs).toEqual({ now: 0, most: 1, all: 2 });
});

test("a run that fails is told to those who asked for it, and the next is run all the same", async () => {
  let times = 0;
  const turn = new InTurn(async () => {
    times += 1;
    await setImmediate();
    if (times === 1) throw new Error("away");
  });
  const [first, second] = await Promise.allSettled([turn.run(), turn.run()]);
  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  await turn.run();
  expect(times).toBe(3);
});
