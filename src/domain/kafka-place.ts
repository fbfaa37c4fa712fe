import { type Static, Type } from "typebox";

/** Where a record lies in Kafka. */
export const KafkaPlace = Type.Object({
  topic: Type.String(),
  partition: Type.Integer(),
  /** A decimal number: offsets may be larger than a double holds. */
  offset: Type.String(),
});
export type KafkaPlace = Static<typeof KafkaPlace>;

/** As `<topic>/<partition>/<offset>`: no topic's name has a slash in it. */
export function writeKafkaPlace({ topic, partition, offset }: KafkaPlace): string {
  return `${topic}/${partition}/${offset}`;
}

const WRITTEN = /^([^/]+)\/(\d+)\/(\d+)$/;

/** The place that {@link writeKafkaPlace} wrote; null for any other text. */
export function readKafkaPlace(text: string): KafkaPlace | null {
  const [, topic, partition, offset] = WRITTEN.exec(text) ?? [];
  if (topic === undefined || offset === undefined) return null;
  return { topic, partition: Number(partition), offset };
}

/** In words, for people. */
export function tellKafkaPlace({ topic, partition, offset }: KafkaPlace): string {
  return `topic ${topic}, partition ${partition}, offset ${offset}`;
}
