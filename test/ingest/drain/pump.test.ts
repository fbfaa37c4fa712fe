import { describe, expect, it } from "vitest";
import { pauseLonger } from "../../../src/ingest/drain/pause.ts";
import { Pump, type Step } from "../../../src/ingest/drain/pump.ts";

describe("what works through what waits", () => {
  it("tries a failed step again after a pause, and counts failures in a row", async () => {
    const became: Step[] = ["failed", "failed", "more", "failed", "more", "idle"];
    const [attempts, pauses] = [[] as number[], [] as number[]];
    const pump = new Pump(
      async (attempt) => {
        attempts.push(attempt);
        return became.shift() ?? "idle";
      },
      async (attempt) => void pauses.push(attempt),
    );
    await pump.drained();
    expect([attempts, pauses]).toEqual([
      [0, 1, 2, 0, 1, 0],
      [1, 2, 1],
    ]);
  });

  it("ends in the middle of a pause, and begins nothing afterwards", async () => {
    let steps = 0;
    const paused = Promise.withResolvers<void>();
    const pump = new Pump(
      async () => {
        steps += 1;
        return "failed";
      },
      (_, until) => {
        paused.resolve();
        return new Promise((resolve) => until?.addEventListener("abort", () => resolve()));
      },
    );
    pump.wake();
    await paused.promise;
    await pump.stop();
    pump.wake();
    await pump.drained();
    expect(steps).toBe(1);
  });

  it("pauses no longer than until it is stopped", async () => {
    const stopping = new AbortController();
    const pause = pauseLonger(9, stopping.signal).then(() => "over");
    const meanwhile = () => new Promise((resolve) => setImmediate(() => resolve("waits")));
    expect(await Promise.race([pause, meanwhile()])).toBe("waits");
    stopping.abort();
    expect(await Promise.race([pause, meanwhile()])).toBe("over");
  });
});
