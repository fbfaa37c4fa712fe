import { createHash, randomUUID } from "node:crypto";
import { type Admin, Kafka, logLevel, Partitioners } from "kafkajs";
import { makeTopics } from "../kafka-topics.ts";

/** The source that the records belong to. */
export const BENCH_SOURCE = "pagerduty";

const PARTITIONS = 16;
const AT_ONCE = 2_000;
const FIRST_MS = Date.UTC(2026, 1, 25);

/** A page of 1.5 KB, invented, or a short one of a third; records of one run are alike where `n` is. */
export function makeRecord(run: string, n: number, size: "usual" | "short" = "usual"): Buffer {
  const random = createHash("sha256").update(`${run}/${n}`).digest("hex");
  const id = `Q${random.slice(0, 13).toUpperCase()}`;
  const at = new Date(FIRST_MS + n * 1_000).toISOString();
  const reference: Reference = (type, name, summary) => ({
    html_url: `https://harbour.pagerduty.example/${type}s/${name}`,
    ...{ id: name, summary, type: `${type}_reference`, self: `https://api.pagerduty.com/${type}s/${name}` },
  });
  return Buffer.from(
    JSON.stringify({
      event: {
        id: `01${random.slice(0, 24).toUpperCase()}`,
        ...{ event_type: "incident.triggered", resource_type: "incident", occurred_at: at },
        ...(size === "short" ? {} : { agent: reference("service", "PSVC7", "courier") }),
        data: {
          ...{ id, type: "incident", self: `https://api.pagerduty.com/incidents/${id}`, number: n },
          ...{ html_url: `https://harbour.pagerduty.example/incidents/${id}`, status: "triggered" },
          ...{ incident_key: random, created_at: at, title: "The queue of courier has grown for ten minutes" },
          service: reference("service", "PSVC7", "courier"),
          ...(size === "short" ? {} : people(reference)),
          ...{ priority: null, urgency: "high", conference_bridge: null, resolve_reason: null },
        },
      },
    }),
  );
}

type Reference = (type: string, id: string, summary: string) => object;

const people = (reference: Reference) => ({
  assignees: [reference("user", "PUSR1", "Oona Lind")],
  escalation_policy: reference("escalation_policy", "PEP1", "Shop, day and night"),
  teams: [reference("team", "PTEAM1", "Shop")],
});

/** Topics of a bench, on a real broker. */
export interface BenchTopics {
  /** A new topic of 16 partitions that holds `count` records. `bodyOf` gives the n-th. */
  fill(count: number, bodyOf: (n: number) => Buffer): Promise<string>;
  /** Deletes what was made. */
  close(): Promise<void>;
}

/** @param brokers host:port, with commas between */
export async function openBenchTopics(brokers: string): Promise<BenchTopics> {
  const kafka = new Kafka({ brokers: brokers.split(","), clientId: "annalist-bench", logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
  const topics: string[] = [];
  return {
    async fill(count, bodyOf) {
      const topic = await makeTopic(admin);
      topics.push(topic);
      for (let start = 0; start < count; start += AT_ONCE) {
        const messages = Array.from({ length: Math.min(AT_ONCE, count - start) }, (_, index) => ({
          ...{ partition: (start + index) % PARTITIONS, value: bodyOf(start + index) },
        }));
        await producer.send({ topic, messages });
      }
      return topic;
    },
    async close() {
      if (topics.length > 0) await admin.deleteTopics({ topics });
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  };
}

async function makeTopic(admin: Admin): Promise<string> {
  const topic = `annalist-bench-${randomUUID()}`;
  await makeTopics(admin, [{ topic, numPartitions: PARTITIONS }]);
  return topic;
}
