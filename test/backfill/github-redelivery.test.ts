import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitHubClient } from "../../src/backfill/github-client.ts";
import { redeliverFailed } from "../../src/backfill/github-redelivery.ts";
import { parseInstant } from "../../src/domain/time.ts";

const NOW = "2026-06-10T12:00:00Z";
const HOOK = "repos/brickworks/kilns/hooks/77";
const TOKEN = "ghp_inventedForKilns";

interface Attempt {
  /** GitHub writes a number, which may be larger than a double holds exactly. */
  readonly id: bigint;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

/** GitHub's list of a webhook's deliveries, two a page, newest first; and the route that asks for another attempt. */
const github = {
  attempts: [] as Attempt[],
  asked: [] as string[],
  /** What it will not deliver again. */
  refused: [] as bigint[],
  link: "",
  troubles: [] as [number, Record<string, string>][],
};
const waits: number[] = [];
const refusals: string[] = [];
let url = "";
const server = createServer((request, response) => {
  const { method = "", url: path = "" } = request;
  github.asked.push(`${method} ${path}`);
  const trouble = github.troubles.shift();
  if (trouble) return response.writeHead(trouble[0], trouble[1]).end("{}");
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return response.writeHead(401).end("{}");
  if (github.refused.some((one) => path.includes(`/${one}/`))) return response.writeHead(422).end("{}");
  if (method === "POST") return response.writeHead(202).end("{}");
  const from = Number(new URL(path, url).searchParams.get("cursor") ?? 0);
  const next = `<${url}/${HOOK}/deliveries?per_page=100&cursor=${from + 2}>; rel="next"`;
  const link = from + 2 < github.attempts.length ? next : github.link;
  response.writeHead(200, link === "" ? {} : { link });
  return response.end(JSON.stringify(github.attempts.slice(from, from + 2), written));
});

const written = (_: string, value: unknown) =>
  typeof value === "bigint" ? (JSON as unknown as { rawJSON(text: string): object }).rawJSON(String(value)) : value;

beforeEach(async () => {
  Object.assign(github, { attempts: [], asked: [], refused: [], troubles: [], link: "" });
  waits.length = 0;
  refusals.length = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

let id = 3_804_004_623_172_239_466n;
const attempt = (guid: string, status_code: number, delivered_at = "2026-06-10T11:00:00Z"): Attempt => {
  id -= 1n;
  return { id, guid, status_code, delivered_at };
};

function run(token = TOKEN): Promise<number> {
  const timing = {
    now: () => Date.parse(NOW),
    random: () => 0,
    sleep: (ms: number) => Promise.resolve(void waits.push(ms)),
  };
  const client = createGitHubClient({ url, token, timing, signal: new AbortController().signal });
  return redeliverFailed(client, HOOK, parseInstant(NOW)?.at ?? 0, (reason) => void refusals.push(reason));
}

const redelivered = () => github.asked.filter((asked) => asked.startsWith("POST"));

describe("redelivery", () => {
  it("asks again for what failed and was not delivered since, the oldest first, by its latest attempt", async () => {
    const [again, failed] = [attempt("twice-failed", 502), attempt("failed", 0)];
    github.attempts = [
      again,
      attempt("mended", 200),
      failed,
      attempt("mended", 503),
      attempt("fine", 202),
      attempt("twice-failed", 500),
    ];
    expect(await run()).toBe(2);
    const wanted = [failed, again].map((one) => `POST /${HOOK}/deliveries/${one.id}/attempts`);
    expect(redelivered()).toEqual(wanted);
    expect(github.asked).toHaveLength(5);
  });

  it("asks for the others, too, where GitHub does not deliver one again", async () => {
    const [last, odd, first] = [attempt("last", 502), attempt("odd", 502), attempt("first", 502)];
    Object.assign(github, { attempts: [last, odd, first], refused: [odd.id] });
    expect(await run()).toBe(2);
    expect(redelivered()).toEqual([first, odd, last].map((one) => `POST /${HOOK}/deliveries/${one.id}/attempts`));
    expect(refusals).toEqual([expect.stringContaining(`GitHub refuses /${HOOK}/deliveries/${odd.id}/attempts (422)`)]);
  });

  it("gives up what failed five times, and what GitHub keeps no more", async () => {
    const often = Array.from({ length: 5 }, () => attempt("hopeless", 401));
    github.attempts = [
      ...often,
      attempt("old", 500, "2026-06-07T11:59:59Z"),
      attempt("older", 500, "2026-06-01T00:00:00Z"),
    ];
    expect(await run()).toBe(0);
  });

  it("waits as long as GitHub asks", async () => {
    const reset = String(Date.parse(NOW) / 1_000 + 40);
    github.troubles.push(
      [403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }],
      [429, { "retry-after": "3" }],
      [502, {}],
    );
    expect(await run()).toBe(0);
    expect(waits).toEqual([40_000, 3_000, 0]);
  });

  it("says what a token must be allowed, and never the token", async () => {
    const refused: unknown = await run("another").catch((error: unknown) => error);
    expect(refused).toMatchObject({
      name: "VendorRefused",
      status: 401,
      message: expect.stringContaining("administer webhooks"),
    });
    expect(String(refused)).not.toContain("another");
  });

  it("does not follow the list to another address", async () => {
    github.attempts = [attempt("failed", 500)];
    github.link = `<http://127.0.0.1:1/${HOOK}/deliveries?cursor=2>; rel="next"`;
    expect(await run()).toBe(1);
    expect(github.asked).toHaveLength(2);
  });
});
