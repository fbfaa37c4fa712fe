import { createHmac } from "node:crypto";
import type { Instant } from "../../domain/time.ts";
import type { HmacScheme } from "../../sources/lib/define.ts";
import type { Arrival } from "../delivery.ts";
import { equalInConstantTime } from "./constant-time.ts";
import { isFresh, type Proof, splitSignatures } from "./proof.ts";

/** Checks an HMAC-SHA256 over the raw bytes, laid out as the sender's scheme says. */
export function proveHmac(scheme: HmacScheme, secret: string, { headers, body }: Arrival, now: Instant): Proof {
  const presented = headers[scheme.header];
  if (!presented) return "missing";
  const hmac = createHmac("sha256", secret);
  const timestamp = scheme.timestamp && headers[scheme.timestamp.header];
  if (scheme.timestamp) {
    if (timestamp) hmac.update(scheme.timestamp.base(timestamp));
    else if (scheme.timestamp.required) return "missing";
  }
  const expected = hmac.update(body).digest("hex");
  const candidates = scheme.several ? splitSignatures(presented, ",") : [presented.trim()];
  const matches = candidates.some(
    (candidate) =>
      candidate.startsWith(scheme.prefix) &&
      equalInConstantTime(candidate.slice(scheme.prefix.length).toLowerCase(), expected),
  );
  if (!matches) return "wrong";
  return timestamp === undefined || timestamp === "" || isFresh(timestamp, now) ? "authentic" : "stale";
}

/**
 * Checks a Standard Webhooks signature: HMAC-SHA256 over `id.timestamp.body`, base64, `v1` only.
 *
 * Written on node:crypto because the `standardwebhooks` library reads the wall clock, and decodes the body as UTF-8 before it signs, so
 * that bytes which are no UTF-8 are verified as something else; a test holds the two against each other.
 */
export function proveStandardWebhook(secret: string, { headers, body }: Arrival, now: Instant): Proof {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const presented = headers["webhook-signature"];
  if (!id || !timestamp || !presented) return "missing";
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  if (key.length === 0) return "wrong";
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  const matches = splitSignatures(presented, " ").some(
    (candidate) => candidate.startsWith("v1,") && equalInConstantTime(candidate.slice(3), expected),
  );
  if (!matches) return "wrong";
  return isFresh(timestamp, now) ? "authentic" : "stale";
}
