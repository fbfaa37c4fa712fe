import type { Arrival } from "../delivery.ts";
import type { Secret } from "../source.ts";
import { equalInConstantTime } from "./constant-time.ts";
import type { Proof } from "./proof.ts";

/** Checks a shared secret in the sender's own header, or as `Authorization: Bearer`. */
export function proveBearer(tokenHeader: string | undefined, secret: string, { headers }: Arrival): Proof {
  return proveText(tokenHeader ? headers[tokenHeader] : credentials(headers["authorization"], "bearer"), secret);
}

/** Checks `Authorization: Basic`. */
export function proveBasic({ user, value }: Secret, { headers }: Arrival): Proof {
  const encoded = credentials(headers["authorization"], "basic");
  const presented = encoded && Buffer.from(encoded, "base64").toString("utf8");
  return proveText(presented, user === undefined ? value : `${user}:${value}`);
}

/** Checks the `token` of the query string. */
export function proveUrlToken(secret: string, { urlToken }: Arrival): Proof {
  return proveText(urlToken, secret);
}

/** Checks a presented text against the secret, in constant time. */
export function proveText(presented: string | undefined, secret: string): Proof {
  if (!presented) return "missing";
  return equalInConstantTime(presented, secret) ? "authentic" : "wrong";
}

/** What follows the scheme's name; the name's case does not matter (RFC 9110). */
function credentials(authorization: string | undefined, scheme: "bearer" | "basic"): string | undefined {
  if (authorization?.slice(0, scheme.length + 1).toLowerCase() !== `${scheme} `) return undefined;
  return authorization.slice(scheme.length + 1).trim();
}
