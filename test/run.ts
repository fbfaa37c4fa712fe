import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ENGINES, findEngine, requiredEngines } from "./engines.ts";

/**
 * Runs every check and every test, and ends with a line that counts them: a check (format and lint, types, dependency rules, dead code) counts as one,
 * so does each test. Says which engines were not there to test against; with ANNALIST_REQUIRE=kafka,browser their absence is a failure.
 */

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Finished {
  readonly code: number;
  readonly output: string;
}

const PASSED: Count = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs an installed tool on the Node that runs this. */
function tool(name: string, ...words: string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join("node_modules", ".bin", name), ...words], {
      env: { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs one check; `judge` may find fault with one that claims to be right. */
async function check(
  name: string,
  run: () => Promise<Finished>,
  judge: (finished: Finished) => string | null = () => null,
): Promise<Count> {
  const since = performance.now();
  const finished = await run();
  const fault = finished.code === 0 ? judge(finished) : finished.output;
  say(`${fault === null ? "ok    " : "FAILED"} ${name} (${seconds(since)})`);
  if (fault === null) return PASSED;
  say(fault.trimEnd());
  return FAILED;
}

/** dependency-cruiser is content with having looked at nothing. */
function looked({ output }: Finished): string | null {
  const { summary } = JSON.parse(output) as { summary: { totalCruised: number } };
  return summary.totalCruised > 0
    ? null
    : "dependency-cruiser looked at no module: does `typescript` still have the API of TypeScript 6?";
}

async function checks(): Promise<Count[]> {
  return [
    await check("format and lint", () => tool("biome", "check", "--error-on-warnings", ".")),
    await check("types", () => tool("tsc", "--singleThreaded")),
    await check("dependency rules", () => dependencyRules(), looked),
    await check("dead code", () => tool("knip")),
    await check("dead code in production", () => tool("knip", "--production")),
  ];
}

/** As JSON for counting, and once more in words where a rule is broken. */
async function dependencyRules(): Promise<Finished> {
  const counted = await tool("depcruise", "src", "--output-type", "json");
  return counted.code === 0 ? counted : tool("depcruise", "src");
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** What failed, a line each with the first line of why: whoever sees only the end of the output knows it too. */
function failures(report: VitestReport): string[] {
  const first = (text = "") => text.split("\n", 1)[0]?.slice(0, 300) ?? "";
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [`FAILED ${file}: ${first(message)}`] : [];
    return failed.map((test) => `FAILED ${file}: ${test.fullName}: ${first(test.failureMessages?.[0])}`);
  });
}

async function tests(): Promise<Count> {
  const since = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "annalist-test-"));
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const { code, output } = await tool("vitest", "run", ...reporters);
    const report: VitestReport = JSON.parse(readFileSync(file, "utf8"));
    say(`${code === 0 ? "ok    " : "FAILED"} tests (${seconds(since)})`);
    if (code !== 0) say(output.trimEnd());
    failures(report).forEach(say);
    const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1);
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
  } catch (error) {
    say(`FAILED tests: vitest left no report: ${error instanceof Error ? error.message : error}`);
    return FAILED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One line for each engine that nothing was tested against. */
function engines(): Count[] {
  const required = requiredEngines();
  const counts: Count[] = [];
  for (const name of ENGINES) {
    const found = findEngine(name);
    if (found.is === "here") continue;
    const failed = required.includes(name);
    say(`${failed ? "FAILED" : "NOT RUN"}: ${name}: ${found.why}`);
    if (failed) counts.push(FAILED);
  }
  for (const name of required.filter((one) => !ENGINES.some((known) => known === one))) {
    say(`FAILED: ANNALIST_REQUIRE names "${name}"; known are ${ENGINES.join(", ")}`);
    counts.push(FAILED);
  }
  return counts;
}

const counts = (await Promise.all([checks(), tests().then((count) => [count])])).flat();
counts.push(...engines());
const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0);
say(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
process.exitCode = total("failed") === 0 ? 0 : 1;
