import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { DEFAULT_INCIDENTS } from "../../src/domain/settings.ts";
import { loadSources } from "../../src/sources/lib/load.ts";

const folder = fileURLToPath(new URL("../../config/", import.meta.url));
const registry = await loadSources();
const files = readdirSync(folder);

/** Every variable is set, and every file is there. */
const environment = new Proxy<Record<string, string>>(
  {},
  {
    get: (_, name) =>
      name === "MONGODB_URL" ? "mongodb://user:invented@mongo-1:27017/" : `user:invented-for-${String(name)}`,
  },
);

function load(file: string, given = environment) {
  const text = readFileSync(join(folder, file), "utf8");
  const read = () => "invented-secret-of-a-file\n";
  const loaded = loadConfig(text, join(folder, file), { environment: given, registry, purpose: "serve", read });
  if (loaded.ok) expect(loaded.warnings).toEqual([]);
  return loaded;
}

function configOf(file: string) {
  const loaded = load(file);
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => formatProblem(file, problem)).join("\n"));
  return loaded.config;
}

describe("the examples", () => {
  it.each(files)("%s is right, without a warning", (file) => {
    expect(configOf(file).sources.length).toBeGreaterThan(0);
  });

  it.each(files.filter((file) => file.endsWith(".yaml")))("%s names each secret that is missing", (file) => {
    const loaded = load(file, {});
    expect(loaded.ok).toBe(false);
    if (loaded.ok) return;
    expect(loaded.problems.every(({ what }) => /^the environment variable \w+ is not set$/.test(what))).toBe(true);
  });

  it("team.yaml shows every kind of source, and the defaults that it says are the defaults", () => {
    const { sources, settings } = configOf("team.yaml");
    expect(new Set(sources.map(({ kind }) => kind.name))).toEqual(new Set(registry.keys()));
    expect(settings.incidents).toEqual({ ...DEFAULT_INCIDENTS, openAt: "high" });
  });

  it("mongodb.yaml has the store in MongoDB, and the inbox on a disk of its own", () => {
    const { store } = configOf("mongodb.yaml");
    expect(store).toMatchObject({ kind: "mongodb", url: environment["MONGODB_URL"], database: "annalist" });
    expect(store.path.endsWith("/data/mongodb")).toBe(true);
  });

  it("kafka-front.yaml writes to the topic that kafka-worker.yaml reads, for the same sources", () => {
    const front = configOf("kafka-front.yaml");
    const worker = configOf("kafka-worker.yaml");
    expect(worker.kafka?.topics).toEqual([{ topic: front.kafka?.forwardTo, trusted: true }]);
    const named = ({ sources }: typeof front) => sources.map(({ name, kind }) => [name, kind.name]);
    expect(named(worker)).toEqual(named(front));
  });

  it("kafka.yaml reads a trusted topic and one whose signatures are checked", () => {
    expect(configOf("kafka.yaml").kafka).toMatchObject({
      topics: [{ trusted: true }, { trusted: false }],
      sasl: { password: "user:invented-for-KAFKA_PASSWORD" },
    });
  });
});
