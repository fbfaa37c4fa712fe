import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Finished, tool } from "./tool.ts";

export interface Suite {
  readonly name: string;
  /** What vitest is told of it. */
  readonly words: readonly string[];
}

/** How the tests of a suite went. */
export interface Tested {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What vitest wrote. */
  readonly output: string;
  /** What failed, a line each with the first line of why. */
  readonly failures: readonly string[];
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

/** Runs a suite in a vitest of its own. If that ends badly without a failed test, or leaves no report, it counts as one failure. */
export async function testSuite({ name, words }: Suite): Promise<Tested> {
  const folder = mkdtempSync(join(tmpdir(), "annalist-test-"));
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    return tested(name, await tool("vitest", "run", ...words, ...reporters), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tested(suite: string, { code, output }: Finished, file: string): Tested {
  try {
    const report: VitestReport = JSON.parse(readFileSync(file, "utf8"));
    const named = failures(report);
    const without = `FAILED ${suite} tests: vitest ended with ${code}, though no test failed`;
    return {
      passed: report.numPassedTests,
      failed: Math.max(report.numFailedTests, code === 0 ? 0 : 1),
      skipped: report.numPendingTests + report.numTodoTests,
      output,
      failures: code !== 0 && named.length === 0 ? [without] : named,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const failure = `FAILED ${suite} tests: vitest ended with ${code} and left no report: ${why}`;
    return { passed: 0, failed: 1, skipped: 0, output, failures: [failure] };
  }
}

function failures(report: VitestReport): string[] {
  const first = (text = "") => text.split("\n", 1)[0]?.slice(0, 300) ?? "";
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [`FAILED ${file}: ${first(message)}`] : [];
    return failed.map((test) => `FAILED ${file}: ${test.fullName}: ${first(test.failureMessages?.[0])}`);
  });
}
