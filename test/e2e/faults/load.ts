import { setTimeout as sleep } from "node:timers/promises";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { type Cluster, TOKEN } from "./cluster.ts";

/** What was sent so far, by the title of its event. */
export interface Load {
  /** What somebody was told is kept: it must be there in the end. */
  readonly acknowledged: ReadonlySet<string>;
  /** Everything that was ever sent: nothing else may be there. */
  readonly sent: ReadonlySet<string>;
  /** No new ones; resolves when each that was begun is acknowledged. */
  stop(): Promise<void>;
}

const AGAIN_MS = 100;
const PACE_MS = 100;

/** Senders as they are in the world: each sends one event after the other, and the same again until somebody takes it. */
export async function startLoad(cluster: Cluster, webhookSenders: number): Promise<Load> {
  const acknowledged = new Set<string>();
  const sent = new Set<string>();
  let stopped = false;
  const kafka = new Kafka({ brokers: [...cluster.brokers], clientId: "annalist-load", logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 2 } });
  await producer.connect();
  const send = async (sender: string, offer: (event: object, id: string) => Promise<boolean>) => {
    for (let number = 0; !stopped; number += 1) {
      const id = `${sender}-${number}`;
      const title = `Crevasse ${id} seen`;
      sent.add(title);
      while (!(await offer(eventOf(id, number), id))) await sleep(AGAIN_MS);
      acknowledged.add(title);
      await sleep(PACE_MS);
    }
  };
  const toTopic = async (event: object, id: string): Promise<boolean> => {
    const headers = { "content-type": "application/cloudevents+json" };
    const messages = [{ key: id, value: JSON.stringify(event), headers }];
    return await producer.send({ topic: cluster.direct, messages, acks: -1 }).then(
      () => true,
      () => false,
    );
  };
  const senders = Array.from({ length: webhookSenders }, (_, number) =>
    send(`door${number}`, (event) => post(cluster, event)),
  );
  senders.push(send("topic", toTopic));
  return {
    acknowledged,
    sent,
    async stop() {
      stopped = true;
      await Promise.all(senders);
      await producer.disconnect();
    },
  };
}

const eventOf = (id: string, number: number): object => ({
  ...{ specversion: "1.0", id, source: "/glacier", type: "annalist.change.v1" },
  time: new Date(Date.UTC(2026, 5, 1, 8, 0, number)).toISOString(),
  data: { id, action: "succeeded", title: `Crevasse ${id} seen`, service: "glacier" },
});

/** Whether the front door took it. */
async function post(cluster: Cluster, event: object): Promise<boolean> {
  const served = cluster.front.served();
  if (!served) return false;
  const answer = await fetch(`${served.webhooks}/webhooks/glacier`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json", authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(15_000),
  }).catch(() => null);
  await answer?.arrayBuffer().catch(() => null);
  return answer?.status === 202;
}
