import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { Kafka, logLevel } from "kafkajs";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KafkaConfig } from "../../src/config/config.ts";
import { ChangeMessage } from "../../src/outlets/change-message.ts";
import { createKafkaOutlet } from "../../src/outlets/kafka.ts";
import type { Change } from "../../src/store/store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { answered, type Served, serve, temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";
import { makeTopics } from "../kafka-topics.ts";
import { dropDatabases, freshName } from "../store/mongo.ts";

const brokers = (engine("kafka") ?? "").split(",");
const mongo = engine("mongodb") ?? engine("mongodb-java");
const TOKEN = "an-invented-token-of-the-observatory";

const kafka = new Kafka({ brokers, clientId: "annalist-test", logLevel: logLevel.NOTHING });
const topics: string[] = [];
const databases: string[] = [];
const admin = kafka.admin();

beforeAll(async () => {
  if (engine("kafka") !== null) await admin.connect();
});

afterAll(async () => {
  if (engine("kafka") === null) return;
  await admin.deleteTopics({ topics });
  await admin.disconnect();
  if (mongo !== null) await dropDatabases(mongo, databases);
});

interface Listening extends AsyncDisposable {
  readonly topic: string;
  /** What was told so far: partition, key and message. */
  readonly told: { readonly partition: number; readonly key: string; readonly message: ChangeMessage }[];
}

/** A topic of its own, and what is written there. */
async function listen(): Promise<Listening> {
  const topic = `annalist-changes-${randomUUID()}`;
  topics.push(topic);
  await makeTopics(admin, [{ topic, numPartitions: 3 }]);
  const consumer = kafka.consumer({ groupId: randomUUID() });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const told: Listening["told"] = [];
  await consumer.run({
    eachMessage: async ({ partition, message: { key, value } }) => {
      told.push({ partition, key: String(key), message: JSON.parse(String(value)) });
    },
  });
  return { topic, told, [Symbol.asyncDispose]: () => consumer.disconnect() };
}

const configOf = (topic: string, store: object) =>
  JSON.stringify({
    sources: [{ name: "dome", kind: "cloudevents", auth: [{ bearer: TOKEN }] }],
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    kafka: { brokers, groupId: "none", clientId: "dome-eu", changesTo: topic },
    log: { level: "error" },
    store,
  });

async function declare({ webhooks }: Served, name: string): Promise<void> {
  const event = {
    ...{ specversion: "1.0", id: name, source: "/dome", type: "annalist.incident.v1", time: "2026-04-01T22:10:00Z" },
    data: { action: "declared", id: name, title: `${name} does not turn`, severity: "high", services: [name] },
  };
  const answer = await fetch(`${webhooks}/webhooks/dome`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/cloudevents+json" },
    body: JSON.stringify(event),
  });
  expect(answer.status).toBe(202);
}

interface Line {
  readonly id: string;
  readonly title: string;
}

async function incidents({ pages }: Served): Promise<readonly Line[]> {
  return ((await (await answered(`${pages}/api/v1/incidents`)).json()) as { items: Line[] }).items;
}

async function note({ pages }: Served, incident: string, text: string): Promise<void> {
  const decision = { type: "add", at: "2026-04-01T22:11:00Z", precision: "s", kind: "observation", text };
  const answer = await fetch(`${pages}/api/v1/incidents/${incident}/decisions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(decision),
  });
  expect(answer.status).toBe(200);
}

const namesOf = ({ told }: Listening) => told.map(({ message }) => message.id);

/** Of each incident the cursors in the order in which they were first told: after a kill, some may be told again. */
function cursorsOf({ told }: Listening): number[][] {
  const cursors = new Map<string, Set<number>>();
  for (const { message } of told)
    cursors.getOrInsertComputed(message.subject, () => new Set()).add(message.data.cursor);
  return [...cursors.values()].map((seen) => [...seen]);
}

/** How many incidents of that revision were told of. */
const toldOf = ({ told }: Listening, revision: number) =>
  new Set(told.filter(({ message }) => message.data.revision === revision).map(({ message }) => message.subject)).size;

const KAFKA: KafkaConfig = {
  ...{ brokers, groupId: "none", clientId: "dome-eu", topics: [], fromBeginning: true, ssl: false },
};

/** What this process connects to some servers from now on: the addresses that Kafka names would pass by anything between. */
function watchLines(addresses: readonly string[]): Disposable & { deafen(): void; cut(): void; restore(): void } {
  const open = new Set<Socket>();
  let isCut = false;
  const onSocket = (told: unknown) => {
    const { socket } = told as { readonly socket: Socket };
    socket.once("connect", () => {
      if (!addresses.some((address) => address.endsWith(`:${socket.remotePort}`))) return;
      open.add(socket);
      if (isCut) socket.destroy(new Error("cut"));
    });
  };
  subscribe("net.client.socket", onSocket);
  return {
    /** What is sent arrives, and no answer does. */
    deafen() {
      for (const socket of open) socket.removeAllListeners("data").on("data", () => {});
    },
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy(new Error("cut"));
    },
    restore() {
      open.clear();
      isCut = false;
    },
    [Symbol.dispose]: () => void unsubscribe("net.client.socket", onSocket),
  };
}

describe.skipIf(engine("kafka") === null)("changes on a real Kafka", { timeout: 480_000 }, () => {
  it("are told in the order of their incident, goes on after a kill, and fit their schema", async () => {
    using folder = temporaryFolder();
    await using listening = await listen();
    const config = folder.write("one.json", configOf(listening.topic, { kind: "sqlite", path: "data" }));
    const first = await serve(["--config", config], { cwd: folder.path });
    await declare(first, "mirror");
    await declare(first, "shutter");
    const known = await until("both are drafted", async () => {
      const found = await incidents(first);
      return found.length === 2 && found;
    });
    for (const { id } of known) for (const text of ["one", "two", "three"]) await note(first, id, text);
    await until("all is told", () => toldOf(listening, 3) === 2);
    await first.stop("SIGKILL");
    const second = await serve(["--config", config], { cwd: folder.path });
    await note(second, known[0]?.id ?? "", "four");
    await until("the next is told", () => toldOf(listening, 4) === 1);
    expect(await second.stop()).toBe(0);
    for (const { key, message } of listening.told) {
      expect(Check(ChangeMessage, message)).toBe(true);
      expect([key, message.source]).toEqual([message.subject, "/annalist/dome-eu"]);
    }
    for (const cursors of cursorsOf(listening)) expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
    const partitions = new Map(listening.told.map(({ key, partition }) => [key, partition]));
    expect(listening.told.every(({ key, partition }) => partitions.get(key) === partition)).toBe(true);
  });

  it("go on after Kafka took some and could not say so, with what came meanwhile", async () => {
    await using listening = await listen();
    const change = (cursor: number): Change => ({
      ...{ cursor, type: "decided", incident: "inc_mirror", revision: cursor, digest: "d", at: "2026-04-01T22:11:00Z" },
    });
    const before = createKafkaOutlet(KAFKA, listening.topic, SILENT);
    await before.tell([change(1)]);
    await until("whoever listens has its connections", () => toldOf(listening, 1) === 1);
    using lines = watchLines(brokers);
    const outlet = createKafkaOutlet(KAFKA, listening.topic, SILENT);
    await outlet.tell([change(1)]);
    lines.deafen();
    const telling = outlet.tell([change(2)]).then(
      () => "told",
      () => "failed",
    );
    await until("Kafka has it", () => toldOf(listening, 2) === 1);
    lines.cut();
    expect(await telling).toBe("failed");
    lines.restore();
    await outlet.tell([change(2), change(3)]);
    await until("the next is told", () => toldOf(listening, 3) === 1);
    await Promise.all([before.close(), outlet.close()]);
    expect(cursorsOf(listening)).toEqual([[1, 2, 3]]);
  });

  it.skipIf(mongo === null)("are told by one of two processes, and by the other when that one dies", async () => {
    using folder = temporaryFolder();
    await using listening = await listen();
    const database = freshName();
    databases.push(database);
    const start = (path: string) =>
      serve([
        "--config",
        folder.write(`${path}.json`, configOf(listening.topic, { kind: "mongodb", url: mongo, database, path })),
      ]);
    const [one, two] = await Promise.all([start("one"), start("two")]);
    await declare(one, "mirror");
    const [line] = await until("it is drafted", async () => (await incidents(two)).length === 1 && incidents(two));
    const id = line?.id ?? "";
    await note(one, id, "from one");
    await note(two, id, "from two");
    await until("all is told", () => toldOf(listening, 2) === 1);
    expect(new Set(namesOf(listening)).size).toBe(listening.told.length);
    await one.stop("SIGKILL");
    await note(two, id, "alone");
    await until("the other tells", () => toldOf(listening, 3) === 1);
    const [cursors = []] = cursorsOf(listening);
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
    expect(await two.stop()).toBe(0);
  });
});
