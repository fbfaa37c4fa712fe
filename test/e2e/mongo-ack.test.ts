import { randomUUID } from "node:crypto";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { describe, expect, it } from "vitest";
import { answered, type Served, serve, temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";
import { makeTopics } from "../kafka-topics.ts";
import { proxyTo } from "../proxy.ts";
import { freshDatabases, MONGO_SERVERS } from "../store/mongo.ts";

const SECRET = "an-invented-secret-of-the-mill";

const configure = (url: string, database: string, path: string, more: object = {}): string =>
  JSON.stringify({
    ...more,
    sources: [{ name: "mill", kind: "cloudevents", auth: [{ bearer: SECRET }] }],
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    store: { kind: "mongodb", url, database, path, ack: "store" },
    log: { level: "warn" },
  });

const sack = (number: number) => ({
  ...{ specversion: "1.0", id: `sack-${number}`, source: "/mill", type: "annalist.change.v1" },
  time: new Date(Date.UTC(2026, 3, 1, 10, 0, number)).toISOString(),
  data: { id: `sack-${number}`, action: "succeeded", title: `Sack ${number} ground`, service: "mill" },
});

/** Tells of a change; null where nobody answers. */
function tell({ webhooks }: Served, number: number): Promise<Response | null> {
  return fetch(`${webhooks}/webhooks/mill`, {
    method: "POST",
    headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/cloudevents+json" },
    body: JSON.stringify(sack(number)),
  }).catch(() => null);
}

/** A topic of one partition, and how far a group has committed in it. */
async function openTopic() {
  const kafka = new Kafka({ brokers: (engine("kafka") ?? "").split(","), logLevel: logLevel.NOTHING });
  const [admin, producer] = [kafka.admin(), kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })];
  await Promise.all([admin.connect(), producer.connect()]);
  const topic = `annalist-test-${randomUUID()}`;
  await makeTopics(admin, [{ topic, numPartitions: 1 }]);
  const headers = { "content-type": "application/cloudevents+json" };
  return {
    topic,
    send: (numbers: readonly number[]) =>
      producer.send({ topic, messages: numbers.map((number) => ({ value: JSON.stringify(sack(number)), headers })) }),
    poison: () => producer.send({ topic, messages: [{ value: "{}{", headers }] }),
    async committed(groupId: string): Promise<number> {
      const [found] = await until("Kafka has found the group's coordinator", () =>
        admin.fetchOffsets({ groupId, topics: [topic] }).catch(() => null),
      );
      return Number(found?.partitions[0]?.offset ?? -1);
    },
    async [Symbol.asyncDispose]() {
      await admin.deleteTopics({ topics: [topic] });
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}

/** Tells as senders do: again, where it was not taken. */
function deliver(server: Served, number: number): Promise<boolean> {
  return until(`sack ${number} is taken`, async () => (await tell(server, number))?.status === 202);
}

async function titles({ pages }: Served): Promise<string[]> {
  const answer = await answered(`${pages}/api/v1/events?limit=200`);
  return ((await answer.json()) as { items: { title: string }[] }).items.map(({ title }) => title).sort();
}

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`a server without a disk on ${name}`, { timeout: 480_000 }, () => {
    const freshDatabase = freshDatabases(url);

    it("loses nothing that it acknowledged by kill -9, though its folder is gone, and another has all once", async () => {
      using folder = temporaryFolder();
      const database = freshDatabase();
      const start = (path: string) =>
        serve(["--config", folder.write(`${path}.json`, configure(url ?? "", database, path))]);
      const [dying, next] = await Promise.all([start("one"), start("two")]);
      const numbers = Array.from({ length: 60 }, (_, number) => number);
      let acknowledged = 0;
      const answers = await Promise.all(
        numbers.map(async (number) => {
          const { answer } = await until("it is taken, or nobody answers", async () => {
            const told = await tell(dying, number);
            return told?.status === 503 ? null : { answer: told };
          });
          if (answer?.status === 202) acknowledged += 1;
          if (acknowledged === 10) await dying.stop("SIGKILL");
          return answer?.status === 202 ? number : null;
        }),
      );
      const kept = answers.filter((number) => number !== null);
      expect(kept.length).toBeGreaterThanOrEqual(10);
      const had = await titles(next);
      for (const number of kept) expect(had).toContain(`Sack ${number} ground`);
      // Whoever got no answer comes again, and so may somebody who did.
      for (const number of numbers) await deliver(next, number);
      expect(await titles(next)).toEqual(numbers.map((number) => `Sack ${number} ground`).sort());
      expect(await next.stop()).toBe(0);
    });

    it.skipIf(engine("kafka") === null)(
      "commits a record after MongoDB has it, and waits while it is away",
      async () => {
        using folder = temporaryFolder();
        await using topic = await openTopic();
        const proxy = await proxyTo(Number(new URL(url ?? "").port));
        const through = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`;
        const groupId = randomUUID();
        const topics = [{ topic: topic.topic, source: "mill", trusted: true }];
        const kafka = { brokers: (engine("kafka") ?? "").split(","), groupId, topics };
        const file = folder.write("mill.json", configure(through, freshDatabase(), "data", { kafka }));
        try {
          const server = await serve(["--config", file]);
          await topic.send([0, 1]);
          await until("both are committed", async () => (await topic.committed(groupId)) === 2);
          expect(await titles(server)).toEqual(["Sack 0 ground", "Sack 1 ground"]);
          await topic.poison();
          await until("what cannot be read is behind us", async () => (await topic.committed(groupId)) === 3);
          const { items } = (await (await answered(`${server.pages}/api/v1/quarantine`)).json()) as { items: object[] };
          const place = { topic: topic.topic, partition: 0, offset: "2" };
          expect(items).toMatchObject([{ code: "not_json", place }]);
          proxy.cut();
          await topic.send([2, 3]);
          await until("the partition waits", () => server.output().stderr.includes("a Kafka partition waits"));
          expect(await topic.committed(groupId)).toBe(3);
          proxy.restore();
          await until("all is committed", async () => (await topic.committed(groupId)) === 5);
          expect(await titles(server)).toHaveLength(4);
          expect(await server.stop()).toBe(0);
        } finally {
          await proxy.close();
        }
      },
    );

    it("sends deliveries away while MongoDB is away, from the start on, and takes them when it is back", async () => {
      using folder = temporaryFolder();
      const proxy = await proxyTo(Number(new URL(url ?? "").port));
      proxy.cut();
      const through = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`;
      const file = folder.write("mill.json", configure(through, freshDatabase(), "data"));
      try {
        const server = await serve(["--config", file]);
        expect(server.output().stderr).toContain("no delivery is taken until it can");
        const refused = await tell(server, 1);
        expect([refused?.status, Number(refused?.headers.get("retry-after"))]).toEqual([503, 5]);
        expect(await refused?.json()).toMatchObject({ code: "store_unavailable" });
        const ready = async () => (await fetch(`${server.webhooks}/readyz`)).status;
        await until("it is not ready", async () => (await ready()) === 503);
        proxy.restore();
        await until("it is ready", async () => (await ready()) === 200);
        await deliver(server, 1);
        expect(await titles(server)).toEqual(["Sack 1 ground"]);
        proxy.cut();
        expect((await tell(server, 2))?.status).toBe(503);
        expect(await server.stop()).toBe(0);
      } finally {
        await proxy.close();
      }
    });
  });
}
