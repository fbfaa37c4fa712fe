import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KafkaConfig } from "../../src/config/config.ts";
import { reject } from "../../src/domain/outcome.ts";
import type { Arrival, Ingest, Receipt } from "../../src/ingest/delivery.ts";
import { createKafkaReceiver } from "../../src/receivers/kafka.ts";
import { type KafkaRecord, toArrival } from "../../src/receivers/kafka-arrival.ts";
import { type KafkaBatch, type KafkaOutlets, type KafkaPlace, receiveBatch } from "../../src/receivers/kafka-batch.ts";
import { watchKafka } from "../../src/receivers/kafka-watch.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { QuarantineRecord } from "../../src/store/store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { Metrics } from "../../src/telemetry/metrics.ts";

const NOW = 1_772_359_200_000_000;
const record = (offset: number, text: string | null = `n${offset}`): KafkaRecord => ({
  offset: String(offset),
  value: text === null ? null : Buffer.from(text),
  headers: {},
});

describe("a record", () => {
  it("of an untrusted topic is what its source sent, and claims nothing about itself", () => {
    const headers = { "X-Parrot": "kraa", "annalist-source": "gate", "annalist-delivery-id": "d1" };
    const arrival = toArrival({ ...record(1), headers }, { source: "door", trusted: false }, NOW);
    expect(arrival).toEqual({
      source: "door",
      headers: { "x-parrot": "kraa" },
      body: Buffer.from("n1"),
      receivedAt: NOW,
    });
  });

  it("of a trusted topic may say whose it is, its name and when it was received", () => {
    const headers = {
      "Annalist-Source": "gate",
      "annalist-delivery-id": "d1",
      "annalist-received-at": "2026-03-01T10:00:00Z",
    };
    expect(toArrival({ ...record(1), headers }, { source: "door", trusted: true }, NOW)).toMatchObject({
      source: "gate",
      id: "d1",
      receivedAt: Date.parse("2026-03-01T10:00:00Z") * 1000,
      headers: {},
    });
    const vague = { "annalist-received-at": "just now" };
    expect(toArrival({ ...record(1), headers: vague }, { source: "door", trusted: true }, NOW)).toEqual({
      source: "door",
      headers: {},
      body: Buffer.from("n1"),
      receivedAt: NOW,
    });
  });

  it("carries CloudEvents attributes under their names and in their encoding of HTTP", () => {
    const headers = { ce_subject: 'Zoë "7" 100%', "content-type": "application/json" };
    expect(toArrival({ ...record(1), headers }, { source: "door", trusted: false }, NOW)?.headers).toEqual({
      "ce-subject": "Zo%C3%AB%20%227%22%20100%25",
      "content-type": "application/json",
    });
  });

  it("without a value is no delivery", () => {
    expect(toArrival(record(1, null), { source: "door", trusted: true }, NOW)).toBeNull();
  });
});

/** A batch over invented records that remembers what was done to it. */
function batchOf(records: readonly KafkaRecord[], current: () => boolean = () => true) {
  const done: string[] = [];
  const batch: KafkaBatch = {
    topic: "bells",
    partition: 3,
    records,
    end: String(Number(records.at(-1)?.offset ?? 0) + 11),
    committedBefore: null,
    bounds: () => Promise.resolve({ low: "0", high: "0" }),
    isCurrent: current,
    heartbeat: () => Promise.resolve(void done.push("heartbeat")),
    commit: (offset) => Promise.resolve(void done.push(`commit ${offset}`)),
    retryFrom: (offset, afterS) => void done.push(`retry ${offset} after ${afterS}`),
  };
  return { batch, done };
}

/** An ingest that answers by what the body says, and keeps what it accepted. */
function ingestOf(answer: (text: string) => Receipt): Ingest & { readonly kept: string[]; readonly trusted: string[] } {
  const kept: string[] = [];
  const trusted: string[] = [];
  const receive = async (arrival: Arrival): Promise<Receipt> => {
    const text = Buffer.from(arrival.body).toString();
    await Promise.resolve();
    const receipt = answer(text);
    if (receipt.is === "accepted") kept.push(text);
    return receipt;
  };
  return {
    kept,
    trusted,
    receive,
    receiveTrusted: receive,
    room: () => Promise.resolve(null),
    receiveAll: (arrivals, how) => {
      if (how.trusted) trusted.push(...arrivals.map(({ body }) => Buffer.from(body).toString()));
      return Promise.all(arrivals.map(receive));
    },
  };
}

const accepted: Receipt = { is: "accepted", delivery: "d" };
const { rejection } = reject("wrong_signature", "No.");
const refused: Receipt = { is: "refused", because: "unauthentic", rejection };
const unavailable: Receipt = { is: "unavailable", rejection: { code: "disk_full", detail: "Full." }, retryAfterS: 7 };
const route = { source: "door", trusted: false };

function watch() {
  const passed: (KafkaPlace & { code: string })[] = [];
  const counts: Record<string, number> = {};
  const waited: KafkaPlace[] = [];
  const reached: [KafkaPlace, bigint][] = [];
  return {
    reached: (place: KafkaPlace, left: bigint) => void reached.push([place, left]),
    reachedSoFar: reached,
    passed,
    counts,
    waited,
    counted: (outcome: string, records: number) => {
      counts[outcome] = (counts[outcome] ?? 0) + records;
    },
    passedOver: (place: KafkaPlace, code: string) => void passed.push({ ...place, code }),
    lost: () => undefined,
    waiting: (place: KafkaPlace) => void waited.push(place),
  };
}

/** Where records go, with a quarantine that keeps all in `aside`. */
function outlets(ingest: Ingest, told = watch(), aside: QuarantineRecord[] = []): KafkaOutlets {
  return {
    ...{ ingest, watch: told, now: () => NOW },
    gaps: { look: () => Promise.resolve(null), reached: () => Promise.resolve() },
    quarantine: async (records) => void aside.push(...records),
  };
}

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
        detail: "No. The record is in topic bells, partition 3, at offset 7.",
      },
      {
        ...{ delivery: "kafka:bells/3/8", source: "door", receivedAt: NOW, code: "empty_record" },
        detail: "The record has no value. The record is in topic bells, partition 3, at offset 8.",
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

const CONFIG: KafkaConfig = {
  ...{ brokers: ["nowhere:1"], groupId: "g", clientId: "c", fromBeginning: true, ssl: false },
  topics: [{ topic: "bells", source: "door", trusted: true }],
};

describe("the receiver", () => {
  it("joins without being waited for, and hands each topic's records to its source", async () => {
    const ingest = ingestOf(() => accepted);
    const { batch } = batchOf([record(1), record(2)]);
    let stopped = false;
    const receiver = createKafkaReceiver({
      config: CONFIG,
      ...outlets(ingest),
      claims: openMemoryStore(),
      log: SILENT,
      join: () => ({
        died: new Promise(() => undefined),
        run: (onBatch) => onBatch(batch).then(() => onBatch({ ...batch, topic: "others" })),
        stop: async () => {
          stopped = true;
        },
      }),
    });
    receiver.start();
    await receiver.stop();
    expect(receiver.counts()).toEqual({ accepted: 2, duplicate: 0, refused: 0, empty: 0 });
    expect(stopped).toBe(true);
  });

  it("ends although Kafka does not let its member go", async () => {
    const warned: string[] = [];
    const receiver = createKafkaReceiver({
      ...outlets(ingestOf(() => accepted)),
      config: CONFIG,
      claims: openMemoryStore(),
      log: { ...SILENT, warn: (_: object, words: string) => void warned.push(words) },
      leavingMs: 1,
      join: () => ({
        died: new Promise(() => undefined),
        run: async () => undefined,
        stop: () => new Promise(() => undefined),
      }),
    });
    receiver.start();
    await receiver.stop();
    expect(warned).toEqual([expect.stringContaining("does not let this member go")]);
  });

  it("tells how far behind its own partitions are, and no more of what another member reads now", () => {
    const metrics = new Metrics();
    const told = watchKafka({ accepted: 0, duplicate: 0, refused: 0, empty: 0 }, metrics, SILENT);
    for (const partition of [0, 1]) told.reached({ topic: "bells", partition, offset: "7" }, 40n);
    told.assigned({ bells: [1, 2] });
    return expect(metrics.render().then((text) => text.match(/^annalist_kafka_lag_records.*$/gm))).resolves.toEqual([
      'annalist_kafka_lag_records{topic="bells",partition="1"} 40',
    ]);
  });

  it("joins anew when its member died", async () => {
    const ingest = ingestOf(() => accepted);
    const ended: number[] = [];
    let joined = 0;
    const { promise: second, resolve: secondRuns } = Promise.withResolvers<void>();
    const receiver = createKafkaReceiver({
      ...outlets(ingest),
      claims: openMemoryStore(),
      config: CONFIG,
      log: SILENT,
      retryMs: 0,
      join: () => {
        joined += 1;
        const number = joined;
        return {
          died:
            number === 1
              ? Promise.resolve(new Error("a commit for a partition of another's"))
              : new Promise(() => undefined),
          run: async (onBatch) => {
            await onBatch(batchOf([record(number)]).batch);
            if (number === 2) secondRuns();
          },
          stop: async () => void ended.push(number),
        };
      },
    });
    receiver.start();
    await second;
    await receiver.stop();
    expect([joined, ended]).toEqual([2, [1, 2]]);
    expect(ingest.kept).toEqual(["n1", "n2"]);
  });
});
