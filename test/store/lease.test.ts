import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lease } from "../../src/store/lease.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Claims } from "../../src/store/store.ts";

const PATIENCE_MS = 900;

/** Processes with clocks of their own: `pass` lets time go by for all. */
function rivals(count: number, claims: Claims = openMemoryStore()) {
  let now = 0;
  const leases = Array.from({ length: count }, (_, number) => {
    const clockMs = () => now + number * 1_000_000;
    return new Lease({ claims, name: "feed", holder: `p${number}`, clockMs, patienceMs: PATIENCE_MS });
  });
  const pass = (ms: number) => {
    now += ms;
  };
  return { leases, pass };
}

const [first, second] = [0, 1];
const held = ({ leases }: ReturnType<typeof rivals>, who: number) => leases[who]?.isHeld();

describe("a lease", () => {
  it("is whoever's asks first, and stays theirs while they ask", async () => {
    const world = rivals(2);
    expect(await held(world, first)).toBe(true);
    for (let step = 0; step < 20; step += 1) {
      world.pass(PATIENCE_MS / 3);
      expect(await held(world, first)).toBe(true);
      expect(await held(world, second)).toBe(false);
    }
  });

  it("passes on when its holder is silent, by the waiting one's own clock", async () => {
    const world = rivals(2);
    await held(world, first);
    expect(await held(world, second)).toBe(false);
    world.pass(PATIENCE_MS - 1);
    expect(await held(world, second)).toBe(false);
    world.pass(1);
    expect(await held(world, second)).toBe(true);
    expect(await held(world, first)).toBe(false);
  });

  it("passes on at once when it is given up", async () => {
    const world = rivals(2);
    await held(world, first);
    await held(world, second);
    await world.leases[first]?.release();
    expect(await held(world, second)).toBe(true);
  });

  it("is not believed by a holder who was stopped, nor when the answer took too long", async () => {
    const world = rivals(2);
    await held(world, first);
    await held(world, second);
    world.pass(PATIENCE_MS * 5);
    expect(await held(world, second)).toBe(true);
    expect(await held(world, first)).toBe(false);
    const slow = openMemoryStore();
    let late = 0;
    const claims: Claims = {
      lastClaim: (name) => slow.lastClaim(name),
      claim: (name, claim) => {
        late += PATIENCE_MS;
        return slow.claim(name, claim);
      },
    };
    const lease = new Lease({ claims, name: "feed", holder: "p", clockMs: () => late, patienceMs: PATIENCE_MS });
    expect(await lease.isHeld()).toBe(false);
  });

  it("is never two's at one moment, whoever asks, stops and comes back when", async () => {
    const step = fc.record({
      does: fc.constantFrom<Deed>("ask", "ask", "pass", "release"),
      who: fc.nat({ max: 2 }),
      ms: fc.integer({ min: 1, max: PATIENCE_MS * 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = rivals(3);
        // Until when each believes itself the holder: for a third of the patience after its last claim.
        const believed = [0, 0, 0];
        let now = 0;
        const deeds: Record<Deed, (who: number, ms: number) => Promise<void>> = {
          async pass(_, ms) {
            world.pass(ms);
            now += ms;
          },
          async release(who) {
            await world.leases[who]?.release();
            believed[who] = 0;
          },
          async ask(who) {
            believed[who] = (await held(world, who)) === true ? now + PATIENCE_MS / 3 : 0;
          },
        };
        for (const { does, who, ms } of steps) {
          await deeds[does](who, ms);
          expect(believed.filter((end) => end > now).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

type Deed = "ask" | "pass" | "release";
