import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../src/domain/findings/find-all.ts";
import type { Rule } from "../src/domain/findings/rule.ts";

/**
 * Counts how often each rule for findings speaks on incidents whose people listed what they found, and how often they agreed: what the rules
 * say of themselves (`agreed`) is copied from here. `--verbose` shows what each says.
 * Usage: node test/findings.ts [--verbose] FOLDER…
 */

interface Finding {
  readonly rule: string;
  readonly part: string;
  readonly category: string;
  readonly text: string;
}

interface Drafted {
  readonly entries: readonly { readonly evidence: readonly { readonly delivery: string }[] }[];
  readonly findings: readonly Finding[];
}

interface Listed {
  readonly entries: readonly { readonly evidence: readonly string[] }[];
  readonly wentWell?: readonly { readonly category: string }[];
  readonly wentWrong?: readonly { readonly category: string }[];
}

interface Judged extends Finding {
  readonly isAgreed: boolean;
  readonly folder: string;
}

const args = process.argv.slice(2);
const isVerbose = args.includes("--verbose");
const folders = args.filter((arg) => !arg.startsWith("--")).flatMap(scenariosIn);
if (folders.length === 0) {
  process.stderr.write("usage: node test/findings.ts [--verbose] FOLDER…\n");
  process.exit(2);
}
const seen = new Set<string>();
const judged = folders.map(judge);
process.stdout.write(
  `${judged.reduce((sum, { incidents }) => sum + incidents, 0)} incidents whose people listed something\n`,
);
for (const rule of RULES)
  report(
    rule,
    judged.flatMap(({ findings }) => findings),
  );

function scenariosIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
}

/** An incident that stands in two folders, once by itself and once beside another, counts once. */
function judge(folder: string): { readonly incidents: number; readonly findings: readonly Judged[] } {
  const { incidents }: { incidents: readonly Listed[] } = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8"));
  const drafts = draftsOf(folder);
  const listed = incidents.filter((one) => (one.wentWell ?? []).length + (one.wentWrong ?? []).length > 0);
  const once = listed.filter((one) => {
    const name = JSON.stringify([one.wentWell, one.wentWrong]);
    return !seen.has(name) && seen.add(name);
  });
  return { incidents: once.length, findings: once.flatMap((one) => judgeOne(one, drafts, folder)) };
}

function judgeOne(listed: Listed, drafts: readonly Drafted[], folder: string): Judged[] {
  const evidence = new Set(listed.entries.flatMap((entry) => entry.evidence));
  const cites = ({ entries }: Drafted) =>
    entries.flatMap((entry) => entry.evidence).filter(({ delivery }) => evidence.has(delivery)).length;
  const [draft] = drafts.toSorted((a, b) => cites(b) - cites(a));
  return (draft?.findings ?? []).map((finding) => {
    const agreeing = (finding.part === "went_well" ? listed.wentWell : listed.wentWrong) ?? [];
    return { ...finding, folder, isAgreed: agreeing.some(({ category }) => category === finding.category) };
  });
}

function draftsOf(folder: string): readonly Drafted[] {
  const file = (name: string) => join(folder, name);
  const main = join(import.meta.dirname, "..", "src", "main.ts");
  const words = ["draft", "--format", "json", "--config", file("config.json"), file("capture.ndjson")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${folder}: ${stderr}`);
  return JSON.parse(stdout).incidents;
}

function report({ name, agreed: [agreed, spoke] }: Rule, findings: readonly Judged[]): void {
  const own = findings.filter(({ rule }) => rule === name);
  const right = own.filter(({ isAgreed }) => isAgreed).length;
  const isAsSaid = right === agreed && own.length === spoke;
  process.stdout.write(`${name}: agreed ${right} of ${own.length}${isAsSaid ? "" : `, says ${agreed} of ${spoke}`}\n`);
  if (!isVerbose) return;
  for (const one of own) process.stdout.write(`  ${one.isAgreed ? "+" : "-"} ${one.folder}: ${one.text}\n`);
}
