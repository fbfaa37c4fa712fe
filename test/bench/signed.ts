import { loadSources } from "../../src/sources/lib/load.ts";
import { send } from "../sources/sign.ts";
import { makePayload } from "./payloads.ts";

export const BENCH_SECRET = "a secret of the bench";

/** A request ready to be sent. */
export interface Signed {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** So many deliveries, each signed as its sender would now, and how many events they make. */
export async function signMany(run: string, count: number): Promise<{ requests: Signed[]; events: number }> {
  const kinds = await loadSources();
  const seconds = String(Math.floor(Date.now() / 1_000));
  let events = 0;
  const requests = Array.from({ length: count }, (_, n): Signed => {
    const payload = makePayload(run, n);
    const kind = kinds.get(payload.kind);
    if (!kind) throw new Error(`there is no source kind ${payload.kind}`);
    events += payload.events;
    const { headers } = send(kind, { [kind.auth[0] ?? "hmac"]: BENCH_SECRET }, "right", payload.body, seconds);
    return {
      path: `/webhooks/${payload.kind}`,
      headers: { "content-type": "application/json", ...payload.headers, ...headers },
      body: payload.body,
    };
  });
  return { requests, events };
}
