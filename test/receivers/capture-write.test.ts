import fc from "fast-check";
import { expect, it } from "vitest";
import type { StoredDelivery } from "../../src/ingest/delivery.ts";
import { readCapture } from "../../src/receivers/capture.ts";
import { writeCaptureLine } from "../../src/receivers/capture-write.ts";

const body = fc.oneof(
  fc.uint8Array(),
  fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  fc.constantFrom('{"n":12345678901234567890}', "{\n}", "\uFEFF{}", "[1", "{]}").map((text) => Buffer.from(text)),
);

it("a delivery that is written to a capture is read as it was, byte for byte", async () => {
  const delivery = fc.record({
    id: fc.string({ minLength: 1 }),
    source: fc.string({ minLength: 1 }),
    receivedAt: fc.integer({ min: 1e15, max: 2e15 }),
    headers: fc.constant({ "content-type": "application/json" }),
    body,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 5 }), async (deliveries: StoredDelivery[]) => {
      const read: unknown[] = [];
      const text = Buffer.from(deliveries.map(writeCaptureLine).join(""));
      const chunks = (async function* () {
        yield text;
      })();
      for await (const line of readCapture(chunks)) read.push(line.is === "arrival" ? plain(line.arrival) : line);
      expect(read).toEqual(deliveries.map(plain));
    }),
  );
});

const plain = (delivery: { readonly body: Uint8Array }) => ({ ...delivery, body: [...delivery.body] });
