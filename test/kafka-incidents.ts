import { randomUUID } from "node:crypto";
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import type { Draft } from "../src/domain/draft/schema.ts";
import { formatInstant } from "../src/domain/time.ts";
import { type CapturedArrival, readCapture } from "../src/receivers/capture.ts";
import { annalist, type Served, serve, temporaryFolder, until } from "./annalist.ts";
import { engine } from "./engines.ts";
import { makeTopics } from "./kafka-topics.ts";
import { dropDatabases, freshName, MONGO_SERVERS } from "./store/mongo.ts";

// Writes every capture of a folder of incidents to a topic of a real Kafka, lets two processes on one MongoDB take it in, and compares the
// drafts that each serves with those that `annalist draft` makes of the file: they must be the same, byte for byte.
//
//   node test/kafka-incidents.ts FOLDER

const PARTITIONS = 4;
/** So many pieces of evidence an entry is served with. */
const MOST_EVIDENCE = 20;
const CATCHING_UP_MS = 300_000;

const [folder] = process.argv.slice(2);
const brokers = engine("kafka")?.split(",");
const servers = MONGO_SERVERS.flatMap(({ name, url }) => (url === null ? [] : [{ name, url }]));
if (folder === undefined || brokers === undefined || servers.length === 0) {
  process.stderr.write("usage: node test/kafka-incidents.ts FOLDER, with KAFKA_BROKERS and MONGODB_URL\n");
  process.exit(2);
}
const kafka = new Kafka({ brokers, clientId: "annalist-test", logLevel: logLevel.NOTHING });
const admin = kafka.admin();
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await Promise.all([admin.connect(), producer.connect()]);
const names = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
const topics: string[] = [];
let failures = 0;
for (const name of names) {
  const topic = await produce(join(folder, name, "capture.ndjson"));
  const expected = await draftsOfFile(join(folder, name));
  const compared = servers.map(async (server) => {
    const difference = await compare(join(folder, name, "config.json"), topic, server.url, expected);
    if (difference !== null) failures += 1;
    process.stdout.write(`${difference === null ? "ok    " : "FAILED"} ${name} on ${server.name}${difference ?? ""}\n`);
  });
  await Promise.all(compared);
}
// Not before the producer's end: it asks for all topics that it ever wrote to.
await producer.disconnect();
await admin.deleteTopics({ topics });
await admin.disconnect();
process.exit(failures === 0 ? 0 : 1);

/** Writes a capture to a topic of its own, as a bridge would. */
async function produce(capture: string): Promise<string> {
  const topic = `annalist-incident-${randomUUID()}`;
  topics.push(topic);
  await makeTopics(admin, [{ topic, numPartitions: PARTITIONS }]);
  const messages = [];
  for await (const line of readCapture(createReadStream(capture))) {
    if (line.is === "arrival") messages.push(messageOf(line.arrival));
  }
  await producer.send({ topic, messages });
  return topic;
}

function messageOf({ id, source, headers, body, receivedAt }: CapturedArrival) {
  return {
    key: id,
    value: Buffer.from(body),
    headers: {
      ...headers,
      "annalist-source": source,
      "annalist-delivery-id": id,
      "annalist-received-at": formatInstant(receivedAt, "us"),
    },
  };
}

async function draftsOfFile(incident: string): Promise<Map<string, string>> {
  const words = [
    "draft",
    "--config",
    join(incident, "config.json"),
    "--format",
    "json",
    join(incident, "capture.ndjson"),
  ];
  const { code, stdout, stderr } = await annalist(words);
  if (code !== 0) throw new Error(stderr);
  return asServed((JSON.parse(stdout) as { incidents: Draft[] }).incidents);
}

/** By id: a draft as text, with the evidence that is served with it. */
function asServed(drafts: readonly Draft[]): Map<string, string> {
  return new Map(drafts.map((draft) => [draft.incident.id, JSON.stringify(draft, capEvidence)]));
}

function capEvidence(key: string, value: unknown): unknown {
  if (key === "evidenceTotal") return undefined;
  return key === "evidence" && Array.isArray(value) ? value.slice(0, MOST_EVIDENCE) : value;
}

/** Null where both processes serve the expected drafts, else what differs. */
async function compare(
  config: string,
  topic: string,
  mongo: string,
  expected: ReadonlyMap<string, string>,
): Promise<string | null> {
  using home = temporaryFolder();
  const database = freshName();
  const written = JSON.parse(readFileSync(config, "utf8")) as object;
  const groupId = randomUUID();
  const configOf = (path: string) => ({
    ...written,
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    store: { kind: "mongodb", url: mongo, database, path },
    kafka: { brokers, groupId, topics: [{ topic, trusted: true }] },
    log: { level: "error" },
  });
  const processes = await Promise.all(
    ["one", "two"].map((name) => serve(["--config", home.write(`${name}.json`, JSON.stringify(configOf(name)))])),
  );
  try {
    const agree = async () => (await Promise.all(processes.map(draftsOf))).every((drafts) => isSame(drafts, expected));
    await until("both processes serve the drafts of the file", agree, CATCHING_UP_MS);
    return null;
  } catch (error) {
    const served = await Promise.all(processes.map(draftsOf));
    return `: ${String(error)}; served ${served.map((drafts) => differences(drafts, expected)).join(" | ")}`;
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
    await dropDatabases(mongo, [database]);
  }
}

async function draftsOf({ pages }: Served): Promise<Map<string, string>> {
  const drafts: Draft[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page = (await (await fetch(`${pages}/api/v1/incidents${query}`)).json()) as Page;
    for (const { id } of page.items ?? [])
      drafts.push((await (await fetch(`${pages}/api/v1/incidents/${id}/draft`)).json()) as Draft);
    cursor = page.next ?? null;
  }
  return asServed(drafts);
}

interface Page {
  readonly items?: readonly { readonly id: string }[];
  readonly next?: string | null;
}

function isSame(drafts: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): boolean {
  return drafts.size === expected.size && [...expected].every(([id, draft]) => drafts.get(id) === draft);
}

function differences(drafts: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): string {
  const others = [...drafts.keys()].filter((id) => !expected.has(id));
  const odd = [...expected].flatMap(([id, draft]) => (drafts.get(id) === draft ? [] : [id]));
  return `${drafts.size} drafts of ${expected.size}, different: ${odd.join(",")}, unexpected: ${others.join(",")}`;
}
