import { beforeEach, describe, expect, it } from "vitest";
import type { KafkaBatch, LostRecords } from "../../src/receivers/kafka-batch.ts";
import { KafkaGaps } from "../../src/receivers/kafka-gaps.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Claims, QuarantineRecord } from "../../src/store/store.ts";
import { SILENT } from "../../src/telemetry/log.ts";

const at = (minute: number) => Date.UTC(2026, 2, 1, 10, minute) * 1_000;
const record = (offset: number, minute: number) => ({
  ...{ offset: String(offset), value: Buffer.from("n"), headers: {}, writtenAt: at(minute) },
});

interface Partition {
  readonly low?: number;
  readonly high?: number;
  readonly committed?: number;
}

/** A batch of the records from one offset to another, written in the minute that is named like their offset, unless told. */
function batch(
  from: number,
  to: number,
  { low = 0, high = to + 1, committed }: Partition = {},
  minute = from,
): KafkaBatch {
  return {
    ...{ topic: "bells", partition: 3, end: String(high) },
    committedBefore: committed === undefined ? null : String(committed),
    records: Array.from({ length: to - from + 1 }, (_, index) => record(from + index, minute)),
    bounds: () => Promise.resolve({ low: String(low), high: String(high) }),
    isCurrent: () => true,
    ...{ heartbeat: async () => undefined, commit: async () => undefined, retryFrom: () => undefined },
  };
}

let claims: Claims;
let aside: QuarantineRecord[];
let lost: LostRecords[];
let clockMs: number;

beforeEach(() => {
  claims = openMemoryStore();
  [aside, lost, clockMs] = [[], [], 0];
});

/** Claims of which none is taken before so many were asked for. */
function claimsTogether(count: number): Claims {
  const asked: (() => void)[] = [];
  return {
    lastClaim: async () => null,
    claim: () =>
      new Promise((resolve) => {
        asked.push(() => resolve(true));
        if (asked.length === count) for (const take of asked) take();
      }),
  };
}

const gapsOf = (given: Partial<ConstructorParameters<typeof KafkaGaps>[0]> = {}) =>
  new KafkaGaps({
    ...{ claims, groupId: "g", fromBeginning: true, log: SILENT, clockMs: () => clockMs },
    quarantine: async (records) => void aside.push(...records),
    lost: (loss) => void lost.push(loss),
    ...given,
  });

async function read(gaps: KafkaGaps, read: KafkaBatch): Promise<string | null> {
  const back = await gaps.look(read, "door");
  const last = read.records.at(-1);
  if (back === null && last) await gaps.reached(read, last);
  return back;
}

describe("records that are gone before they were read", () => {
  it("are none for a new group, for what goes on, for what is read again, and where offsets are merely missing", async () => {
    const gaps = gapsOf();
    await read(gaps, batch(4, 6, { low: 4 }));
    await read(gaps, batch(7, 9));
    await read(gaps, batch(8, 12));
    await read(gaps, batch(40, 41));
    expect([aside, lost]).toEqual([[], []]);
  });

  it("are told with how many, from the last that was read to the first after", async () => {
    const before = gapsOf();
    await read(before, batch(0, 9, {}, 5));
    await before.close();
    await read(gapsOf(), batch(25, 30, { low: 22, committed: 10 }, 40));
    expect(lost).toMatchObject([{ topic: "bells", partition: 3, records: 12n }]);
    expect(aside).toEqual([
      {
        delivery: "lost:2026-03-01T10:05:00.000Z/2026-03-01T10:40:00.000Z kafka:bells/3/10",
        ...{ source: "door", receivedAt: at(40), code: "kafka_records_lost" },
        detail: expect.stringMatching(/^12 records of topic bells, partition 3, from offset 10 on, were deleted/),
      },
    ]);
  });

  it("are told once, by whoever reads on", async () => {
    const first = gapsOf();
    await read(first, batch(0, 9));
    await first.close();
    const second = gapsOf();
    await read(second, batch(20, 29, { low: 20 }));
    await second.close();
    await read(gapsOf(), batch(30, 31, { low: 20 }));
    clockMs += 60_000;
    await read(first, batch(32, 33, { low: 20 }));
    expect(lost).toHaveLength(1);
  });

  it("are counted from what Kafka knew of the group, where our own mark lags behind", async () => {
    const before = gapsOf();
    await read(before, batch(0, 4));
    await read(before, batch(5, 9));
    await read(gapsOf(), batch(20, 21, { low: 20, committed: 10 }));
    expect(lost).toMatchObject([{ records: 10n }]);
    lost = [];
    await read(gapsOf({ groupId: "another" }), batch(20, 21, { low: 20, committed: 15 }));
    expect(lost).toMatchObject([{ records: 5n }]);
  });

  it("are counted from our own mark, where Kafka has forgotten the group", async () => {
    const before = gapsOf();
    await read(before, batch(0, 9));
    await before.close();
    await read(gapsOf(), batch(13, 14, { low: 13 }));
    expect(lost).toMatchObject([{ records: 3n }]);
  });

  it("may be any number, where the topic was deleted and made anew; after that it is read like any other", async () => {
    const before = gapsOf();
    await read(before, batch(0, 9, {}, 5));
    await before.close();
    const after = gapsOf();
    await read(after, batch(2, 3, { low: 2, high: 4 }, 30));
    expect(lost).toMatchObject([{ records: 2n, detail: expect.stringContaining("deleted and made anew") }]);
    expect(aside).toMatchObject([{ code: "kafka_topic_made_anew", receivedAt: at(30) }]);
    await read(after, batch(4, 5, { low: 2 }));
    await after.close();
    await read(gapsOf(), batch(6, 7, { low: 2 }));
    await read(before, batch(8, 9, { low: 2 }));
    expect(lost).toHaveLength(1);
  });

  it("are not made more by a reader that was put to the end: it goes back to the first that is there, once", async () => {
    const before = gapsOf();
    await read(before, batch(0, 9));
    await before.close();
    const latest = gapsOf({ fromBeginning: false });
    expect(await read(latest, batch(50, 51, { low: 20 }))).toBe("20");
    expect(lost).toMatchObject([{ records: 10n }]);
    expect(await read(latest, batch(22, 30, { low: 20 }))).toBeNull();
    expect(await read(latest, batch(31, 32, { low: 20 }))).toBeNull();
    expect(lost).toHaveLength(1);
  });

  it("keep the reader waiting until that is kept, and no other trouble of the store does", async () => {
    const before = gapsOf();
    await read(before, batch(0, 9));
    await before.close();
    const down = () => Promise.reject(new Error("The store is down."));
    const waiting = gapsOf({ quarantine: down });
    await expect(waiting.look(batch(20, 21, { low: 20 }), "door")).rejects.toThrow("The store is down.");
    await expect(waiting.look(batch(20, 21, { low: 20 }), "door")).rejects.toThrow("The store is down.");
    const blind = gapsOf({ claims: { claim: down, lastClaim: down } });
    expect(await read(blind, batch(20, 21, { low: 20 }))).toBeNull();
    await blind.close();
  });

  it("cost the store no more than a mark every five seconds", async () => {
    let written = 0;
    const counted: Claims = {
      lastClaim: (name) => claims.lastClaim(name),
      claim: (name, claim) => {
        written += 1;
        return claims.claim(name, claim);
      },
    };
    const gaps = gapsOf({ claims: counted });
    for (let n = 0; n < 100; n += 1) {
      await read(gaps, batch(n * 10, n * 10 + 9));
      clockMs += 100;
    }
    expect(written).toBe(1);
    await gaps.close();
    await gaps.close();
    expect(written).toBe(2);
  });

  it("are not waited for one after the other when the reader ends", async () => {
    const gaps = gapsOf({ claims: claimsTogether(3) });
    for (const partition of [0, 1, 2]) await read(gaps, { ...batch(4, 6), partition });
    await gaps.close();
    expect(lost).toEqual([]);
  });
});
