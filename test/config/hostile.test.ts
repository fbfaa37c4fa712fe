import { expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { formatProblem, type Problem } from "../../src/config/problem.ts";
import { kinds } from "./kinds.ts";

const SECRET = "hunter2-hunter2-hunter2";

function tell(text: string, file = ""): string {
  const read = () => file;
  const given = { environment: { SECRET }, registry: kinds, purpose: "serve", read } as const;
  const loaded = loadConfig(text, "/etc/shop.yaml", given);
  const problems: readonly Problem[] = [...(loaded.ok ? [] : loaded.problems), ...loaded.warnings];
  return problems.map((problem) => formatProblem("shop.yaml", problem)).join("\n");
}

const auth = (entry: string): string => `sources: [ { name: door, kind: bell, auth: [ ${entry} ] } ]\n`;
const BELL = auth("{ bearer: a-secret-that-nobody-guesses }");

it.each([
  ["no space after the colon", auth(`{ bearer:${SECRET} }`), /auth\[0\]: .*"bearer…".*a space after the colon/],
  ["an equals sign", auth(`{ bearer=${SECRET} }`), /auth\[0\]: .*"bearer…"/],
  ["the secret as a key", auth(`{ ${SECRET}: true }`), /auth\[0\]: there is no setting of this name/],
  ["a star before it", auth(`{ bearer: *${SECRET} }`), /:1:\d+: .*begins with \*.*in quotes/],
  ["an exclamation mark before it", auth(`{ bearer: !${SECRET} }`), /:1:\d+: .*begins with !.*in quotes/],
  ["a bar before it", `sources:\n  - auth:\n    - bearer: |${SECRET}\n`, /:3:\d+: not valid YAML or JSON/],
  ["the same at a broker", `${BELL}kafka: { sasl: { password:${SECRET} } }`, /kafka\.sasl: .*"password…"/],
  ["an address with a password, too near", `${BELL}store: { url:mongodb://u:${SECRET}@h/ }`, /store: .*"url…"/],
  [
    "an address with a password, for another",
    `${BELL}store: { database: "mongodb://u:${SECRET}@h" }`,
    /store\.database/,
  ],
  ["an address with a password, for all", `${BELL}store: "mongodb://u:${SECRET}@h"`, /store: this is text/],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
  ["a variable for a kind", "sources: [ { name: a, kind: '${SECRET}' } ]", /sources\[0\]\.kind: there is no such kind/],
])("a secret that was written wrongly is never printed: %s", (_mistake, text, told) => {
  expect(tell(text)).toMatch(told);
  expect(tell(text)).not.toContain(SECRET);
});

it.each([
  ["that is nowhere", "sources: *nowhere\n"],
  ["to what it stands in", "sources: &all [ *all ]\n"],
  ["to what it stands in, deep down", "sources: [ &door { auth: [ { bearer: *door } ] } ]\n"],
  [
    "that multiplies",
    `${["a", "b", "c", "d", "e", "f", "g", "h"].map((name, at, all) => `${name}: &${name} [ ${`${at === 0 ? "x" : `*${all[at - 1]}`}, `.repeat(9)} ]`).join("\n")}\n`,
  ],
])("an alias %s is a problem with a place, and no failure of ours", (_kind, text) => {
  expect(tell(text)).toMatch(/^shop\.yaml:\d+:\d+: .*alias/);
});

it("what cannot stand where it stands is quoted no longer than anybody reads", () => {
  const told = tell(`${BELL}log: { level: ${"loud".repeat(50_000)} }`);
  expect(told).toContain("log.level: ");
  expect(told.length).toBeLessThan(400);
});

it("of a large catalogue with nothing but wrong dependencies each is told, briefly", { timeout: 60_000 }, () => {
  const services = Array.from({ length: 5_000 }, (_, n) => `  - { name: till-${n}, dependsOn: [lost-${n}-of-them] }`);
  const told = tell(`${BELL}services:\n${services.join("\n")}\n`);
  expect(told.split("\n")).toHaveLength(5_000);
  expect(told.length).toBeLessThan(5_000 * 400);
});
