import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { openMongoStore } from "../../../src/store/mongo/mongo-store.ts";
import { type Served, serve, temporaryFolder } from "../../annalist.ts";
import { makeTopics } from "../../kafka-topics.ts";
import { type Passage, proxyTo } from "../../proxy.ts";
import { dropDatabases, freshName } from "../../store/mongo.ts";
import { untilReached } from "../../store/open-place.ts";

/** What processes of the cluster prove themselves with to each other's front door. */
export const TOKEN = "an-invented-token-of-the-glacier";

const PARTITIONS = 6;
const UP_WITHIN_MS = 120_000;

/** A process that can be started again on what an earlier one left. */
export interface Member {
  readonly name: string;
  /** Null while it is dead. */
  served(): Served | null;
  start(): Promise<void>;
  /** Ends it: SIGKILL at once, SIGTERM when it has finished what it began. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

/** A front door and workers on one Kafka and one MongoDB, as in production, each in a process of its own. */
export interface Cluster extends AsyncDisposable {
  readonly front: Member;
  readonly workers: readonly Member[];
  /** Reads along for a while: its coming and going shares out the partitions anew. */
  readonly guest: Member;
  /** Stands before MongoDB. */
  readonly store: Passage;
  readonly brokers: readonly string[];
  /** Carries what front doors received. */
  readonly forwarded: string;
  /** Carries what other systems wrote. */
  readonly direct: string;
  /** The data folder of each member, by its name. */
  readonly folders: ReadonlyMap<string, string>;
  /** Titles of all stored events, as they are listed. */
  titles(): Promise<string[]>;
}

/**
 * Starts all of it in topics, a group and a database of its own.
 *
 * @param mongo the connection string of a MongoDB on this machine
 */
export async function startCluster(brokers: readonly string[], mongo: string): Promise<Cluster> {
  const folder = temporaryFolder();
  const run = randomUUID();
  const [forwarded, direct] = [`annalist-front-${run}`, `annalist-direct-${run}`] as const;
  const admin = new Kafka({ brokers: [...brokers], clientId: "annalist-test", logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = [forwarded, direct].map((topic) => ({ topic, numPartitions: PARTITIONS }));
  await makeTopics(admin, topics);
  const store = await proxyTo(Number(new URL(mongo).port));
  const database = freshName();
  const through = new URL(mongo);
  through.port = String(store.port);
  const settings = (path: string, kafka: object) => ({
    sources: [{ name: "glacier", kind: "cloudevents", auth: [{ bearer: TOKEN }] }],
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    store: { kind: "mongodb", url: through.href, database, path },
    kafka: { brokers, groupId: run, ...kafka },
    log: { level: "error" },
  });
  const write = (name: string, kafka: object) => folder.write(`${name}.json`, JSON.stringify(settings(name, kafka)));
  const reading = {
    topics: [
      { topic: forwarded, trusted: true },
      { topic: direct, source: "glacier", trusted: true },
    ],
  };
  const front = memberOf("front", write("front", { forwardTo: forwarded }));
  const workers = ["one", "two"].map((name) => memberOf(name, write(name, reading)));
  const guest = memberOf("guest", write("guest", reading));
  const folders = new Map([front, ...workers, guest].map(({ name }) => [name, join(folder.path, name)]));
  await Promise.all([front, ...workers].map((member) => member.start()));
  return {
    ...{ front, workers, guest, store, brokers, forwarded, direct, folders },
    async titles() {
      const reader = openMongoStore({ url: mongo, database });
      try {
        return (await untilReached(() => reader.readEvents())).map(({ event }) => event.title);
      } finally {
        await reader.close();
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([front, ...workers, guest].map((member) => member.end("SIGKILL")));
      await store.close();
      await admin.deleteTopics({ topics: [forwarded, direct] }).catch(() => undefined);
      await admin.disconnect();
      await dropDatabases(mongo, [database]);
      folder[Symbol.dispose]();
    },
  };
}

function memberOf(name: string, config: string): Member {
  let served: Served | null = null;
  return {
    name,
    served: () => served,
    async start() {
      served ??= await serve(["--config", config], { upWithinMs: UP_WITHIN_MS });
    },
    async end(signal) {
      const ending = served;
      served = null;
      await ending?.stop(signal);
    },
  };
}
