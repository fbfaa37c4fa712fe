import { describe, expect, it } from "vitest";
import { keepSweeping, type Sweep } from "../../../src/ingest/inbox/sweeping.ts";
import { Metrics } from "../../../src/telemetry/metrics.ts";

/** Pauses end when the test says so. */
function clock() {
  const pauses: number[] = [];
  let wake = () => {};
  return {
    pauses,
    pause: (ms: number, until: AbortSignal) => {
      pauses.push(ms);
      if (ms < 1_000 || until.aborted) return Promise.resolve();
      return new Promise<void>((resolve) => {
        wake = resolve;
        until.addEventListener("abort", () => resolve());
      });
    },
    next: () => wake(),
  };
}

function journal() {
  const lines: { level: string; fields: object }[] = [];
  const at = (level: string) => (fields: object) => void lines.push({ level, fields });
  return { lines, log: { info: at("info"), warn: at("warn"), error: at("error") } };
}

const steps = (name: string, ...bodies: (number | Error)[]): Sweep => ({
  name,
  async step() {
    const next = bodies.shift() ?? 0;
    if (next instanceof Error) throw next;
    return { swept: { bodies: next }, isDone: next === 0 };
  },
});

describe("sweeping in the background", () => {
  it("takes steps with a rest between them, then sleeps an hour, and tells how much it was", async () => {
    const [{ pauses, pause, next }, { lines, log }, metrics] = [clock(), journal(), new Metrics()];
    const sweeping = keepSweeping({ sweeps: [steps("inbox", 3, 2), steps("store")], log, metrics, pause });
    await expect.poll(() => pauses).toEqual([50, 50, 3_600_000]);
    expect(lines).toEqual([{ level: "info", fields: { from: "inbox", bodies: 5 } }]);
    expect(await metrics.render()).toContain('annalist_swept_total{what="bodies"} 5');
    next();
    await expect.poll(() => pauses).toEqual([50, 50, 3_600_000, 3_600_000]);
    expect(lines).toHaveLength(1);
    await sweeping.stop();
  });

  it("goes on with the others where one fails, and tries again in a minute", async () => {
    const [{ pauses, pause, next }, { lines, log }, metrics] = [clock(), journal(), new Metrics()];
    const sweeps = [steps("inbox", 4, new Error("the disk is full"), 1), steps("store", 7)];
    const sweeping = keepSweeping({ sweeps, log, metrics, pause });
    await expect.poll(() => pauses.at(-1)).toBe(60_000);
    expect(lines).toEqual([
      { level: "warn", fields: { from: "inbox", reason: "the disk is full" } },
      { level: "info", fields: { from: "inbox", bodies: 4 } },
      { level: "info", fields: { from: "store", bodies: 7 } },
    ]);
    next();
    await expect.poll(() => pauses.at(-1)).toBe(3_600_000);
    expect(lines.at(-1)).toEqual({ level: "info", fields: { from: "inbox", bodies: 1 } });
    await sweeping.stop();
  });

  it("ends after the step under way", async () => {
    const [{ pause }, { log }] = [clock(), journal()];
    const { promise: step, resolve } = Promise.withResolvers<{ swept: object; isDone: boolean }>();
    let asked = 0;
    const slow: Sweep = {
      name: "slow",
      step: async () => {
        asked += 1;
        return { ...(await step), swept: {} };
      },
    };
    const sweeping = keepSweeping({ sweeps: [slow], log, metrics: new Metrics(), pause });
    let ended = false;
    const stopped = sweeping.stop().then(() => {
      ended = true;
    });
    await new Promise((after) => setImmediate(after));
    expect(ended).toBe(false);
    resolve({ swept: {}, isDone: false });
    await stopped;
    expect(asked).toBe(1);
  });
});
