import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { coalesce } from "../../src/views/coalesce.ts";

describe("coalesce", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const quiet = { delayMs: 100, clockMs: () => 0, onError: () => undefined };

  it("makes one run of many touches, after the delay", async () => {
    const work = vi.fn(async () => undefined);
    const runs = coalesce(work, quiet);
    for (let n = 0; n < 10; n += 1) runs.touch();
    await vi.advanceTimersByTimeAsync(99);
    expect(work).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("never runs twice at once, and runs once more for what was touched meanwhile", async () => {
    const ends: (() => void)[] = [];
    const work = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
    const runs = coalesce(work, quiet);
    runs.touch();
    await vi.advanceTimersByTimeAsync(100);
    runs.touch();
    runs.touch();
    await vi.advanceTimersByTimeAsync(1000);
    expect(work).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(100);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("rests twice as long as a run took", async () => {
    let clock = 0;
    const work = vi.fn(async () => {
      clock += 1000;
    });
    const runs = coalesce(work, { ...quiet, clockMs: () => clock });
    runs.touch();
    await vi.advanceTimersByTimeAsync(100);
    runs.touch();
    await vi.advanceTimersByTimeAsync(1999);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("never rests longer than fifteen seconds", async () => {
    let clock = 0;
    const work = vi.fn(async () => {
      clock += 60_000;
    });
    const runs = coalesce(work, { ...quiet, clockMs: () => clock });
    runs.touch();
    await vi.advanceTimersByTimeAsync(100);
    runs.touch();
    await vi.advanceTimersByTimeAsync(14_999);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("settles at once, and begins nothing after it was stopped", async () => {
    const work = vi.fn(async () => undefined);
    const runs = coalesce(work, quiet);
    runs.touch();
    await runs.settled();
    expect(work).toHaveBeenCalledTimes(1);
    runs.touch();
    await runs.stop();
    runs.touch();
    await vi.advanceTimersByTimeAsync(1000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
