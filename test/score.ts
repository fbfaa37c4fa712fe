import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Scores the drafts of a folder of incidents whose timelines people published, and fails below the bars. The folder brings its scorer, and may
 * bring bars of its own (`bars.json`) that take the place of those here.
 * Usage: node test/score.ts FOLDER [SCORER]
 */

interface Scores {
  readonly scenarios: number;
  readonly failed: number;
  readonly unstable: number;
  readonly f1: number;
  readonly recall: number;
  readonly duplicates: number;
  readonly merged: number;
  readonly texts: number | null;
  readonly orderOk: number | null;
  readonly timeOk: number | null;
  readonly kinds: number | null;
  readonly moments: number | null;
  readonly detection: number | null;
  readonly attribution: number | null;
  readonly extraIncidents: number;
}

type Bars = Partial<Record<keyof Scores, number>>;

const AT_LEAST: Bars = {
  f1: 0.82,
  recall: 0.88,
  texts: 0.98,
  orderOk: 0.98,
  timeOk: 0.97,
  kinds: 0.88,
  moments: 0.8,
  detection: 0.99,
  attribution: 0.95,
};
/** Counted over all folders; lines told twice or together are bounded per folder: 15 and 3 of 13. */
const AT_MOST: Bars = {
  failed: 0,
  unstable: 0,
  duplicates: 1.154,
  merged: 0.231,
  extraIncidents: 0,
};

const [folder, scorerFile] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("usage: node test/score.ts FOLDER [SCORER]\n");
  process.exit(2);
}
const scorer = spawnSync(process.execPath, [scorerFile ?? join(folder, "score.mjs"), folder, "--json"], {
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
if (scorer.status !== 0) {
  process.stderr.write(`the scorer failed: ${scorer.stderr}\n`);
  process.exit(1);
}
const { total: counted }: { readonly total: Scores } = JSON.parse(scorer.stdout);
const total: Scores = {
  ...counted,
  duplicates: counted.duplicates / counted.scenarios,
  merged: counted.merged / counted.scenarios,
};
const barsFile = join(folder, "bars.json");
const own: Bars = existsSync(barsFile) ? JSON.parse(readFileSync(barsFile, "utf8")) : {};
let below = 0;
for (const [name, bar] of Object.entries(AT_LEAST)) report(name as keyof Scores, ">=", bar);
for (const [name, bar] of Object.entries(AT_MOST)) report(name as keyof Scores, "<=", bar);
process.exitCode = below === 0 ? 0 : 1;

function report(name: keyof Scores, relation: ">=" | "<=", usual: number): void {
  const bar = own[name] ?? usual;
  const value = total[name];
  const holds = value !== null && (relation === ">=" ? value >= bar : value <= bar);
  if (!holds) below += 1;
  const shown = value === null ? "none" : Number(value.toFixed(3));
  process.stdout.write(`${holds ? "ok    " : "FAILED"} ${name} ${shown} (bar ${relation} ${bar})\n`);
}
