import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Receipt } from "../../src/ingest/delivery.ts";
import { receiveBatch } from "../../src/receivers/kafka-batch.ts";
import type { QuarantineRecord } from "../../src/store/store.ts";
import {
  accepted,
  batchOf,
  ingestOf,
  NOW,
  outlets,
  record,
  refused,
  route,
  unavailable,
  watch,
} from "./kafka-world.ts";

describe("a batch", () => {
  it("is committed up to its last record, after every record is kept", async () => {
    const ingest = ingestOf(() => accepted);
    const { batch, done } = batchOf([record(5), record(6), record(9)]);
    await receiveBatch(batch, route, outlets(ingest, watch()));
    expect(ingest.kept).toEqual(["n5", "n6", "n9"]);
    expect(done).toEqual(["commit 9", "heartbeat"]);
  });

  it("goes on over what never will be taken, and says where that was", async () => {
    const told = watch();
    const { batch, done } = batchOf([record(1), record(2, "forged"), record(3, null), record(4)]);
    await receiveBatch(
      batch,
      route,
      outlets(
        ingestOf((text) => (text === "forged" ? refused : accepted)),
        told,
      ),
    );
    expect(done).toEqual(["commit 4", "heartbeat"]);
    expect(told.passed).toEqual([
      { topic: "bells", partition: 3, offset: "2", code: "wrong_signature" },
      { topic: "bells", partition: 3, offset: "3", code: "empty_record" },
    ]);
    expect(told.counts).toEqual({ accepted: 2, refused: 1, empty: 1 });
  });

  it("keeps the places of what never will be taken in quarantine before it commits", async () => {
    const aside: QuarantineRecord[] = [];
    const ingest = ingestOf((text) => (text === "forged" ? refused : accepted));
    const whole = batchOf([record(7, "forged"), record(8, null)]);
    await receiveBatch(whole.batch, route, outlets(ingest, watch(), aside));
    expect(aside).toEqual([
      {
        ...{ delivery: "kafka:bells/3/7", source: "door", receivedAt: NOW, code: "wrong_signature" },
        ...{ detail: "No.", place: { topic: "bells", partition: 3, offset: "7" } },
      },
      {
        ...{ delivery: "kafka:bells/3/8", source: "door", receivedAt: NOW, code: "empty_record" },
        ...{ detail: "The record has no value.", place: { topic: "bells", partition: 3, offset: "8" } },
      },
    ]);
    const told = watch();
    const down = batchOf([record(6), record(7, "forged")]);
    const quarantine = () => Promise.reject(new Error("The store is down."));
    await receiveBatch(down.batch, route, { ...outlets(ingest, told), quarantine });
    expect(down.done).toEqual(["retry 6 after 5"]);
    expect(told.counts).toEqual({});
  });

  it("tells how far behind its partition is", async () => {
    const told = watch();
    await receiveBatch(
      batchOf([record(1), record(2)]).batch,
      route,
      outlets(
        ingestOf(() => accepted),
        told,
      ),
    );
    expect(told.reachedSoFar).toEqual([[{ topic: "bells", partition: 3, offset: "2" }, 10n]]);
  });

  it("waits where something cannot be kept now, and commits nothing from there on", async () => {
    const told = watch();
    const { batch, done } = batchOf([record(1), record(2, "late"), record(3)]);
    await receiveBatch(
      batch,
      route,
      outlets(
        ingestOf((text) => (text === "late" ? unavailable : accepted)),
        told,
      ),
    );
    expect(done).toEqual(["commit 1", "retry 2 after 7"]);
    expect(told.counts).toEqual({ accepted: 1 });
    expect(told.waited).toEqual([{ topic: "bells", partition: 3, offset: "2" }]);
    // What waits is behind, and more comes: a lag that stood still would say that all is well.
    expect(told.reachedSoFar.at(-1)).toEqual([{ topic: "bells", partition: 3, offset: "2" }, 12n]);
    const first = batchOf([record(2, "late"), record(3)]);
    await receiveBatch(
      first.batch,
      route,
      outlets(
        ingestOf(() => unavailable),
        told,
      ),
    );
    expect(first.done).toEqual(["retry 2 after 7"]);
  });

  it("beats the heart between its parts, and stops where it is no longer wanted", async () => {
    const records = Array.from({ length: 2200 }, (_, offset) => record(offset));
    const whole = batchOf(records);
    await receiveBatch(
      whole.batch,
      route,
      outlets(
        ingestOf(() => accepted),
        watch(),
      ),
    );
    expect(whole.done.filter((step) => step.startsWith("commit"))).toEqual([
      "commit 999",
      "commit 1999",
      "commit 2199",
    ]);
    let asked = 0;
    const cut = batchOf(records, () => {
      asked += 1;
      return asked <= 1;
    });
    await receiveBatch(
      cut.batch,
      route,
      outlets(
        ingestOf(() => accepted),
        watch(),
      ),
    );
    expect(cut.done).toEqual(["commit 999", "heartbeat"]);
  });

  it("waits before each part until there is room, alive and uncommitted, and is told of where it takes long", async () => {
    const told = watch();
    const { batch, done } = batchOf(Array.from({ length: 1500 }, (_, offset) => record(offset)));
    const ingest = { ...ingestOf(() => accepted), room: fullFor(29) };
    await receiveBatch(batch, route, outlets(ingest, told));
    const beats = Array.from({ length: 29 }, () => "heartbeat");
    expect(done).toEqual(["commit 999", "heartbeat", ...beats, "commit 1499", "heartbeat"]);
    expect(told.waited).toEqual([{ topic: "bells", partition: 3, offset: "1000" }]);
  });

  it("says while it waits how much has come meanwhile, as far as Kafka tells", async () => {
    const told = watch();
    const { batch } = batchOf(Array.from({ length: 1500 }, (_, offset) => record(offset)));
    const ends = [7_000, null, 9_000];
    const bounds = async () => {
      const end = await Promise.resolve(ends.shift());
      if (!end) throw new Error("no broker");
      return { low: "0", high: String(end) };
    };
    const ingest = { ...ingestOf(() => accepted), room: fullFor(65) };
    await receiveBatch({ ...batch, bounds }, route, outlets(ingest, told));
    const next = { topic: "bells", partition: 3, offset: "1000" };
    expect(told.reachedSoFar.slice(1, -1)).toEqual([
      [next, 6_000n],
      [next, 8_000n],
    ]);
  });

  /** Room for the first part, and for the next after so many looks. */
  function fullFor(looks: number): () => Promise<string | null> {
    let asked = 0;
    return () => {
      asked += 1;
      return Promise.resolve(asked === 1 || asked > looks + 1 ? null : "Many wait.");
    };
  }

  it("waits for no room where it is no longer wanted, and hands nothing in", async () => {
    let asked = 0;
    const { batch, done } = batchOf([record(1)], () => asked < 3);
    const ingest = {
      ...ingestOf(() => accepted),
      room: () => {
        asked += 1;
        return Promise.resolve("Many wait.");
      },
    };
    await receiveBatch(batch, route, outlets(ingest));
    expect([asked, ingest.kept]).toEqual([3, []]);
    expect(done).toEqual(["heartbeat", "heartbeat", "heartbeat"]);
  });

  it("of a trusted topic is not asked for signatures", async () => {
    const ingest = ingestOf(() => accepted);
    await receiveBatch(batchOf([record(1)]).batch, { ...route, trusted: true }, outlets(ingest));
    expect(ingest.trusted).toEqual(["n1"]);
  });

  it("never commits past a record that is neither kept nor refused, whatever fails", async () => {
    const outcome = fc.constantFrom<Receipt>(accepted, refused, unavailable);
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { minLength: 1, maxLength: 30 }), async (outcomes) => {
        const { batch, done } = batchOf(outcomes.map((_, offset) => record(offset)));
        await receiveBatch(
          batch,
          route,
          outlets(
            ingestOf((text) => outcomes[Number(text.slice(1))] ?? accepted),
            watch(),
          ),
        );
        const firstLost = outcomes.findIndex(({ is }) => is === "unavailable");
        const committed = done.filter((step) => step.startsWith("commit")).map((step) => Number(step.slice(7)));
        expect(Math.max(-1, ...committed)).toBe(firstLost < 0 ? outcomes.length - 1 : firstLost - 1);
      }),
    );
  });
});
