import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BatchSize } from "../../../src/ingest/drain/batch-size.ts";

describe("how much is taken at once", () => {
  it("grows while batches are quick and full, up to the most", () => {
    const size = new BatchSize(300);
    const sizes = Array.from({ length: 5 }, () => {
      const next = size.next();
      size.took(next, 20);
      return next;
    });
    expect(sizes).toEqual([64, 128, 256, 300, 300]);
    expect(new BatchSize(10).next()).toBe(10);
  });

  it("stays where there is no more to take, or a batch takes about as long as it should", () => {
    const size = new BatchSize(2_048);
    size.took(3, 1);
    size.took(64, 400);
    expect(size.next()).toBe(64);
  });

  it("shrinks to what takes half a second, and begins small after an outage", () => {
    const size = new BatchSize(2_048);
    for (let step = 0; step < 5; step += 1) size.took(size.next(), 1);
    expect(size.next()).toBe(2_048);
    size.took(2_048, 5_000);
    expect(size.next()).toBe(204);
    size.failed();
    expect(size.next()).toBe(64);
    size.took(64, 60_000);
    size.failed();
    expect(size.next()).toBe(16);
  });

  it("settles near what a store does in half a second, however fast it is", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 20, noNaN: true }), (msEach) => {
        const size = new BatchSize(2_048);
        for (let step = 0; step < 20; step += 1) size.took(size.next(), size.next() * msEach);
        const ms = size.next() * msEach;
        expect(ms <= 500.5 || size.next() === 16).toBe(true);
        expect(ms >= 240 || size.next() === 2_048).toBe(true);
      }),
    );
  });
});
