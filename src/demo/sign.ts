import { createHmac } from "node:crypto";
import type { Posting } from "./senders/posting.ts";

/** The secret of each source of the demo. */
export type Secrets = Readonly<Record<string, string>>;

/** A posting with its sender's proof: signed as that vendor signs, now. */
export interface SignedPosting extends Posting {
  /** Path and query below the server's address. */
  readonly path: string;
}

const digest = (secret: string, text: string): string => createHmac("sha256", secret).update(text).digest("hex");

/**
 * Signs a posting as its vendor does.
 *
 * @param nowS seconds since 1970, which Slack signs
 * @throws Error for a source without a secret
 */
export function sign(posting: Posting, secrets: Secrets, nowS: number): SignedPosting {
  const secret = secrets[posting.source];
  if (secret === undefined) throw new Error(`the demo has no secret for ${posting.source}`);
  const path = `/webhooks/${posting.source}`;
  const proved = (headers: Record<string, string>): SignedPosting => ({
    ...posting,
    path,
    headers: { ...posting.headers, ...headers },
  });
  switch (posting.source) {
    case "github":
      return proved({ "x-hub-signature-256": `sha256=${digest(secret, posting.body)}` });
    case "pagerduty":
      return proved({ "x-pagerduty-signature": `v1=${digest(secret, posting.body)}` });
    case "slack":
      return proved({
        "x-slack-request-timestamp": String(nowS),
        "x-slack-signature": `v0=${digest(secret, `v0:${nowS}:${posting.body}`)}`,
      });
    case "gitlab":
      return proved({ "x-gitlab-token": secret });
    case "statuspage":
      return { ...posting, path: `${path}?token=${secret}` };
    default:
      return proved({ authorization: `Bearer ${secret}` });
  }
}
