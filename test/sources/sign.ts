import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { AuthKind, SourceKind } from "../../src/sources/lib/define.ts";

/** One live secret of a source, as its configuration writes it: `{ "hmac": "…" }`, `{ "basic": "user:password" }`. */
export type Secret = Partial<Record<AuthKind, string>>;

/** How a case's request proves itself. `altered`: signed rightly, then a byte of the body changed on the way. */
export type Proof = "right" | "wrong" | "missing" | "altered";

export interface Sent {
  readonly headers: Record<string, string>;
  readonly urlToken?: string;
  readonly body: Buffer;
}

/**
 * Sends a body as the sender would: signs it at run time by the kind's own scheme, with the case's secret.
 *
 * @param stamp what a signed timestamp says, in seconds since 1970; undefined where this sender sends none
 */
export function send(kind: SourceKind, secret: Secret, proof: Proof, body: Buffer, stamp?: string): Sent {
  if (proof === "missing")
    return { headers: {}, body: kind.tokenField === undefined ? body : withToken(body, kind.tokenField, "") };
  const altered = proof === "altered" ? Buffer.concat([body, Buffer.from(" ")]) : body;
  const spoil = (right: string) => (proof === "wrong" ? `not-${right}` : right);
  if (kind.tokenField !== undefined)
    return { headers: {}, body: withToken(altered, kind.tokenField, spoil(secret.bearer ?? "")) };
  if (secret.urlToken !== undefined) return { headers: {}, urlToken: spoil(secret.urlToken), body: altered };
  return { headers: proofHeaders(kind, secret, spoil, body, stamp), body: altered };
}

function proofHeaders(
  kind: SourceKind,
  secret: Secret,
  spoil: (right: string) => string,
  body: Buffer,
  stamp: string | undefined,
): Record<string, string> {
  if (secret.hmac !== undefined) return hmacHeaders(kind, spoil(secret.hmac), body, stamp);
  if (secret.standardWebhooks !== undefined)
    return standardHeaders(secret.standardWebhooks, spoil, body, Number(stamp));
  if (secret.basic !== undefined)
    return { authorization: `Basic ${Buffer.from(spoil(secret.basic)).toString("base64")}` };
  if (secret.bearer === undefined) throw new Error(`${kind.name}: the case's auth names no secret`);
  return kind.tokenHeader === undefined
    ? { authorization: `Bearer ${spoil(secret.bearer)}` }
    : { [kind.tokenHeader]: spoil(secret.bearer) };
}

function hmacHeaders(
  kind: SourceKind,
  secret: string,
  body: Buffer,
  stamp: string | undefined,
): Record<string, string> {
  const scheme = kind.hmac;
  if (!scheme) throw new Error(`${kind.name} has no hmac scheme`);
  const { timestamp } = scheme;
  const hmac = createHmac("sha256", secret);
  if (timestamp && stamp !== undefined) hmac.update(timestamp.base(stamp));
  const signature = `${scheme.prefix}${hmac.update(body).digest("hex")}`;
  return {
    [scheme.header]: signature,
    ...(timestamp && stamp !== undefined ? { [timestamp.header]: stamp } : {}),
  };
}

/** The wrong proof is a signature of other bytes: a spoilt secret would no longer be base64. */
function standardHeaders(
  secret: string,
  spoil: (right: string) => string,
  body: Buffer,
  seconds: number,
): Record<string, string> {
  const id = "msg_2f8a41";
  const signature = new Webhook(secret).sign(id, new Date(seconds * 1000), spoil(body.toString("utf8")));
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": signature };
}

/** The exact bytes of a case, but for the secret that they carry. */
function withToken(body: Buffer, field: string, token: string): Buffer {
  const pattern = new RegExp(`("${field}"\\s*:\\s*)"[^"]*"`);
  return Buffer.from(
    body.toString("latin1").replace(pattern, (_, name: string) => name + JSON.stringify(token)),
    "latin1",
  );
}
