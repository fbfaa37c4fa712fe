import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Ingest, Receipt } from "../../src/ingest/delivery.ts";
import { createKafkaMember, type KafkaMember } from "../../src/receivers/kafka-client.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { annalist, serve, temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";
import { makeTopics, removeTopic } from "../kafka-topics.ts";
import {
  admin,
  brokers,
  configOf,
  connectForSuite,
  lag,
  lamp,
  lit,
  makeBench,
  makeTopic,
  PARTITIONS,
  readAll,
  receiverOf,
  SECRET,
  STRUCTURED,
  send,
} from "./kafka-lights.ts";

connectForSuite();

describe.skipIf(engine("kafka") === null)("a real Kafka", { timeout: 480_000 }, () => {
  it("is read from its beginning, and offsets are committed to the end", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    await send(topic, 0, 300);
    const group = randomUUID();
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), bench);
    receiver.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(receiver.counts()).toEqual({ accepted: 300, duplicate: 0, refused: 0, empty: 0 });
    expect(await bench.titles()).toEqual(lit(300));
  });

  it("loses and doubles nothing when the reader dies between store and commit", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    await send(topic, 0, 120);
    const group = randomUUID();
    const config = configOf({ topic, source: "lights", trusted: true }, group);
    const dying = receiverOf(config, { ...bench, join: (one, log) => withoutCommits(createKafkaMember(one, log)) });
    dying.start();
    await until("all is stored", async () => (await bench.titles()).length === 120);
    await dying.stop();
    expect(await lag(group, topic)).toBe(120);
    const next = receiverOf(config, bench);
    next.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await next.stop();
    expect(next.counts()).toMatchObject({ accepted: 0, duplicate: 120 });
    expect(await bench.titles()).toEqual(lit(120));
  });

  it("waits while nothing can be kept, commits nothing meanwhile, and goes on", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    await send(topic, 0, 90);
    const group = randomUUID();
    let down = true;
    const unavailable: Receipt = { is: "unavailable", rejection: { code: "disk_full", detail: "" }, retryAfterS: 0.2 };
    let refusals = 0;
    const flaky: Ingest = {
      receive: (arrival) => bench.ingest.receive(arrival),
      receiveTrusted: (arrival) => bench.ingest.receiveTrusted(arrival),
      room: (mostMs) => bench.ingest.room(mostMs),
      receiveAll: (arrivals, how) => {
        if (!down) return bench.ingest.receiveAll(arrivals, how);
        refusals += arrivals.length;
        return Promise.resolve(arrivals.map(() => unavailable));
      },
    };
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), {
      ...bench,
      ingest: flaky,
    });
    receiver.start();
    await until("each record was tried twice", () => refusals >= 180);
    expect(await lag(group, topic)).toBe(90);
    down = false;
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(receiver.counts()).toMatchObject({ accepted: 90, duplicate: 0 });
    expect(await bench.titles()).toEqual(lit(90));
  });

  it("keeps what the store does not take, but for a little, and commits nothing of it; senders are answered all the same", async () => {
    using folder = temporaryFolder();
    // As many as come first: they find room in whatever order their partitions are read.
    await using bench = await makeBench(folder.path, { mostAhead: 90 });
    const topic = await makeTopic();
    const group = randomUUID();
    const append = bench.store.appendSightings.bind(bench.store);
    bench.store.appendSightings = () => Promise.reject(new StoreUnavailable("The lamp room is shut."));
    let refusals = 0;
    const ingest: Ingest = {
      receive: (arrival) => bench.ingest.receive(arrival),
      receiveTrusted: (arrival) => bench.ingest.receiveTrusted(arrival),
      receiveAll: (arrivals, how) => bench.ingest.receiveAll(arrivals, how),
      async room(mostMs) {
        const obstacle = await bench.ingest.room(mostMs);
        if (obstacle !== null) refusals += 1;
        return obstacle;
      },
    };
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), { ...bench, ingest });
    receiver.start();
    await send(topic, 0, 90);
    await until("the first are committed", async () => (await lag(group, topic)) === 0);
    await send(topic, 90, 180);
    await until("each partition was kept waiting", () => refusals > 2 * PARTITIONS);
    expect(await lag(group, topic)).toBe(90);
    expect(receiver.counts().accepted).toBe(90);
    const headers = { ...STRUCTURED, authorization: `Bearer ${SECRET}` };
    const body = Buffer.from(JSON.stringify(lamp(180)));
    const arrival = { source: "lights", headers, body, receivedAt: Date.now() * 1000 };
    expect(await bench.ingest.receive(arrival)).toMatchObject({ is: "accepted" });
    bench.store.appendSightings = append;
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(await bench.titles()).toEqual(lit(181));
  });

  it("says how many records were deleted before they were read, and goes on from the first that is left", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    const config = configOf({ topic, source: "lights", trusted: true }, randomUUID());
    await send(topic, 0, 30);
    await readAll(config, bench);
    await send(topic, 30, 60);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "14" }] });
    await readAll(config, bench);
    await readAll(config, bench);
    const [told, ...more] = await bench.store.listQuarantine();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{ code: "kafka_records_lost", source: "lights" },
      delivery: expect.stringMatching(new RegExp(`^lost:\\S+/\\S+ kafka:${topic}/0/10$`)),
      detail: expect.stringMatching(/^4 records of topic/),
    });
    const gone = [30, 33, 36, 39].map((number) => `Lamp ${number} lit`);
    expect(await bench.titles()).toEqual(lit(60).filter((title) => !gone.includes(title)));
  });

  it("says where a topic was deleted and made anew, and reads the new one from its beginning", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    const config = configOf({ topic, source: "lights", trusted: true }, randomUUID());
    await send(topic, 0, 30);
    await readAll(config, bench);
    await removeTopic(admin, topic);
    await makeTopics(admin, [{ topic, numPartitions: PARTITIONS }]);
    await send(topic, 30, 36);
    await readAll(config, bench);
    const codes = (await bench.store.listQuarantine()).map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: PARTITIONS }, () => "kafka_topic_made_anew"));
    expect(await bench.titles()).toEqual(lit(36));
  });

  it("has every record once after kill -9 of the whole server", async () => {
    using folder = temporaryFolder();
    const topic = await makeTopic();
    const group = randomUUID();
    const config = folder.write(
      "annalist.yaml",
      JSON.stringify({
        sources: [{ name: "lights", kind: "cloudevents" }],
        server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } },
        store: { kind: "sqlite", path: "data" },
        kafka: { brokers, groupId: group, topics: [{ topic, source: "lights", trusted: true }] },
        log: { level: "error" },
      }),
    );
    const first = await serve(["--config", config], { cwd: folder.path });
    const sending = Promise.all([0, 1, 2, 3].map((part) => send(topic, part * 500, part * 500 + 500)));
    await until("some have come", async () => (await accepted(first.webhooks)) > 0);
    await first.stop("SIGKILL");
    await sending;
    const second = await serve(["--config", config], { cwd: folder.path });
    await until("all is committed", async () => (await lag(group, topic)) === 0, 90_000);
    await until("all is decoded", async () => (await backlog(second.webhooks)) === 0, 90_000);
    expect(await second.stop()).toBe(0);
    const replayed = await annalist(["replay", "--dry-run", "--config", config], { cwd: folder.path });
    expect(replayed.stdout).toContain("2000 deliveries read again");
    expect(replayed.stdout).toContain("0 events would be new, 0 have new content, 2000 are as before");
  });
});

/** Deliveries that are durable and not decoded yet, as the server's own gauge says. */
async function backlog(webhooks: string): Promise<number> {
  const text = await (await fetch(`${webhooks}/metrics`)).text();
  return Number(/^annalist_inbox_backlog (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function accepted(webhooks: string): Promise<number> {
  const text = await (await fetch(`${webhooks}/metrics`)).text();
  return Number(/^annalist_deliveries_total\{.*outcome="accepted".*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** A member that dies before it commits: what it reads is stored, and Kafka never hears of it. */
function withoutCommits(member: KafkaMember): KafkaMember {
  return {
    died: member.died,
    run: (onBatch, told) => member.run((batch) => onBatch({ ...batch, commit: () => Promise.resolve() }), told),
    stop: () => member.stop(),
  };
}
