import { join, matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Tests that wait for processes, engines and browsers, or that compute for long: each file has a process of its own. All others share processes, so
 * that the sources and the library of schemas are loaded once a process and not once a file, which was two fifths of what they cost: they leave nothing
 * behind. `npm test` runs the two projects side by side; in one vitest the slow ones come first, so that none of them is the last.
 */
const SLOW = ["cli", "e2e", "incidents", "properties"].map((folder) => `test/${folder}/**/*.test.ts`);

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { slow = [], quick = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      SLOW.some((pattern) => matchesGlob(moduleId, join(import.meta.dirname, pattern))) ? "slow" : "quick",
    );
    return [...slow, ...quick];
  }
}

export default defineConfig({
  test: {
    execArgv: ["--disable-warning=TimeoutNegativeWarning"],
    env: {
      TZ: "America/New_York",
      // For tests and the servers that they start: they keep what Node makes of TypeScript where a server of this checkout does.
      NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/annalist", import.meta.url)),
    },
    // Node runs the TypeScript as it stands, as it does outside of tests: nothing is transformed, and what Node makes of a file is kept for the next process.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    testTimeout: 120_000,
    // What a hook starts and ends are servers, engines and browsers, too.
    hookTimeout: 120_000,
    // What is waited for comes about in milliseconds, and on a busy machine in seconds: only what never comes about fails.
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // The slow tests wait rather than compute.
    maxWorkers: 4,
    sequence: { sequencer: SlowFirst },
    projects: [
      { extends: true, test: { name: "slow", include: SLOW } },
      { extends: true, test: { name: "quick", include: ["test/**/*.test.ts"], exclude: SLOW, isolate: false } },
    ],
  },
});
