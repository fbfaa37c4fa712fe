import { ENGINES, findEngine, requiredEngines } from "./engines.ts";
import { type Suite, type Tested, testSuite } from "./suite.ts";
import { type Finished, tool } from "./tool.ts";

/**
 * Runs every check and every test, and ends with a line that counts them: a check (format and lint, types, dependency rules, dead code) counts as one,
 * so does each test. Says which engines were not there to test against; with ANNALIST_REQUIRE=kafka,browser their absence is a failure.
 */

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const PASSED: Count = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

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

/**
 * The slow tests start processes and wait, and by themselves leave a fourth of two processors unused: all others fill these gaps from a vitest of their
 * own. Together they compute more than they wait, so that two workers are enough for them.
 */
const SUITES: readonly Suite[] = [
  { name: "slow", words: ["--project=slow"] },
  { name: "quick", words: ["--project=!slow", "--maxWorkers=2"] },
];

async function tests(): Promise<Tested[]> {
  return Promise.all(
    SUITES.map(async (suite) => {
      const since = performance.now();
      const tested = await testSuite(suite);
      say(`${tested.failed === 0 ? "ok    " : "FAILED"} ${suite.name} tests (${seconds(since)})`);
      if (tested.failed > 0) say(tested.output.trimEnd());
      return tested;
    }),
  );
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

const [checked, suites] = await Promise.all([checks(), tests()]);
const counts: readonly Count[] = [...checked, ...suites, ...engines()];
// Once more at the end: whoever sees only that knows it too.
for (const { failures } of suites) failures.forEach(say);
const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0);
say(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
process.exitCode = total("failed") === 0 ? 0 : 1;
