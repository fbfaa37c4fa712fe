import fc from "fast-check";
import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { contentOf } from "../../../src/domain/sightings.ts";
import { decode } from "../../../src/ingest/decode/decode.ts";
import type { StoredDelivery } from "../../../src/ingest/delivery.ts";
import { defineSource, type SourceEvent } from "../../../src/sources/lib/define.ts";
import { NOW, sourceOf } from "../world.ts";

const PLAIN: SourceEvent = {
  key: "v1:1",
  kind: "alert",
  action: "firing",
  actor: { type: "automation" },
  told: null,
  title: "Lock gate stuck",
};

/** A source that makes just these events of anything. */
function making(...events: SourceEvent[]) {
  const kind = defineSource({
    ...{ name: "lock", auth: ["bearer" as const], bodyLimit: 1_000, headers: [], payload: Type.Unknown() },
    normalize: () => ({ events }),
  });
  return sourceOf(kind, { name: "lock-eu", keyName: "lock-all" });
}

const delivery = (body: Uint8Array | string = "{}"): StoredDelivery => ({
  ...{ id: "d1", source: "lock-eu", headers: {}, receivedAt: NOW },
  body: Buffer.from(body),
});

function madeOf(over: Partial<SourceEvent>) {
  const { sightings, rejections } = decode(making({ ...PLAIN, ...over }), delivery());
  expect(rejections).toEqual([]);
  const [sighting] = sightings;
  if (!sighting) throw new Error("no sighting");
  return sighting;
}

describe("a completed event", () => {
  it("has the key's prefix, the lists, and the delivery's facts", () => {
    const { json, ...sighting } = madeOf({ formerKeys: ["v0:1"], sentAt: NOW - 5 });
    expect(JSON.parse(json ?? "")).toEqual(sighting.event);
    expect(sighting).toEqual({
      event: {
        key: "lock-all/lock:v1:1",
        formerKeys: ["lock-all/lock:v0:1"],
        ...{ kind: "alert", action: "firing", actor: { type: "automation" }, severity: null, told: null },
        ...{ title: "Lock gate stuck", names: [], correlation: [], links: [], marks: [] },
      },
      content: expect.stringMatching(/^[0-9a-f]{64}$/),
      ...{ delivery: "d1", source: "lock-eu", receivedAt: NOW, sentAt: NOW - 5 },
    });
  });

  it("has the content hash of its canonical JSON, whatever it holds", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 });
    const correlation = fc.record({ type: text, value: text });
    const made = fc.record(
      {
        names: fc.array(text),
        service: text,
        text,
        group: text,
        environment: text,
        severity: fc.constantFrom("high" as const, null),
        correlation: fc.array(correlation),
        refersTo: correlation,
        links: fc.array(fc.record({ url: text, rel: text })),
        marks: fc.array(text),
        actor: fc.record({ name: text, type: fc.constant("human" as const), id: text }, { requiredKeys: ["type"] }),
        told: fc.constant({ zoneAssumed: true, precision: "s" as const, at: NOW }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(made, (over) => {
        const { event, content } = madeOf(over);
        expect(content).toBe(contentOf(event));
      }),
    );
  });

  it("has a title of one line, at most 500 long, from the text or the action where the sender gave none", () => {
    expect(madeOf({ title: " a\n\tb \u0007c\u2028d " }).event.title).toBe("a b c d");
    expect(madeOf({ title: "x".repeat(600) }).event.title).toBe(`${"x".repeat(499)}…`);
    expect(madeOf({ title: " \n", text: "told\nat length" }).event.title).toBe("told at length");
    expect(madeOf({ title: "" }).event.title).toBe("firing");
  });

  it("has words that stay apart wherever a line was broken, by whatever character", () => {
    const breaks = ["\n", "\r\n", "\r", "\u000B", "\u000C", "\u0085", "\u2028", "\u2029"];
    for (const broken of breaks) {
      const { text } = madeOf({ text: `rolled back${broken}errors stop` }).event;
      expect(text?.split(/\s+/)).toEqual(["rolled", "back", "errors", "stop"]);
    }
  });

  it("has a text with its lines, without control characters, at most 65,536 long", () => {
    expect(madeOf({ text: "a\r\nb\tc\u0000\u001b[31m" }).event.text).toBe("a\nb\tc[31m");
    expect(madeOf({ text: "y".repeat(70_000) }).event.text).toHaveLength(65_536);
    expect(madeOf({ text: "" }).event).not.toHaveProperty("text");
  });

  it("has short lists of distinct words, and no address that was cut", () => {
    const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
    expect(madeOf({ names: ["a", " a ", "", ...names] }).event.names).toHaveLength(200);
    const links = [
      { rel: "page", url: "https://lock.example/1" },
      { rel: "page", url: `https://lock.example/${"x".repeat(5_000)}` },
    ];
    expect(madeOf({ links }).event.links).toEqual(links.slice(0, 1));
  });

  it("has a key that stays distinct where it must be cut", () => {
    const long = (last: string) => madeOf({ key: `v1:${"k".repeat(3_000)}${last}` }).event.key;
    expect(long("1")).toHaveLength(1_024);
    expect(long("1")).not.toBe(long("2"));
    expect(long("1")).toBe(long("1"));
  });

  it("has no time where the sender's is no instant", () => {
    for (const at of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 1e300]) {
      const { event, sentAt } = madeOf({ told: { at, precision: "s", zoneAssumed: false }, sentAt: at });
      expect(event.told).toBeNull();
      expect(sentAt).toBeUndefined();
    }
  });
});

describe("a source that breaks", () => {
  it("by one event loses that event only", () => {
    const broken = { ...PLAIN, key: 7 as unknown as string };
    const odd = { ...PLAIN, kind: "weather" as "alert" };
    const { sightings, rejections } = decode(making(broken, PLAIN, odd), delivery());
    expect(sightings).toHaveLength(1);
    expect(rejections.map(({ code }) => code)).toEqual(["source_failed", "source_failed"]);
  });

  it("by throwing anything gives a rejection", () => {
    const kind = { ...making().kind };
    for (const thrown of [new Error("no"), "no", null, undefined]) {
      kind.normalize = () => {
        throw thrown;
      };
      const { rejections } = decode({ ...making(), kind }, delivery());
      expect(rejections).toMatchObject([{ code: "source_failed" }]);
    }
  });

  it("by finding fault without end keeps a bounded list", () => {
    const kind = { ...making().kind };
    kind.normalize = () => ({ events: [], rejected: Array(5_000).fill({ code: "odd", detail: "x".repeat(5_000) }) });
    const { rejections } = decode({ ...making(), kind }, delivery());
    expect(rejections).toHaveLength(1_000);
    expect(rejections[0]?.detail).toHaveLength(500);
  });

  it("by calling a type what no type is called keeps its beginning", () => {
    const kind = { ...making().kind };
    kind.normalize = () => ({ events: [], ignored: ["ping", "t".repeat(100_000)] });
    expect(decode({ ...making(), kind }, delivery()).ignored).toEqual(["ping", "t".repeat(100)]);
  });
});

it("never throws, whatever the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (body) => {
      expect(decode(making(PLAIN), delivery(body))).toHaveProperty("rejections");
    }),
  );
});
