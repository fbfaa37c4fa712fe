import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import { InboxUnavailable } from "../../src/ingest/inbox/inbox.ts";
import { arrivalOf, berths, NOW, openWorld, type World } from "../ingest/world.ts";

const logged: object[] = [];
const note = (fields: object, message: string) => void logged.push({ ...fields, message });
const log = { info: note, warn: note, error: note };
const FULL = "The disk of the data folder is full: free some space.";

let now = NOW;
let isFull = false;
let world: World;
beforeEach(() => {
  logged.length = 0;
  now = NOW;
  isFull = true;
  world = openWorld({ log, now: () => now });
  const keep = world.inbox.appendAll.bind(world.inbox);
  world.inbox.appendAll = (deliveries) =>
    isFull ? Promise.reject(new InboxUnavailable("disk_full", FULL)) : keep(deliveries);
});
afterEach(() => world.close());

async function post(headers: Readonly<Record<string, string>> = {}) {
  const { body, headers: signed } = arrivalOf(berths("Fram"));
  const payload = Buffer.from(body);
  return await world.app.inject({
    method: "POST",
    url: "/webhooks/harbour",
    payload,
    headers: { ...signed, ...headers },
  });
}

describe("what is logged of webhooks that are not taken", () => {
  it("is a line for a full disk, which says what to do and tells the sender nothing of it", async () => {
    const answer = await post();
    expect(answer.json()).toMatchObject({ status: 503, code: "disk_full" });
    expect(answer.body).not.toContain("free some space");
    const message = "A webhook could not be taken now.";
    expect(logged).toEqual([{ source: "harbour", code: "disk_full", reason: FULL, times: 1, message }]);
  });

  it("is a line every ten seconds for as many as come, of each kind, and all of them are counted", async () => {
    for (let n = 0; n < 50; n += 1) await post();
    for (let n = 0; n < 30; n += 1) await post({ "x-harbour-signature": "sha256=00" });
    expect(logged).toMatchObject([
      { code: "disk_full", times: 1 },
      { code: "wrong_signature", times: 1 },
    ]);
    now = NOW + 9 * SECOND;
    await post();
    expect(logged).toHaveLength(2);
    now = NOW + 10 * SECOND;
    await post();
    expect(logged.slice(2)).toMatchObject([{ code: "disk_full", times: 51 }]);
    now = NOW;
    await post();
    expect(logged.slice(3)).toMatchObject([{ code: "disk_full", times: 1 }]);
    await world.app.close();
    expect(logged.slice(4)).toMatchObject([{ code: "wrong_signature", times: 29 }]);
  });

  it("is nothing once there is room", async () => {
    isFull = false;
    expect((await post()).statusCode).toBe(202);
    expect(logged).toEqual([]);
  });
});
