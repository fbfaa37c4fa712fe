import { describe, expect, it } from "vitest";
import type { KafkaConfig } from "../../src/config/config.ts";
import { createKafkaReceiver } from "../../src/receivers/kafka.ts";
import { watchKafka } from "../../src/receivers/kafka-watch.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { Metrics } from "../../src/telemetry/metrics.ts";
import { accepted, batchOf, ingestOf, NOW, outlets, record } from "./kafka-world.ts";

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
    const told = watchKafka({ accepted: 0, duplicate: 0, refused: 0, empty: 0 }, metrics, SILENT, () => NOW);
    for (const partition of [0, 1]) told.reached({ topic: "bells", partition, offset: "7" }, 40n);
    told.assigned({ bells: [1, 2] });
    return expect(metrics.render().then((text) => text.match(/^annalist_kafka_lag_records.*$/gm))).resolves.toEqual([
      'annalist_kafka_lag_records{topic="bells",partition="1"} 40',
    ]);
  });

  it("tells when Kafka answered last, with records or without, and of never", async () => {
    const metrics = new Metrics();
    const { promise: isRead, resolve: reads } = Promise.withResolvers<void>();
    const answeredAt = async () =>
      /^annalist_kafka_answered_timestamp_seconds (\S+)$/m.exec(await metrics.render())?.[1];
    const receiver = createKafkaReceiver({
      ...outlets(ingestOf(() => accepted)),
      ...{ config: CONFIG, claims: openMemoryStore(), log: SILENT, metrics },
      join: () => ({
        died: new Promise(() => undefined),
        run: async (_onBatch, told) => {
          expect(await answeredAt()).toBe("0");
          told?.answered();
          reads();
        },
        stop: async () => undefined,
      }),
    });
    receiver.start();
    await isRead;
    expect(await answeredAt()).toBe(String(NOW / 1_000_000));
    await receiver.stop();
  });

  it("joins anew when its member died and cannot leave either", async () => {
    let joined = 0;
    const { promise: second, resolve: secondRuns } = Promise.withResolvers<void>();
    const receiver = createKafkaReceiver({
      ...outlets(ingestOf(() => accepted)),
      ...{ config: CONFIG, claims: openMemoryStore(), log: SILENT, retryMs: 0, leavingMs: 1 },
      join: () => {
        joined += 1;
        const number = joined;
        return {
          died: number === 1 ? Promise.resolve(new Error("the connection is closed")) : new Promise(() => undefined),
          run: async () => void (number === 2 && secondRuns()),
          stop: () => (number === 1 ? new Promise(() => undefined) : Promise.resolve()),
        };
      },
    });
    receiver.start();
    await second;
    await receiver.stop();
    expect(joined).toBe(2);
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
