import type { IHeaders, KafkaMessage } from "kafkajs";
import { expect, it } from "vitest";
import { toRecord } from "../../src/receivers/kafka-client.ts";

/** As kafkajs gives it, which says that a header has a value, and gives null where it was written without one. */
const messageWith = (headers: Record<string, unknown>): KafkaMessage => ({
  ...{ key: null, value: Buffer.from("n1"), timestamp: "1772359200000", attributes: 0, offset: "7" },
  headers: headers as IHeaders,
});

it("a record's headers may have no value, several, or bytes that are no text", () => {
  const odd = { traceparent: null, last: ["one", null], several: ["one", "two"], raw: Buffer.from([0xff]), "": "x" };
  expect(toRecord(messageWith(odd)).headers).toEqual({ several: "two", raw: "\ufffd", "": "x" });
});
