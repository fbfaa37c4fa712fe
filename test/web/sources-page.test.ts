import { expect, it } from "vitest";
import type { SourceHealth } from "../../src/views/source-health.ts";
import type { Api } from "../../src/web/api.ts";
import { sourcesPage } from "../../src/web/pages/sources-page.ts";

const QUIET: SourceHealth = {
  ...{ name: "pager", kind: "pagerduty", deliveries: 0, events: 0, ignored: {}, quarantined: 0 },
  ...{ lastReceivedAt: null, usualGap: null, silent: false, gaps: [] },
};
const HINT = "does not reach this process";

async function pageOf(source: Partial<SourceHealth>, quarantine: readonly object[] = []): Promise<string> {
  const answers: Readonly<Record<string, unknown>> = {
    "/api/v1/sources": { items: [{ ...QUIET, ...source }], next: null },
    "/api/v1/quarantine": { items: quarantine, next: null },
  };
  const api: Api = async (_method, path) => ({
    status: 200,
    body: JSON.stringify(answers[path.split("?")[0] ?? ""]),
    type: "application/json",
  });
  return sourcesPage(api);
}

it("says where to look for what a source sent in vain, if it was never heard from", async () => {
  const page = await pageOf({});
  expect(page).toContain("never heard from");
  expect(page).toContain(HINT);
});

const MISTYPED = {
  ...{ count: 12, lastAt: "2026-03-01T10:00:03.120Z", code: "wrong_signature" },
  detail: 'The signature or token fits no live secret of source "pager".',
};

it("says what was refused of a source, how often, when last and why", async () => {
  const page = await pageOf({ refused: MISTYPED });
  expect(page).toContain("refused: nothing taken yet");
  expect(page).toContain("12 refused since the start, the last at ");
  expect(page).toMatch(/<time datetime="2026-03-01T10:00:03.120Z">[^<]*10:00/);
  expect(page).toContain("fits no live secret of source");
  expect(page).not.toContain("never heard from");
  expect(page).not.toContain(HINT);
});

it("says so also beside what was taken, which goes on", async () => {
  const taken = { deliveries: 1, events: 2, lastReceivedAt: "2026-03-01T10:00:00Z" };
  const page = await pageOf({ ...taken, refused: { ...MISTYPED, count: 1 } });
  expect(page).toContain(">receiving<");
  expect(page).toContain("1 refused since the start");
});

it("does not say of a source that only sent a test that it was never heard from", async () => {
  const page = await pageOf({ ignored: { "pagey.ping": 1 } });
  expect(page).toContain("heard from; nothing for a timeline yet");
  expect(page).not.toContain("never heard from");
  expect(page).not.toContain(HINT);
});

it("says of a source of which nothing was an event when it was last heard from", async () => {
  const came = { lastReceivedAt: "2026-03-01T10:00:00Z" };
  const idle = await pageOf({ ...came, ignored: { "pagey.ping": 1 } });
  expect(idle).toContain("heard from; nothing for a timeline yet");
  expect(idle).toContain('<time datetime="2026-03-01T10:00:00Z">last ');
  expect(await pageOf({ ...came, quarantined: 3 })).toContain("nothing usable yet");
});

it("has nothing to add where a source tells of events", async () => {
  const page = await pageOf({ deliveries: 1, events: 2, lastReceivedAt: "2026-03-01T10:00:00Z" });
  expect(page).toContain(">receiving<");
  expect(page).not.toContain(HINT);
});

it("says where in Kafka lies what could not be used", async () => {
  const record = { delivery: "d-1", source: "pager", receivedAt: "2026-03-01T10:00:00Z", code: "not_json" };
  const place = { topic: "bells", partition: 3, offset: "7" };
  const page = await pageOf({}, [
    { ...record, detail: "It is no JSON.", place },
    { ...record, detail: "Nor is this." },
  ]);
  expect(page.match(/topic bells, partition 3, offset 7/g)).toHaveLength(1);
});
