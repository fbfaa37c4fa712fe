import { expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { loadSources } from "../../src/sources/lib/load.ts";

const VARIABLE = ["$", "{TOKEN}"].join("");
const registry = await loadSources();

function load(
  kind: string,
  api: object,
  environment: Record<string, string> = {},
  purpose: "serve" | "draft" = "serve",
) {
  const file = JSON.stringify({ sources: [{ name: kind, kind, auth: [{ hmac: "a secret of webhooks" }], api }] });
  const read = (path: string) => (path.endsWith("/token") ? "of-a-file\n" : "");
  const loaded = loadConfig(file, "/etc/annalist/team.json", { environment, registry, purpose, read });
  return loaded.ok ? loaded.config.sources[0]?.api : loaded.problems.map(({ key, what }) => `${key}: ${what}`);
}

it("a source says how it is asked", () => {
  const note = { note: true, from: "noor@example.com", pages: "https://annalist.example.com/" };
  expect(
    load("pagerduty", { token_file: "token", url: "https://api.eu.pagerduty.com/", reconcile: "15m", ...note }),
  ).toEqual({
    token: "of-a-file",
    url: "https://api.eu.pagerduty.com",
    reconcileEvery: 15 * MINUTE,
    note: { from: "noor@example.com", pages: "https://annalist.example.com" },
  });
  const hooks = ["repos/acme/shop.js/hooks/12", "orgs/acme/hooks/34"];
  expect(load("github", { token: VARIABLE, redeliver: "10m", hooks }, { TOKEN: "of-the-environment" })).toEqual({
    token: "of-the-environment",
    redeliver: { every: 10 * MINUTE, hooks },
  });
});

it("only what its sender can do may be asked of it", () => {
  expect(load("github", { token: "t", reconcile: "15m" })).toEqual([expect.stringContaining("reconcile")]);
  expect(load("pagerduty", { token: "t", redeliver: "15m" })).toEqual([expect.stringContaining("redeliver")]);
  expect(load("grafana", { token: "t" })).toEqual([expect.stringContaining("api")]);
});

it.each([
  ["pagerduty", { token: "t", url: "api.pagerduty.com" }, "url: this is no web address"],
  ["pagerduty", { token: "t", url: "https://user@api.pagerduty.com" }, "url: this is no web address"],
  ["pagerduty", { token: "t", url: "http://pagerduty.example" }, "url: the token would travel in the clear"],
  ["pagerduty", { token: "t", note: true, from: "Noor" }, "note: nobody is named in whose name notes are written"],
  ["pagerduty", { token_file: "empty" }, "token_file: the file /etc/annalist/empty is empty"],
  ["pagerduty", { token: "t", reconcile: "5s" }, "reconcile: 5s is too often for the API of a vendor"],
  ["pagerduty", { token: "t", reconcile: "59999ms" }, "reconcile: 59999ms is too often for the API of a vendor"],
  ["pagerduty", { token: "t", reconcile: "0m" }, "reconcile: 0m is too often for the API of a vendor"],
  ["github", { token: "t", redeliver: "30s", hooks: ["orgs/a/hooks/1"] }, "redeliver: 30s is too often for the API"],
  ["github", { token: "t", redeliver: "10m" }, "api: redeliver and hooks stand alone"],
  ["github", { token: "t", redeliver: "10m", hooks: ["acme/shop"] }, "hooks[0]"],
])("%s: %j is told as wrong", (kind, api, problem) => {
  expect(load(kind, api)).toEqual([expect.stringContaining(problem)]);
});

it("its sender may be asked each minute", () => {
  expect(load("pagerduty", { token: "t", reconcile: "60s" })).toMatchObject({ reconcileEvery: MINUTE });
});

it("drafting needs no token", () => {
  expect(load("pagerduty", { token: VARIABLE }, {}, "draft")).toBeUndefined();
});
