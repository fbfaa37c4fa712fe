import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createPagerDutyClient,
  type PagerDutyClient,
  type PagerDutyOptions,
} from "../../src/backfill/pagerduty-client.ts";
import { type FakePagerDuty, startPagerDuty, TOKEN } from "./pagerduty-server.ts";
import { tellStory } from "./pagerduty-story.ts";

const NOW = Date.parse("2026-06-11T00:00:00Z");
const waits: number[] = [];
/** Waits in no time, and remembers how long it would have been. */
const timing = {
  now: () => NOW,
  random: () => 0.5,
  sleep: (ms: number) => Promise.resolve(void waits.push(ms)),
};

let server: FakePagerDuty;
let client: PagerDutyClient;
const stop = new AbortController();
const open = (over: Partial<PagerDutyOptions> = {}) =>
  createPagerDutyClient({ url: server.url, token: TOKEN, timing, signal: stop.signal, ...over });

beforeEach(async () => {
  waits.length = 0;
  server = await startPagerDuty({ incidents: [tellStory().rest] });
  client = open();
});
afterEach(async () => {
  client.close();
  await server.close();
});

const ask = () => client.get("/incidents/QKILN4/notes");
const NOTES = { notes: tellStory().rest.notes };

describe("a question", () => {
  it("is asked with the token, and answered", async () => {
    expect(await client.get("/incidents/QKILN4/notes", { "include[]": ["users", "channels"] })).toEqual(NOTES);
    const [asked] = server.asked;
    expect(asked?.headers.authorization).toBe(`Token token=${TOKEN}`);
    expect(asked?.query.getAll("include[]")).toEqual(["users", "channels"]);
  });

  it("is repeated after as long as a 429 asks, and only so often", async () => {
    server.troubles.push(
      { status: 429, headers: { "retry-after": "7" } },
      { status: 429, headers: { "ratelimit-reset": "12" } },
    );
    server.troubles.push({ status: 429, headers: { "retry-after": "Thu, 11 Jun 2026 00:00:30 GMT" } }, { status: 429 });
    expect(await ask()).toEqual(NOTES);
    expect(waits).toEqual([7_500, 12_500, 30_500, 4_000]);
    expect(server.asked).toHaveLength(5);
  });

  it("is repeated as after any refusal where a 429 asks for nothing that can be understood", async () => {
    const odd = ["1.5", "-5", "soon", "1e3"].map((wait) => ({ status: 429, headers: { "retry-after": wait } }));
    server.troubles.push(...odd);
    expect(await ask()).toEqual(NOTES);
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it.each([
    ["trouble of its own", { status: 500 }],
    ["trouble without JSON", { status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad gateway</h1>" }],
    ["an answer that is cut off", { status: 200, body: '{"notes":[' }],
    ["an answer that is no object", { status: 200, body: "3" }],
    ["a connection that ends", "hang-up" as const],
  ])("is repeated after %s, longer each time", async (_name, trouble) => {
    server.troubles.push(trouble, trouble, trouble);
    expect(await ask()).toEqual(NOTES);
    expect(waits).toEqual([500, 1_000, 2_000]);
  });

  it("is repeated when no answer comes in time", async () => {
    client.close();
    // The second has to come within it, too, however busy the machine is.
    client = open({ timeoutMs: 3_000 });
    server.troubles.push("silence");
    expect(await ask()).toEqual(NOTES);
    expect(waits).toEqual([500]);
  });

  it("is given up after eight attempts, with the reason", async () => {
    server.troubles.push(...Array.from({ length: 8 }, () => ({ status: 503, headers: { "retry-after": "1" } })));
    await expect(ask()).rejects.toThrow(
      /gives no answer to GET \/incidents\/QKILN4\/notes: it has trouble of its own \(503\)\.$/,
    );
    expect(waits).toEqual(Array.from({ length: 7 }, () => 1_500));
    expect(server.asked).toHaveLength(8);
  });

  it.each([
    [401, /does not know this token/],
    [403, /read access/],
    [404, /refuses \/incidents\/QKILN4\/notes \(404\)/],
    [400, /\(400\): No\.$/],
  ])("is not repeated after %i", async (status, sentence) => {
    server.troubles.push({ status });
    const refused = await ask().catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: "VendorRefused", status, message: expect.stringMatching(sentence) });
    expect(String(refused)).not.toContain(TOKEN);
    expect(server.asked).toHaveLength(1);
  });

  it("follows no redirection, which could carry the token away", async () => {
    server.troubles.push(
      ...Array.from({ length: 8 }, () => ({ status: 302, headers: { location: `${server.url}/incidents` } })),
    );
    await expect(ask()).rejects.toThrow("gives no answer");
    expect(new Set(server.asked.map(({ path }) => path))).toEqual(new Set(["/incidents/QKILN4/notes"]));
  });

  it("ends at once when everything is asked to end, also while it waits", async () => {
    client.close();
    const ending = new AbortController();
    const sleep = (_ms: number, signal: AbortSignal) => setTimeout(3_600_000, undefined, { signal });
    client = open({ signal: ending.signal, timing: { ...timing, sleep }, onWait: () => ending.abort() });
    server.troubles.push({ status: 500 });
    await expect(ask()).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    await expect(ask()).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect(server.asked).toHaveLength(1);
  });

  it("does not mind another client's limit", async () => {
    const other = await startPagerDuty({ trouble: () => ({ status: 429, headers: { "retry-after": "9" } }) });
    const limited = createPagerDutyClient({ url: other.url, token: TOKEN, timing, signal: stop.signal });
    const [mine] = await Promise.all([ask(), limited.get("/incidents").catch(() => null)]);
    expect(mine).toEqual(NOTES);
    expect(server.asked).toHaveLength(1);
    limited.close();
    await other.close();
  });
});

it("a note is written in a person's name", async () => {
  await client.post("/incidents/QKILN4/notes", "ines@brickworks.example", { note: { content: "Hot again" } });
  expect(server.asked[0]).toMatchObject({ method: "POST", body: { note: { content: "Hot again" } } });
  expect(server.asked[0]?.headers["from"]).toBe("ines@brickworks.example");
});
