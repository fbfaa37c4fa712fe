import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../src/domain/time.ts";
import type { Arrival } from "../../../src/ingest/delivery.ts";
import type { Secret, Source } from "../../../src/ingest/source.ts";
import { verify } from "../../../src/ingest/verify/verify.ts";
import { defineSource, type SourceKind } from "../../../src/sources/lib/define.ts";

const NOW = 1_772_000_000 * SECOND;
const BODY = Buffer.from('{"state":"firing", "at" : "dock 4"}');

const plain = { header: "x-quay-signature", prefix: "sha256=" };
const rotating = { header: "x-quay-signature", prefix: "v1=", several: true };
const timed = {
  header: "x-quay-signature",
  prefix: "v0=",
  timestamp: { header: "x-quay-time", base: (timestamp: string) => `v0:${timestamp}:`, required: true },
};

function kindWith(over: Partial<SourceKind>): SourceKind {
  return defineSource({
    name: "quay",
    auth: ["hmac", "bearer", "basic", "urlToken", "standardWebhooks"],
    bodyLimit: 1_000_000,
    headers: [],
    payload: Type.Unknown(),
    normalize: () => ({ events: [] }),
    ...over,
  });
}

function sourceWith(auth: readonly Secret[], over: Partial<SourceKind> = {}): Source {
  return { name: "quay", kind: kindWith(over), auth, keyName: "quay", options: {} };
}

function arrivalWith(headers: Record<string, string>, body: Uint8Array = BODY, urlToken?: string): Arrival {
  return { source: "quay", headers, body, receivedAt: NOW, ...(urlToken === undefined ? {} : { urlToken }) };
}

const digest = (secret: string, content: Uint8Array | string = BODY) =>
  createHmac("sha256", secret).update(content).digest("hex");

function outcomeOf(source: Source, arrival: Arrival, now = NOW): string {
  const verified = verify(source, arrival, now);
  return verified.ok ? "authentic" : verified.rejection.code;
}

const hmacSecret: Secret = { kind: "hmac", value: "barnacle" };

describe("a plain HMAC over the raw bytes", () => {
  const source = sourceWith([hmacSecret], { hmac: plain });
  const signed = arrivalWith({ "x-quay-signature": `sha256=${digest("barnacle")}` });

  it("accepts the right signature, in either case of hex", () => {
    expect(outcomeOf(source, signed)).toBe("authentic");
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": `sha256=${digest("barnacle").toUpperCase()}` }))).toBe(
      "authentic",
    );
  });

  it("refuses a body that was parsed and written again", () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())));
    expect(outcomeOf(source, { ...signed, body: again })).toBe("wrong_signature");
  });

  it("verifies bytes that are no UTF-8 as they are", () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
    const headers = { "x-quay-signature": `sha256=${digest("barnacle", body)}` };
    expect(outcomeOf(source, arrivalWith(headers, body))).toBe("authentic");
    expect(outcomeOf(source, arrivalWith(headers, Buffer.from(body.toString("utf8"))))).toBe("wrong_signature");
  });

  it.each([
    ["none", {}],
    ["an empty one", { "x-quay-signature": "" }],
  ])("says that the signature is missing: %s", (_name, headers) => {
    expect(outcomeOf(source, arrivalWith(headers as Record<string, string>))).toBe("missing_signature");
  });

  it.each([
    ["the prefix alone", "sha256="],
    ["too short", `sha256=${digest("barnacle").slice(0, 40)}`],
    ["too long", `sha256=${digest("barnacle")}00`],
    ["no hex", `sha256=${"z".repeat(64)}`],
    ["not ASCII, of the right length", `sha256=${"é".repeat(64)}`],
    ["a lone surrogate", "sha256=\ud800"],
    ["another version", `sha1=${digest("barnacle")}`],
    ["no prefix", digest("barnacle")],
    ["another secret's", `sha256=${digest("limpet")}`],
  ])("refuses a signature that is wrong, and does not throw: %s", (_name, signature) => {
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": signature }))).toBe("wrong_signature");
  });

  it("refuses every change of one bit, in the body or in the signature", () => {
    fc.assert(
      fc.property(fc.nat({ max: BODY.length * 8 - 1 }), fc.nat({ max: 63 }), (bit, digit) => {
        const body = Buffer.from(BODY);
        body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(outcomeOf(source, { ...signed, body })).toBe("wrong_signature");
        const hex = [...digest("barnacle")];
        hex[digit] = hex[digit] === "0" ? "1" : "0";
        expect(outcomeOf(source, arrivalWith({ "x-quay-signature": `sha256=${hex.join("")}` }))).toBe(
          "wrong_signature",
        );
      }),
    );
  });
});

describe("several secrets", () => {
  const source = sourceWith(
    [
      { ...hmacSecret, notAfter: NOW + MINUTE },
      { kind: "hmac", value: "limpet" },
    ],
    {
      hmac: plain,
    },
  );
  const by = (secret: string) => arrivalWith({ "x-quay-signature": `sha256=${digest(secret)}` });

  it("accepts both while they overlap, and only the new one afterwards", () => {
    expect(outcomeOf(source, by("barnacle"))).toBe("authentic");
    expect(outcomeOf(source, by("limpet"))).toBe("authentic");
    expect(outcomeOf(source, by("barnacle"), NOW + MINUTE)).toBe("authentic");
    expect(outcomeOf(source, by("barnacle"), NOW + MINUTE + 1)).toBe("wrong_signature");
    expect(outcomeOf(source, by("limpet"), NOW + MINUTE + 1)).toBe("authentic");
  });

  it("accepts nothing where none is configured, none is live, or the only one is empty", () => {
    expect(outcomeOf(sourceWith([], { hmac: plain }), by("barnacle"))).toBe("no_secret");
    expect(outcomeOf(sourceWith([{ ...hmacSecret, notAfter: NOW - 1 }], { hmac: plain }), by("barnacle"))).toBe(
      "no_secret",
    );
    expect(outcomeOf(sourceWith([{ kind: "bearer", value: "" }]), arrivalWith({ authorization: "Bearer " }))).toBe(
      "no_secret",
    );
    expect(outcomeOf(sourceWith([{ kind: "hmac", value: "" }], { hmac: plain }), by(""))).toBe("no_secret");
  });
});

describe("a list of signatures in one header", () => {
  const source = sourceWith([hmacSecret], { hmac: rotating });
  const wrong = `v1=${digest("limpet")}`;
  const right = `v1=${digest("barnacle")}`;

  it("accepts a right one among others, and ignores other versions", () => {
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": `v2=abc, ${wrong} ,${right}` }))).toBe("authentic");
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": `v2=${digest("barnacle")}` }))).toBe("wrong_signature");
  });

  it("tries the first ten only", () => {
    const at = (position: number) => [...Array(position - 1).fill(wrong), right, ...Array(9_990).fill(wrong)].join(",");
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": at(10) }))).toBe("authentic");
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": at(11) }))).toBe("wrong_signature");
  });
});

describe("a signed timestamp", () => {
  const source = sourceWith([hmacSecret], { hmac: timed });
  const signedAt = (timestamp: string) =>
    arrivalWith({
      "x-quay-time": timestamp,
      "x-quay-signature": `v0=${createHmac("sha256", "barnacle").update(`v0:${timestamp}:`).update(BODY).digest("hex")}`,
    });
  const seconds = (offset: number) => String(NOW / SECOND + offset);

  it.each([
    [-300, "authentic"],
    [300, "authentic"],
    [-301, "stale_signature"],
    [301, "stale_signature"],
  ])("signed %i seconds from now: %s", (offset, expected) => {
    expect(outcomeOf(source, signedAt(seconds(offset)))).toBe(expected);
  });

  it.each([
    [-301, 0, "stale_signature"],
    [-86_400, -86_400, "authentic"],
    [-86_400, -86_100, "authentic"],
    [-86_400, -86_099, "stale_signature"],
    // A clock that goes wrong makes nothing fresh that is not.
    [86_400, 86_400, "stale_signature"],
    [0, 86_400, "authentic"],
  ])("signed %i seconds from now and written to a topic %i seconds from now: %s", (signed, written, expected) => {
    const arrival = { ...signedAt(seconds(signed)), writtenAt: NOW + written * SECOND };
    expect(outcomeOf(source, arrival)).toBe(expected);
  });

  it.each(["1772000000000", "1772000000.5", "-1772000000", "1e9", "now", "0x699e"])(
    "refuses a right signature over a timestamp that is none: %s",
    (timestamp) => {
      expect(outcomeOf(source, signedAt(timestamp))).toBe("stale_signature");
    },
  );

  it("refuses a timestamp that was changed, and asks for a missing one", () => {
    const signed = signedAt(seconds(0));
    const headers = { ...signed.headers, "x-quay-time": seconds(1) };
    expect(outcomeOf(source, { ...signed, headers })).toBe("wrong_signature");
    expect(outcomeOf(source, arrivalWith({ "x-quay-signature": `v0=${digest("barnacle")}` }))).toBe(
      "missing_signature",
    );
  });

  it("where it is optional, cannot be taken away or added", () => {
    const optional = sourceWith([hmacSecret], {
      hmac: { ...timed, timestamp: { ...timed.timestamp, required: false } },
    });
    const { "x-quay-signature": signature = "" } = signedAt(seconds(0)).headers;
    expect(outcomeOf(optional, signedAt(seconds(0)))).toBe("authentic");
    expect(outcomeOf(optional, arrivalWith({ "x-quay-signature": signature }))).toBe("wrong_signature");
    const bare = { "x-quay-signature": `v0=${digest("barnacle")}` };
    expect(outcomeOf(optional, arrivalWith(bare))).toBe("authentic");
    expect(outcomeOf(optional, arrivalWith({ ...bare, "x-quay-time": seconds(0) }))).toBe("wrong_signature");
  });
});

describe("Standard Webhooks", () => {
  const secret = `whsec_${Buffer.from("a key of thirty-two random bytes").toString("base64")}`;
  const source = sourceWith([{ kind: "standardWebhooks", value: secret }]);
  const seconds = NOW / SECOND;
  const signed = (body: string, id = "msg_1") =>
    arrivalWith(
      {
        "webhook-id": id,
        "webhook-timestamp": String(seconds),
        "webhook-signature": new Webhook(secret).sign(id, new Date(seconds * 1000), body),
      },
      Buffer.from(body),
    );

  it("accepts what the reference library signs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (body) => {
        expect(outcomeOf(source, signed(body))).toBe("authentic");
      }),
    );
  });

  it("accepts a right v1 among others, and refuses v1a alone, another id, and a stale one", () => {
    const one = signed("{}");
    const { "webhook-signature": signature = "" } = one.headers;
    const withHeader = (over: Record<string, string>) => ({ ...one, headers: { ...one.headers, ...over } });
    expect(outcomeOf(source, withHeader({ "webhook-signature": `v1a,AAAA v1,BBBB ${signature}` }))).toBe("authentic");
    expect(outcomeOf(source, withHeader({ "webhook-signature": signature.replace("v1,", "v1a,") }))).toBe(
      "wrong_signature",
    );
    expect(outcomeOf(source, withHeader({ "webhook-id": "msg_2" }))).toBe("wrong_signature");
    expect(outcomeOf(source, one, NOW + 6 * MINUTE)).toBe("stale_signature");
    expect(outcomeOf(source, { ...one, writtenAt: NOW + MINUTE }, NOW + 600 * MINUTE)).toBe("authentic");
    expect(outcomeOf(sourceWith([{ kind: "standardWebhooks", value: "whsec_" }]), one)).toBe("wrong_signature");
  });
});

describe("tokens", () => {
  it.each([
    ["Bearer barnacle", "authentic"],
    ["bearer barnacle", "authentic"],
    ["Bearer  barnacle ", "authentic"],
    ["Bearer barnacl", "wrong_signature"],
    ["Bearer barnacle2", "wrong_signature"],
    ["Bearer", "missing_signature"],
    ["Basic YTpi", "missing_signature"],
    ["barnacle", "missing_signature"],
  ])("bearer: %s", (authorization, expected) => {
    expect(outcomeOf(sourceWith([{ kind: "bearer", value: "barnacle" }]), arrivalWith({ authorization }))).toBe(
      expected,
    );
  });

  it("in the sender's own header, and there only", () => {
    const source = sourceWith([{ kind: "bearer", value: "barnacle" }], { tokenHeader: "x-quay-token" });
    expect(outcomeOf(source, arrivalWith({ "x-quay-token": "barnacle" }))).toBe("authentic");
    expect(outcomeOf(source, arrivalWith({ "x-quay-token": "limpet" }))).toBe("wrong_signature");
    expect(outcomeOf(source, arrivalWith({ authorization: "Bearer barnacle" }))).toBe("missing_signature");
  });

  it("basic, with the user apart or in one", () => {
    const headers = { authorization: `Basic ${Buffer.from("oona:bar:nacle").toString("base64")}` };
    for (const secret of [{ user: "oona", value: "bar:nacle" }, { value: "oona:bar:nacle" }]) {
      expect(outcomeOf(sourceWith([{ kind: "basic", ...secret }]), arrivalWith(headers))).toBe("authentic");
    }
    const other: Secret = { kind: "basic", user: "mads", value: "bar:nacle" };
    expect(outcomeOf(sourceWith([other]), arrivalWith(headers))).toBe("wrong_signature");
    expect(outcomeOf(sourceWith([other]), arrivalWith({ authorization: "Basic %%%" }))).toBe("missing_signature");
  });

  it("in the address", () => {
    const source = sourceWith([{ kind: "urlToken", value: "barnacle" }]);
    expect(outcomeOf(source, arrivalWith({}, BODY, "barnacle"))).toBe("authentic");
    expect(outcomeOf(source, arrivalWith({}, BODY, "limpet"))).toBe("wrong_signature");
    expect(outcomeOf(source, arrivalWith({}, BODY))).toBe("missing_signature");
  });
});

it("refuses the signature of one source at another", () => {
  const sources = ["barnacle", "limpet", "whelk"].map((value) =>
    sourceWith([{ kind: "hmac", value }], { hmac: plain }),
  );
  for (const [index, source] of sources.entries()) {
    for (const [other, { auth }] of sources.entries()) {
      const arrival = arrivalWith({ "x-quay-signature": `sha256=${digest(auth[0]?.value ?? "")}` });
      expect(outcomeOf(source, arrival)).toBe(index === other ? "authentic" : "wrong_signature");
    }
  }
});

it("names what is missing, and never a secret", () => {
  const source = sourceWith([hmacSecret, { kind: "basic", user: "oona", value: "limpet" }], { hmac: timed });
  const verified = verify(source, arrivalWith({}), NOW);
  expect(verified).toEqual({
    ok: false,
    rejection: {
      code: "missing_signature",
      detail: "The request carries none of: x-quay-signature with x-quay-time or Authorization: Basic.",
    },
  });
});
