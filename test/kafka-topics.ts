import type { Admin, ITopicConfig } from "kafkajs";
import { until } from "./annalist.ts";

type Topic = Pick<ITopicConfig, "topic" | "numPartitions" | "configEntries">;

/**
 * Makes topics and waits until the leader of each partition answers for it: a leader that has not loaded it yet
 * refuses a part of what is produced, and what is then produced again stands there twice.
 *
 * Waiting is not left to kafkajs: it gives up, with the topics made, where a broker has not yet heard of them, and a
 * second attempt then says only that they are there.
 */
export async function makeTopics(admin: Admin, topics: readonly Topic[]): Promise<void> {
  await admin.createTopics({ topics: [...topics], waitForLeaders: false });
  for (const topic of topics) await until("all leaders answer", () => isLed(admin, topic));
}

/** Deletes a topic and waits until no broker lists it. */
export async function removeTopic(admin: Admin, topic: string): Promise<void> {
  await admin.deleteTopics({ topics: [topic] });
  await until("the topic is gone", async () => !(await admin.listTopics()).includes(topic));
}

/** Offsets come from the leader of each partition itself. */
async function isLed(admin: Admin, { topic, numPartitions }: Topic): Promise<boolean> {
  const offsets = await admin.fetchTopicOffsets(topic).catch(() => []);
  return offsets.length === numPartitions;
}
