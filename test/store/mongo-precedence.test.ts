import { describe, expect, it } from "vitest";
import type { ClaimedNumbers } from "../../src/store/mongo/claims.ts";
import { Precedence } from "../../src/store/mongo/precedence.ts";
import type { Claim } from "../../src/store/store.ts";

/** Writers of one log, whose pauses are counted and take no time. */
function writers() {
  const claimed: number[] = [];
  const pauses: number[] = [];
  const claims: Pick<ClaimedNumbers, "claim" | "last"> = {
    claim: async (_name: string, { number }: Claim) => {
      if (claimed.includes(number)) return false;
      claimed.push(number);
      return true;
    },
    last: async () => (claimed.length === 0 ? null : { number: Math.max(...claimed), value: "" }),
  };
  const patience = {
    random: () => 1,
    pause: async (ms: number) => void pauses.push(ms),
    clockMs: () => 0,
    limit: <T>(attempt: Promise<T>) => attempt,
    isOver: () => false,
  };
  return { claimed, pauses, writer: () => new Precedence(claims as ClaimedNumbers, patience, "events") };
}

const never = async () => false;

describe("a writer who is late each time", () => {
  it("asks after four losses for a position that nobody has looked at yet, and for no other until that is past", async () => {
    const { claimed, writer } = writers();
    const late = writer();
    await late.lost(10, 3);
    expect(claimed).toEqual([]);
    await late.lost(15, 4);
    expect(claimed).toEqual([32]);
    for (const position of [16, 31]) await late.lost(position, 5);
    expect(claimed).toEqual([32]);
    await late.lost(32, 6);
    expect(claimed).toEqual([32, 48]);
  });

  it("may ask again where another was faster to ask for the same", async () => {
    const { claimed, writer } = writers();
    const [one, other] = [writer(), writer()];
    await one.lost(3, 4);
    await other.lost(3, 4);
    expect(claimed).toEqual([16]);
    await other.lost(17, 4);
    expect(claimed).toEqual([16, 32]);
  });

  it("is waited for at its position by the others, and not by itself", async () => {
    const { pauses, writer } = writers();
    const [late, other] = [writer(), writer()];
    await late.lost(3, 4);
    await late.letPass(16, never);
    for (const position of [15, 17, 32]) await other.letPass(position, never);
    expect(pauses).toEqual([]);
    await other.letPass(16, never);
    expect(pauses).toEqual([80, 160, 320, 640]);
  });

  it("is waited for no longer once somebody has the position", async () => {
    const { pauses, writer } = writers();
    await writer().lost(3, 4);
    await writer().letPass(16, async () => pauses.length === 2);
    expect(pauses).toHaveLength(2);
  });

  it("keeps nobody waiting who was not asked to", async () => {
    const { pauses, writer } = writers();
    await writer().letPass(16, never);
    expect(pauses).toEqual([]);
  });
});
