import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Served, serve, temporaryFolder, until } from "../annalist.ts";
import { type FakePagerDuty, startPagerDuty, TOKEN } from "../backfill/pagerduty-server.ts";
import { STORY_END, tellStory } from "../backfill/pagerduty-story.ts";

/** A note that says what somebody does: weights may call it either. */
const NOTE: unknown = expect.stringMatching(/^(?:mitigation|change)$/);

const SECRET = "a secret of the webhooks";
const MINUTE_MS = 60_000;
/** It ended some minutes ago: notes are written under the pages of the last day. */
const { webhooks, rest } = tellStory("QKILN4", Date.now() - 5 * MINUTE_MS - STORY_END);

let folder: ReturnType<typeof temporaryFolder>;
let pagerduty: FakePagerDuty;
let served: Served;

beforeEach(async () => {
  folder = temporaryFolder();
  pagerduty = await startPagerDuty({ incidents: [rest] });
  const api = { token: TOKEN, url: pagerduty.url, reconcile: "1m", note: true, from: "ines@brickworks.example" };
  const config = {
    sources: [{ name: "pagers", kind: "pagerduty", auth: [{ hmac: SECRET }], api }],
    server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } },
    store: { kind: "sqlite", path: "data" },
  };
  folder.write("team.json", JSON.stringify(config));
});
afterEach(async () => {
  await served.stop();
  await pagerduty.close();
  folder[Symbol.dispose]();
});

const start = () => serve(["--config", "team.json"], { cwd: folder.path });

async function post(body: object): Promise<void> {
  const text = JSON.stringify(body);
  const signature = `v1=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-pagerduty-signature": signature };
  const answer = await fetch(`${served.webhooks}/webhooks/pagers`, { method: "POST", headers, body: text });
  expect(answer.status).toBe(202);
}

interface Drafted {
  readonly incident: { readonly id: string };
  readonly entries: readonly { readonly kind: string; readonly at: string }[];
  readonly coverage: readonly { readonly source: string; readonly gaps: readonly unknown[] }[];
}

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(`${served.pages}/api/v1${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function draft(): Promise<Drafted | null> {
  const { items } = await read<{ items: { id: string }[] }>("/incidents");
  return items[0] ? read<Drafted>(`/incidents/${items[0].id}/draft`) : null;
}

async function isDrained(): Promise<boolean> {
  return /^annalist_inbox_backlog 0$/m.test(await (await fetch(`${served.webhooks}/metrics`)).text());
}

const acknowledgements = (drafted: Drafted) => drafted.entries.filter(({ kind }) => kind === "acknowledgement");
const notes = () => (pagerduty.incidents.get("QKILN4")?.notes ?? []).length - rest.notes.length;

it("a running server adds what a dropped webhook should have told, notes the gap, and writes its address once", {
  timeout: 400_000,
}, async () => {
  served = await start();
  for (const [place, body] of webhooks.entries()) if (place !== 1) await post(body);
  await until("it was asked for", () => served.output().stderr.includes("asked for what webhooks should have brought"));
  await until("all that came is decoded", isDrained);
  const whole = await until("the dropped acknowledgement is there", async () => {
    const drafted = await draft();
    return drafted && acknowledgements(drafted).length === 2 ? drafted : null;
  });
  expect(whole.entries.map(({ kind }) => kind)).toEqual([
    ...["change", "alert", "acknowledgement", NOTE, "escalation", "acknowledgement", "resolution"],
  ]);
  expect(whole.coverage.find(({ source }) => source === "pagers")?.gaps).toHaveLength(1);
  await until("the note is written", () => notes() === 1);
  const note = pagerduty.incidents.get("QKILN4")?.notes.at(-1);
  expect(note).toMatchObject({ content: expect.stringMatching(/^Annalist drafts .*\/incidents\/inc_[0-9a-f]{20}$/) });
  expect(served.output().stderr).not.toContain(TOKEN);

  await served.stop();
  const asked = pagerduty.asked.length;
  served = await start();
  await until("it has asked again", () => pagerduty.asked.slice(asked).some(({ path }) => path.endsWith("/notes")));
  expect((await draft())?.entries).toEqual(whole.entries);
  expect([notes(), pagerduty.asked.filter(({ method }) => method === "POST").length]).toEqual([1, 1]);
});
