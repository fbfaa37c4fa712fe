import { expect, it } from "vitest";
import type { Api } from "../../src/web/api.ts";
import { incidentList } from "../../src/web/pages/incident-list.ts";
import { sourcesPage } from "../../src/web/pages/sources-page.ts";

/** An API that counts what it is asked, and has more of everything than anybody asks for, or just that. */
function endless(next: string | null = "more"): { api: Api; asked: string[] } {
  const asked: string[] = [];
  const api: Api = async (_method, path) => {
    asked.push(path);
    const url = new URL(path, "http://localhost");
    const limit = Number(url.searchParams.get("limit") ?? 100);
    const isCandidate = url.searchParams.get("candidate") === "true";
    const items = Array.from({ length: limit }, (_, n) =>
      url.pathname.endsWith("quarantine") ? waiting(n) : incident(n, isCandidate),
    );
    const body = url.pathname.endsWith("sources") ? { items: [], next: null } : { items, next };
    return { status: 200, type: "application/json", body: JSON.stringify(body) };
  };
  return { api, asked };
}

const waiting = (n: number) => ({
  ...{ delivery: `d-${n}`, source: "tills", receivedAt: "2026-03-01T10:00:00Z" },
  ...{ code: "not_json", detail: `row ${n} is no JSON` },
});

const incident = (n: number, candidate: boolean) => ({
  ...{ id: `inc_${candidate ? "c" : "d"}${n}`, title: `till ${n}`, status: "open", severity: null, services: [] },
  ...{ startedAt: "2026-03-01T10:00:00Z", endedAt: null, candidate, digest: "x", revision: 0, published: null },
  counts: { timeline: 1, log: 1, new: 0, conflicts: 0, candidates: 0, questions: 0 },
});

it("the list of incidents asks twice, however many there are, and says what it leaves out", async () => {
  const { api, asked } = endless();
  const page = await incidentList(api);
  expect(asked).toHaveLength(2);
  expect(page.split("data-incident=")).toHaveLength(1_201);
  expect(page).toContain("These are the 1000 incidents that began last.");
  expect(page).toContain("These are the 200 candidates that began last.");
  for (const path of asked) expect(page).toContain(path.replaceAll("&", "&amp;"));
});

it("the sources show the beginning of a quarantine without end", async () => {
  const { api, asked } = endless();
  const page = await sourcesPage(api);
  expect(asked).toHaveLength(2);
  expect(page.split("is no JSON")).toHaveLength(201);
  expect(page).toContain("the oldest 200");
  expect(page).toContain("More waits here than is shown.");
});

it("pages that show all leave nothing out", async () => {
  const { api } = endless(null);
  expect(await incidentList(api)).not.toContain("that began last");
  const sources = await sourcesPage(api);
  expect(sources).not.toContain("More waits here");
  expect(sources).not.toContain("the oldest");
});
