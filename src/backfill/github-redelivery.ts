import { Type } from "typebox";
import Value from "typebox/value";
import { DAY, type Instant, parseInstant } from "../domain/time.ts";
import type { GitHubClient } from "./github-client.ts";
import { VendorRefused } from "./history.ts";

/** One attempt to deliver, as GitHub lists it. All attempts of one event share its `guid`. */
const HookAttempt = Type.Object({
  id: Type.Union([Type.Integer(), Type.String({ pattern: "^[0-9]{1,20}$" })]),
  guid: Type.String(),
  delivered_at: Type.String(),
  status_code: Type.Integer(),
});

/** GitHub keeps deliveries for three days, and redelivers none by itself. */
const KEPT = 3 * DAY;
/** What failed so often fails for a reason that another attempt does not mend. */
const MOST_ATTEMPTS = 5;

/**
 * Asks GitHub to deliver again what it could not deliver to a webhook and did not deliver since. What comes is an ordinary delivery, signed
 * as the first; one that we have already is known by its content.
 *
 * @param hook `repos/<owner>/<repo>/hooks/<id>` or `orgs/<org>/hooks/<id>`
 * @param onRefused told of each that GitHub does not deliver again: the others are asked for all the same
 * @returns how many will come again
 * @throws VendorRefused where the token may not ask, VendorUnavailable
 */
export async function redeliverFailed(
  client: GitHubClient,
  hook: string,
  now: Instant,
  onRefused: (reason: string) => void,
): Promise<number> {
  const events = new Map<string, { attempts: number; delivered: boolean; readonly latest: number | string }>();
  for await (const { id, guid, status_code } of attemptsSince(client, hook, now - KEPT)) {
    const known = events.get(guid) ?? { attempts: 0, delivered: false, latest: id };
    known.attempts += 1;
    known.delivered ||= status_code >= 200 && status_code < 300;
    events.set(guid, known);
  }
  const failed = [...events.values()].filter(({ delivered, attempts }) => !delivered && attempts < MOST_ATTEMPTS);
  let asked = 0;
  // The oldest first, as they happened.
  for (const { latest } of failed.reverse()) {
    const path = `/${hook}/deliveries/${latest}/attempts`;
    const refusal = await client.post(path).catch(refusalOfOne);
    if (refusal) onRefused(refusal.message);
    else asked += 1;
  }
  return asked;
}

/** @throws whatever is not about the one delivery that was asked for */
function refusalOfOne(error: unknown): VendorRefused {
  if (error instanceof VendorRefused && error.status !== 401 && error.status !== 403) return error;
  throw error;
}

/** Newest first. */
async function* attemptsSince(client: GitHubClient, hook: string, since: Instant) {
  for (let path: string | null = `/${hook}/deliveries?per_page=100`; path !== null; ) {
    const { items, next }: Awaited<ReturnType<GitHubClient["list"]>> = await client.list(path);
    for (const item of items) {
      if (!Value.Check(HookAttempt, item)) continue;
      const at = parseInstant(item.delivered_at)?.at;
      if (at !== undefined && at < since) return;
      yield item;
    }
    path = next;
  }
}
