import { describe, expect, it } from "vitest";
import { type Loaded, loadConfig, type Surroundings } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { kinds } from "./kinds.ts";

const PASSWORD = "an-invented-password";
const URL = `mongodb://ines:${PASSWORD}@mongo-1:27017,mongo-2:27017/?replicaSet=rs`;
const BELL = `sources: [ { name: door, kind: bell, auth: [ { bearer: a-secret-that-nobody-guesses } ] } ]\n`;

function load(store: string, given: Partial<Surroundings> = {}): Loaded {
  const read = (path: string): string => {
    if (path === "/etc/secrets/mongo") return `${URL}\n`;
    throw Object.assign(new Error(path), { code: "ENOENT" });
  };
  const surroundings = { environment: {}, registry: kinds, purpose: "serve", read, ...given } as const;
  return loadConfig(`${BELL}store: ${store}\n`, "/etc/shop.yaml", surroundings);
}

function linesOf(loaded: Loaded): string[] {
  if (loaded.ok) throw new Error("the configuration was accepted");
  const lines = loaded.problems.map((problem) => formatProblem("shop.yaml", problem));
  expect(lines.join("\n")).not.toContain(PASSWORD);
  return lines;
}

const storeOf = (loaded: Loaded) => (loaded.ok ? loaded.config.store : null);

describe("a store in MongoDB", () => {
  it("takes its connection string from the environment, or from a file", () => {
    const wanted = { kind: "mongodb", path: "/etc/data", url: URL, database: "annalist" };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    const named = load('{ kind: mongodb, url: "${MONGODB_URL}" }', { environment: { MONGODB_URL: URL } });
    expect(storeOf(named)).toEqual(wanted);
    const filed = load("{ kind: mongodb, url_file: secrets/mongo, database: shop, path: inbox }");
    expect(storeOf(filed)).toEqual({ ...wanted, database: "shop", path: "/etc/inbox" });
  });

  it("needs a connection string, and says so by its key", () => {
    expect(linesOf(load("{ kind: mongodb }"))).toEqual([
      expect.stringMatching(/:2:\d+: store: there is no connection string for MongoDB\. Add url_file, or a url/),
    ]);
    expect(linesOf(load("{ kind: mongodb, url_file: none }"))[0]).toMatch(
      /store\.url_file: the file .*none cannot be read/,
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    expect(linesOf(load('{ kind: mongodb, url: "${MONGODB_URL}" }'))).toEqual([
      expect.stringMatching(/store\.url: the environment variable MONGODB_URL is not set/),
    ]);
  });

  it("says what is wrong with a connection string without quoting it", () => {
    const lines = linesOf(load(`{ kind: mongodb, url: "https://ines:${PASSWORD}@mongo-1" }`));
    expect(lines).toEqual([
      expect.stringMatching(/store\.url: this is no connection string of MongoDB\. Write mongodb:/),
    ]);
    expect(linesOf(load(`{ kind: mongodb, url: { ines: ${PASSWORD} } }`))[0]).toMatch(/store\.url: /);
  });

  it("has a database with a plain name", () => {
    const lines = linesOf(load(`{ kind: mongodb, url: "${URL}", database: "a b.c" }`));
    expect(lines).toEqual([expect.stringMatching(/store\.database: .*a name of at most 60 letters/)]);
  });

  it("is not mixed with a store in a file", () => {
    expect(linesOf(load(`{ kind: sqlite, url: "${URL}" }`))).toEqual([
      expect.stringMatching(/store\.url: "url" belongs to a store of the kind "mongodb"\. Write kind: mongodb/),
    ]);
  });

  it("may have to have a delivery before it is acknowledged: then there is no front door, which spools on this disk", () => {
    const store = `{ kind: mongodb, url: "${URL}", ack: store }`;
    expect(storeOf(load(store))).toMatchObject({ kind: "mongodb", ack: "store" });
    expect(storeOf(load(`{ kind: mongodb, url: "${URL}", ack: inbox }`))).not.toHaveProperty("ack");
    expect(linesOf(load("{ kind: sqlite, ack: store }"))[0]).toMatch(
      /store\.ack: "ack" belongs to a store of the kind/,
    );
    const front = load(`${store}\nkafka: { brokers: [k:9092], groupId: g, forwardTo: all }`);
    expect(linesOf(front)).toEqual([
      expect.stringMatching(/kafka\.forwardTo: a front door keeps .* Remove forwardTo, or/),
    ]);
  });

  it("is not needed for drafting", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    const loaded = load('{ kind: mongodb, url: "${MONGODB_URL}" }', { purpose: "draft" });
    expect(storeOf(loaded)).toEqual({ kind: "sqlite", path: "/etc/data" });
  });
});
