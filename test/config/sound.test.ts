import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { kinds } from "./kinds.ts";

const SECRET = "an-invented-secret-of-the-harbour";
const DOOR = `sources: [ { name: door, kind: bell, auth: [ { bearer: ${SECRET} } ] } ]\n`;

/** Keys of all that is told of a configuration, in the order of the file: problems, and what is odd. */
function toldOf(text: string): { readonly problems: string[]; readonly warnings: string[] } {
  const loaded = loadConfig(text, "shop.yaml", {
    environment: {},
    registry: kinds,
    read: () => "PEM",
    purpose: "serve",
  });
  const keyOf = (problem: Parameters<typeof formatProblem>[1]) =>
    formatProblem("shop.yaml", problem).replace(/^shop\.yaml:\d+:\d+: (\S+): .*$/s, "$1");
  return { problems: loaded.ok ? [] : loaded.problems.map(keyOf), warnings: loaded.warnings.map(keyOf) };
}

describe("what of kafka has the right shape beside what has not", () => {
  it("is looked at as well: other members, other topics", () => {
    const text = `${DOOR}kafka:
  brokers: [ 9092 ]
  groupId: g
  topics:
    - { topic: t, sourrce: door }
    - { topic: u, source: dor }
    - { topic: v }
    - { topic: u, source: door }
  ssl: { cert_file: cert.pem }
  sasl: { mechanism: plain, username: u }
`;
    expect(toldOf(text).problems).toEqual([
      "kafka.brokers[0]",
      "kafka.topics[0].sourrce",
      "kafka.topics[1].source",
      "kafka.topics[2]",
      "kafka.topics[3].topic",
      "kafka.ssl",
      "kafka.sasl",
    ]);
  });

  it.each([
    ["topics that are no list", "topics: t"],
    ["the only topic", "topics: [ { tropic: t } ]"],
    ["where changes are told", "changesTo: { topic: t }"],
    ["where webhooks go", "forwardTo: [ t ]"],
  ])("is not said to name no topic beside %s", (_what, written) => {
    const { problems } = toldOf(`${DOOR}kafka: { brokers: [ "k:9092" ], groupId: g, ${written} }\n`);
    expect(problems.filter((key) => key === "kafka.topics")).toHaveLength(written === "topics: t" ? 1 : 0);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("says that it names none where it names none", () => {
    for (const written of ["", ", topics: []"])
      expect(toldOf(`${DOOR}kafka: { brokers: [ k ], groupId: g${written} }\n`).problems).toEqual(
        written === "" ? ["kafka.topics", "kafka.brokers[0]"] : ["kafka.brokers[0]", "kafka.topics"],
      );
  });

  it("lets a source do without a secret where one of its trusted topics cannot be read, and no other", () => {
    const withTopics = (topics: string) =>
      toldOf(
        `sources: [ { name: door, kind: bell } ]\nkafka: { brokers: [ "k:9092" ], groupId: g, topics: [ ${topics} ] }\n`,
      );
    const odd = "{ topic: t, source: door, trusted: true, extra: 1 }";
    expect(withTopics(odd).problems).toEqual(["kafka.topics[0].extra"]);
    expect(withTopics(`${odd.replace("true", "false")}, { topic: u, source: door }`).problems).toEqual([
      "sources[0].auth",
      "kafka.topics[0].extra",
    ]);
  });
});

describe("what of services and people has the right shape beside what has not", () => {
  it("is looked at as well, in its place, and may name what has not", () => {
    const text = `${DOOR}services:
  - { name: till, aliases: [ pos ], colour: red }
  - { name: shop, dependsOn: [ till, pos, tyll ] }
  - { name: Shop }
  - 7
people:
  - { name: Oona, extra: 1 }
  - { name: Noor, ids: [ U0NOOR ] }
`;
    expect(toldOf(text)).toEqual({
      problems: ["services[0].colour", "services[3]", "people[0].extra"],
      warnings: ["services[1].dependsOn[2]", "services[2].name", "people[1].ids[0]"],
    });
  });
});
