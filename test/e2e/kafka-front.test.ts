import { randomUUID } from "node:crypto";
import { type Admin, Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKafkaLog } from "../../src/receivers/kafka-log.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { type Served, serve, temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";
import { makeTopics } from "../kafka-topics.ts";
import { type Passage, proxyTo } from "../proxy.ts";

const [broker = ""] = (engine("kafka") ?? "").split(",");
const TOKEN = "an-invented-token-of-the-ropeway";
const DELIVERIES = 60;

let admin: Admin;
const topics: string[] = [];

beforeAll(async () => {
  if (engine("kafka") === null) return;
  admin = new Kafka({ brokers: [broker], clientId: "annalist-test", logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
});

afterAll(async () => {
  if (engine("kafka") === null) return;
  await admin.deleteTopics({ topics });
  await admin.disconnect();
});

async function makeTopic(numPartitions = 3): Promise<string> {
  const topic = `annalist-front-${randomUUID()}`;
  topics.push(topic);
  await makeTopics(admin, [{ topic, numPartitions }]);
  return topic;
}

const cabin = (number: number, padding = "") => ({
  ...{ specversion: "1.0", id: `cabin-${number}`, source: "/ropeway", type: "annalist.change.v1" },
  time: new Date(Date.UTC(2026, 4, 2, 9, 0, number)).toISOString(),
  data: { id: `cabin-${number}`, action: "succeeded", title: `Cabin ${number} left`, service: "ropeway" },
  padding,
});

/** Starts a server of the ropeway that has to do with Kafka as `kafka` says. */
function start(
  folder: ReturnType<typeof temporaryFolder>,
  name: string,
  kafka: object,
  server: object = {},
): Promise<Served> {
  const written = {
    sources: [{ name: "cabins", kind: "cloudevents", auth: [{ bearer: TOKEN }] }],
    server: { webhooks: { port: 0 }, pages: { port: 0 }, ...server },
    store: { kind: "sqlite", path: name },
    kafka: { brokers: [broker], groupId: "none", ...kafka },
    log: { level: "error" },
  };
  return serve(["--config", folder.write(`${name}.yaml`, JSON.stringify(written))], { cwd: folder.path });
}

async function post({ webhooks }: Served, event: object): Promise<{ status: number; delivery: string }> {
  const response = await fetch(`${webhooks}/webhooks/cabins`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json", authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(event),
  });
  const { delivery } = (await response.json()) as { delivery: string };
  return { status: response.status, delivery };
}

async function titles({ pages }: Served): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const query: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const page = (await (await fetch(`${pages}/api/v1/events?limit=100${query}`)).json()) as {
      items: { title: string }[];
      next: string | null;
    };
    found.push(...page.items.map(({ title }) => title));
    next = page.next;
  }
  return found.sort();
}

const left = (count: number) => Array.from({ length: count }, (_, number) => `Cabin ${number} left`).sort();

/** The way to the broker, closed until it is restored. */
async function makeGate(): Promise<Passage & AsyncDisposable> {
  const gate = await proxyTo(Number(broker.split(":")[1]));
  gate.cut();
  return { ...gate, [Symbol.asyncDispose]: () => gate.close() };
}

describe.skipIf(engine("kafka") === null)("a front door before a real Kafka", { timeout: 480_000 }, () => {
  it("answers when Kafka has it; a worker decodes it under the same name, and finds its bytes", async () => {
    using folder = temporaryFolder();
    const topic = await makeTopic();
    const front = await start(folder, "front", { forwardTo: topic });
    const worker = await start(folder, "worker", { groupId: randomUUID(), topics: [{ topic, trusted: true }] });
    const answers = await Promise.all(Array.from({ length: DELIVERIES }, (_, number) => post(front, cabin(number))));
    // The same again is one event, whichever way it comes.
    await post(front, cabin(7));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await until("the worker has all", async () => (await titles(worker)).length >= DELIVERIES);
    expect(await titles(worker)).toEqual(left(DELIVERIES));
    expect(await titles(front)).toEqual([]);
    const place = { topic, partition: expect.any(Number), offset: expect.stringMatching(/^\d+$/) };
    const raw = await fetch(`${worker.pages}/api/v1/deliveries/${answers[3]?.delivery}`);
    expect(await raw.json()).toMatchObject({ body: expect.stringContaining("Cabin 3 left"), place });
    // What nobody understands is found again in the topic between them, under the name that its sender was told.
    const odd = await post(front, { ...cabin(1), data: { id: "cabin-1" } });
    const held = async () => {
      const { items } = (await (await fetch(`${worker.pages}/api/v1/quarantine`)).json()) as { items: object[] };
      return items;
    };
    await until("it is in quarantine", async () => (await held()).length > 0);
    expect(await held()).toMatchObject([{ delivery: odd.delivery, place }]);
    expect([await front.stop(), await worker.stop()]).toEqual([0, 0]);
  });

  it("answers while Kafka is away, also after a kill, and hands in everything when it is back", async () => {
    using folder = temporaryFolder();
    const topic = await makeTopic();
    await using gate = await makeGate();
    const away = { brokers: [`127.0.0.1:${gate.port}`], forwardTo: topic };
    const first = await start(folder, "front", away);
    const answers = await Promise.all([0, 1, 2, 3, 4].map((number) => post(first, cabin(number))));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    await first.stop("SIGKILL");
    const second = await start(folder, "front", away);
    expect((await post(second, cabin(5))).status).toBe(202);
    const worker = await start(folder, "worker", { groupId: randomUUID(), topics: [{ topic, trusted: true }] });
    expect(await titles(worker)).toEqual([]);
    gate.restore();
    await until("the worker has all", async () => (await titles(worker)).length >= 6);
    expect(await titles(worker)).toEqual(left(6));
    expect([await second.stop(), await worker.stop()]).toEqual([0, 0]);
  });

  it("hands on what waited before it ends, so that its folder can be given up", async () => {
    using folder = temporaryFolder();
    const topic = await makeTopic();
    await using gate = await makeGate();
    const away = { brokers: [`127.0.0.1:${gate.port}`], forwardTo: topic };
    const front = await start(folder, "front", away, { drainFor: "3m" });
    await Promise.all([0, 1, 2].map((number) => post(front, cabin(number))));
    const ended = front.stop();
    const isClosed = () =>
      fetch(`${front.webhooks}/healthz`).then(
        () => false,
        () => true,
      );
    await until("it takes nothing more", isClosed);
    gate.restore();
    expect(await ended).toBe(0);
    const worker = await start(folder, "worker", { groupId: randomUUID(), topics: [{ topic, trusted: true }] });
    await until("the worker has all", async () => (await titles(worker)).length >= 3);
    expect(await titles(worker)).toEqual(left(3));
    expect(await worker.stop()).toBe(0);
  });

  it("hands on at once what came at once, though it is more than the topic takes in one batch", async () => {
    const topic = await makeTopic(1);
    const config = { brokers: [broker], groupId: "none", clientId: "annalist-test", topics: [], fromBeginning: true };
    const log = createKafkaLog({ ...config, ssl: false }, topic, SILENT);
    const deliveries = Array.from({ length: 400 }, (_, number) => ({
      ...{ id: `d${number}`, source: "cabins", headers: {}, receivedAt: 1_777_712_400_000_000 },
      body: Buffer.from(JSON.stringify(cabin(number, "!".repeat(6_000)))),
    }));
    await log.append(deliveries);
    const [end] = await admin.fetchTopicOffsets(topic);
    expect(Number(end?.high)).toBe(400);
    await log.close();
  });

  it("decodes by itself what is too large for the topic, and goes on", async () => {
    using folder = temporaryFolder();
    const topic = await makeTopic();
    const front = await start(folder, "front", { forwardTo: topic });
    const worker = await start(folder, "worker", { groupId: randomUUID(), topics: [{ topic, trusted: true }] });
    expect((await post(front, cabin(0, "!".repeat(2_000_000)))).status).toBe(202);
    expect((await post(front, cabin(1))).status).toBe(202);
    await until("the worker has the small one", async () => (await titles(worker)).length === 1);
    await until("the front has the large one", async () => (await titles(front)).length === 1);
    expect(await titles(worker)).toEqual(["Cabin 1 left"]);
    expect(await titles(front)).toEqual(["Cabin 0 left"]);
    expect([await front.stop(), await worker.stop()]).toEqual([0, 0]);
  });
});
