import { accept, type Outcome, reject } from "../../domain/outcome.ts";
import type { Instant } from "../../domain/time.ts";
import type { Arrival, VerifiedDelivery } from "../delivery.ts";
import type { Secret, Source } from "../source.ts";
import { maskToken, tokenIn } from "./body-token.ts";
import type { Proof } from "./proof.ts";
import { proveHmac, proveStandardWebhook } from "./signatures.ts";
import { proveBasic, proveBearer, proveText, proveUrlToken } from "./tokens.ts";

const TELLING: readonly Proof[] = ["missing", "wrong", "stale", "authentic"];

/**
 * Checks that an arrival comes from its source: it must prove itself by one of the source's live secrets, over the bytes as they came.
 * Never throws, whatever the headers hold.
 *
 * Codes: `missing_signature`, `wrong_signature`, `stale_signature` (signed more than five minutes from when it came); `no_secret` where the
 * source has no live secret, which is our trouble and not the sender's: nothing is ever accepted unchecked.
 *
 * What lay in a topic came when it was written there, as its writer says: who writes there may so repeat what was signed long ago, and
 * repeats of what we have are known by their content. A reader that was away for an hour would else refuse what is authentic, for good.
 */
export function verify(source: Source, arrival: Arrival, now: Instant): Outcome<VerifiedDelivery> {
  const live = source.auth.filter(({ value, notAfter }) => value !== "" && (notAfter === undefined || now <= notAfter));
  if (live.length === 0) {
    return reject("no_secret", `Source "${source.name}" has no live secret: add one under its "auth".`);
  }
  const { tokenField } = source.kind;
  const inBody = tokenField === undefined ? undefined : tokenIn(arrival.body, tokenField);
  const came = Math.min(now, arrival.writtenAt ?? now);
  let best = 0;
  for (const secret of live) best = Math.max(best, TELLING.indexOf(prove(source, secret, arrival, came, inBody)));
  switch (TELLING[best]) {
    case "authentic":
      return accept(trust(source, arrival));
    case "stale":
      return reject(
        "stale_signature",
        "The signed time lies more than five minutes from when this came: sign anew when retrying.",
      );
    case "wrong":
      return reject("wrong_signature", `The signature or token fits no live secret of source "${source.name}".`);
    default:
      return reject("missing_signature", `The request carries none of: ${listProofs(source, live)}.`);
  }
}

/**
 * Marks an arrival that came by a way trusted by configuration: a capture file, a trusted topic. A secret that its body carries is
 * masked: from here on the body is evidence, and is shown.
 */
export function trust({ kind }: Source, arrival: Arrival): VerifiedDelivery {
  const { tokenField } = kind;
  if (tokenField === undefined) return arrival as VerifiedDelivery;
  return { ...arrival, body: maskToken(arrival.body, tokenField) } as VerifiedDelivery;
}

function prove({ kind }: Source, secret: Secret, arrival: Arrival, came: Instant, inBody: string | undefined): Proof {
  switch (secret.kind) {
    case "hmac":
      return kind.hmac ? proveHmac(kind.hmac, secret.value, arrival, came) : "missing";
    case "standardWebhooks":
      return proveStandardWebhook(secret.value, arrival, came);
    case "bearer":
      if (kind.tokenField !== undefined) return proveText(inBody, secret.value);
      return proveBearer(kind.tokenHeader, secret.value, arrival);
    case "basic":
      return proveBasic(secret, arrival);
    case "urlToken":
      return proveUrlToken(secret.value, arrival);
  }
}

function listProofs({ kind }: Source, live: readonly Secret[]): string {
  const names: Record<Secret["kind"], string> = {
    hmac: kind.hmac
      ? [kind.hmac.header, ...(kind.hmac.timestamp?.required ? [kind.hmac.timestamp.header] : [])].join(" with ")
      : "a signature",
    standardWebhooks: "webhook-id, webhook-timestamp and webhook-signature",
    bearer: bearerOf(kind),
    basic: "Authorization: Basic",
    urlToken: "?token= in the address",
  };
  return [...new Set(live.map((secret) => names[secret.kind]))].join(" or ");
}

function bearerOf({ tokenField, tokenHeader }: Source["kind"]): string {
  return tokenField === undefined ? (tokenHeader ?? "Authorization: Bearer") : `${tokenField} in the body`;
}
