import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { finish } from "../../src/cli/finish.ts";
import type { Log } from "../../src/telemetry/log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;

function prepare(drained: Promise<void>, withinMs = MINUTE_MS) {
  const warned: object[] = [];
  const told: string[] = [];
  const log: Log = {
    info: (_fields: object, message: string) => void told.push(message),
    error: () => undefined,
    warn: (fields: object) => void warned.push(fields),
  };
  let ended = false;
  const ending = finish({ ingest: { drained: () => drained }, backlog: () => 7, folder: "data", withinMs, log }).then(
    () => {
      ended = true;
    },
  );
  return { warned, told, ending, hasEnded: () => ended };
}

it("ends when everything has gone on, says so, and leaves no timer", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { warned, told, ending, hasEnded } = prepare(promise);
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
  expect(hasEnded()).toBe(false);
  resolve();
  await ending;
  expect([warned, vi.getTimerCount()]).toEqual([[], 0]);
  expect(told).toEqual([expect.stringContaining("Nothing waits in this data folder")]);
});

it("gives up in time, and says how much waits", async () => {
  const { warned, told, ending } = prepare(new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  await ending;
  expect([warned, told]).toEqual([[{ folder: "data", deliveries: 7 }], []]);
});

it("waits also for as long as no timer can", async () => {
  const { hasEnded } = prepare(new Promise(() => undefined), 365 * 24 * 60 * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(hasEnded()).toBe(false);
});
