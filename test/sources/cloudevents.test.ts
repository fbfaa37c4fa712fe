import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBounded } from "../../src/ingest/decode/bounds.ts";
import cloudevents from "../../src/sources/cloudevents.source.ts";
import { escaped } from "../../src/sources/lib/cloudevents-envelope.ts";
import { checkedEvents } from "./normalized.ts";

const STRUCTURED = "application/cloudevents+json";
const BATCH = "application/cloudevents-batch+json";

function normalize(body: unknown, headers: Readonly<Record<string, string>>) {
  const context = { source: "ours", headers, receivedAt: 1_777_896_000_000_000, options: {} };
  const payload = cloudevents.read?.(Buffer.from(JSON.stringify(body)), context, parseBounded);
  if (!payload?.ok) throw new Error(payload?.rejection.detail);
  return checkedEvents(cloudevents, payload.value, headers);
}

const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== "");
const change = fc.record({
  id: word,
  action: fc.constantFrom("started", "succeeded", "failed", "rolled_back"),
  title: word,
});
const envelope = fc.record({ id: word, source: word, data: change }).map((parts) => ({
  specversion: "1.0",
  type: "annalist.change.v1",
  time: "2026-05-04T11:20:00Z",
  ...parts,
}));

describe("cloudevents", () => {
  it("gives two events one key only if both source and id are the same", () => {
    fc.assert(
      fc.property(envelope, envelope, (one, other) => {
        const [first, second] = [one, other].map((event) => normalize(event, { "content-type": STRUCTURED }).events[0]);
        expect(first?.key === second?.key).toBe(one.source === other.source && one.id === other.id);
      }),
    );
  });

  it("keeps source and id apart wherever the colons stand", () => {
    const part = fc
      .array(fc.constantFrom(":", "%3A", "%25", "%", "a"), { maxLength: 2 })
      .map((marks) => marks.join(""));
    fc.assert(
      fc.property(part, part, part, part, (source, id, otherSource, otherId) => {
        const same = `${escaped(source)}:${id}` === `${escaped(otherSource)}:${otherId}`;
        expect(same).toBe(source === otherSource && id === otherId);
      }),
      { numRuns: 2_000 },
    );
  });

  it("says the same of a batch as of its events one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(envelope, fc.constant({ specversion: "1.0" })), { maxLength: 8 }), (batch) => {
        const together = normalize(batch, { "content-type": BATCH });
        const alone = batch.map((event) => normalize(event, { "content-type": STRUCTURED }));
        expect(together.events).toEqual(alone.flatMap(({ events }) => events));
        expect(together.rejected).toHaveLength(alone.flatMap(({ rejected = [] }) => rejected).length);
      }),
    );
  });

  it("reads binary mode as the structured one", () => {
    fc.assert(
      fc.property(envelope, (event) => {
        const { data, ...attributes } = event;
        const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value)]);
        const binary = normalize(data, { "content-type": "application/json", ...Object.fromEntries(headers) });
        expect(binary).toEqual(normalize(event, { "content-type": STRUCTURED }));
      }),
    );
  });

  it("grants the origin that asks whether it may deliver", () => {
    expect(cloudevents.preflight?.({ "webhook-request-origin": "hub.fjordbank.example" })).toMatchObject({
      "WebHook-Allowed-Origin": "hub.fjordbank.example",
      "WebHook-Allowed-Rate": "*",
    });
    expect(
      cloudevents.preflight?.({ "webhook-request-origin": "hub.fjordbank.example", "webhook-request-rate": "120" }),
    ).toMatchObject({ "WebHook-Allowed-Rate": "120" });
    expect(cloudevents.preflight?.({ origin: "https://page.example" })).toBeNull();
  });
});
