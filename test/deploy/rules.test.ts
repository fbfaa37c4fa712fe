import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { engine } from "../engines.ts";
import { deployed, readDeployed, readDocuments } from "./manifests.ts";

interface Rule {
  readonly alert: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

const [{ groups }] = readDocuments(readDeployed("prometheus/alerts.yaml")) as [
  { readonly groups: readonly { readonly rules: readonly Rule[] }[] },
];
const rules = groups.flatMap((group) => group.rules);

describe("the alert rules", () => {
  it("say what is wrong and what to do, each under a name of its own", () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { labels, annotations } of rules) {
      expect(["critical", "warning"]).toContain(labels.severity);
      expect(Object.keys(annotations)).toEqual(["summary", "remedy"]);
      expect(Object.values(annotations).every((text) => text.endsWith("."))).toBe(true);
    }
  });

  it.skipIf(engine("promtool") === null)("are rules of Prometheus, and go off when they should", () => {
    const program = engine("promtool") ?? "";
    const run = (...words: string[]) => execFileSync(program, words, { encoding: "utf8", stdio: "pipe" });
    expect(run("check", "rules", deployed("prometheus/alerts.yaml"))).toContain(`SUCCESS: ${rules.length} rules found`);
    const cases = fileURLToPath(new URL("alerts.promtool.yaml", import.meta.url));
    expect(run("test", "rules", cases)).toContain("SUCCESS");
  });
});
