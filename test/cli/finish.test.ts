import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { finish } from "../../src/cli/finish.ts";
import type { Log } from "../../src/telemetry/log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;

function prepare(drained: Promise<void>, withinMs = MINUTE_MS) {
  const warned: object[] = [];
  const log: Log = {
    info: () => undefined,
    error: () => undefined,
    warn: (fields: object) => void warned.push(fields),
  };
  let ended = false;
  const ending = finish({ ingest: { drained: () => drained }, backlog: () => 7, withinMs, log }).then(() => {
    ended = true;
  });
  return { warned, ending, hasEnded: () => ended };
}

it("ends when everything has gone on, and leaves no timer", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { warned, ending, hasEnded } = prepare(promise);
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
  expect(hasEnded()).toBe(false);
  resolve();
  await ending;
  expect([warned, vi.getTimerCount()]).toEqual([[], 0]);
});

it("gives up in time, and says how much waits", async () => {
  const { warned, ending } = prepare(new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  await ending;
  expect(warned).toEqual([{ deliveries: 7 }]);
});

it("waits also for as long as no timer can", async () => {
  const { hasEnded } = prepare(new Promise(() => undefined), 365 * 24 * 60 * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(hasEnded()).toBe(false);
});
