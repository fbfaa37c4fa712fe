import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Served, serve, temporaryFolder } from "../annalist.ts";

const TOKEN = "an-invented-token-of-the-quarry";

/** A server that has to do with everything that is measured; its Kafka does not answer. */
const CONFIG = JSON.stringify({
  sources: [{ name: "quarry", kind: "cloudevents", auth: [{ bearer: TOKEN }] }],
  server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 }, drainFor: "0s" },
  kafka: {
    ...{ brokers: ["127.0.0.1:1"], groupId: "quarry", forwardTo: "quarry.deliveries" },
    topics: [{ topic: "quarry.deliveries", trusted: true }],
  },
  store: { kind: "sqlite", path: "data" },
  log: { level: "silent" },
});

const folder = temporaryFolder();
let server: Served;
let rendered = "";

beforeAll(async () => {
  server = await serve(["--config", folder.write("quarry.json", CONFIG)], { cwd: folder.path });
  await fetch(`${server.webhooks}/webhooks/quarry`, { method: "POST", body: "{}" });
  rendered = await (await fetch(`${server.webhooks}/metrics`)).text();
});

afterAll(async () => {
  await server.stop("SIGKILL");
  folder[Symbol.dispose]();
});

const readDeployed = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url)), "utf8");

/** Every series that the server renders or would: a histogram has three. */
function series(): Set<string> {
  const names = [...rendered.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
    type === "histogram" ? ["_bucket", "_sum", "_count"].map((end) => `${name}${end}`) : [name],
  );
  return new Set(names);
}

/** The names in an expression that begin as ours do, or as those of every process. */
const named = (expression: string): string[] => expression.match(/\b(?:annalist|process|nodejs)_[a-z0-9_]+/g) ?? [];

const unknown = (expressions: readonly string[]): string[] => {
  const known = series();
  return expressions.flatMap(named).filter((name) => !known.has(name));
};

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
}

interface Dashboard {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  readonly templating: { readonly list: readonly { readonly query?: string }[] };
}

describe("what is read of /metrics is what stands there", () => {
  it("in the rules", () => {
    const { groups } = parse(readDeployed("prometheus/alerts.yaml")) as Rules;
    const expressions = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
    expect(expressions.flatMap(named).length).toBeGreaterThan(10);
    expect(unknown(expressions)).toEqual([]);
  });

  it("in the dashboard", () => {
    const { panels, templating } = JSON.parse(readDeployed("grafana/annalist.json")) as Dashboard;
    const expressions = [
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ...templating.list.map(({ query = "" }) => query),
    ];
    expect(expressions.flatMap(named).length).toBeGreaterThan(15);
    expect(unknown(expressions)).toEqual([]);
  });

  it("in the adapter that scaling goes by", () => {
    const adapter = readDeployed("kubernetes/prometheus-adapter.yaml");
    expect(named(adapter)).toContain("annalist_kafka_lag_records");
    expect(unknown([adapter])).toEqual([]);
  });
});

it("a front door counts what it refused", () => {
  const labels = /^annalist_front_deliveries_total\{([^}]*)\} 1$/m.exec(rendered)?.[1] ?? "";
  expect(labels).toContain('source="quarry"');
  const { groups } = parse(readDeployed("prometheus/alerts.yaml")) as Rules;
  const outcome = /outcome="([^"]+)"/.exec(labels)?.[1] ?? "nothing";
  expect(JSON.stringify(groups)).toContain(outcome);
});
