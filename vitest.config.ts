import { join, matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Tests that wait for processes, engines and browsers, or that compute for long. Whatever is quick fills their gaps, none of them is the last, and each
 * file has a process of its own. All others share processes, so that the sources and the library of schemas are loaded once a process and not once a
 * file, which was two fifths of what they cost: they leave nothing behind.
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
      // For the servers that tests start: they keep what Node makes of their TypeScript where a server of this checkout does.
      NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/annalist", import.meta.url)),
    },
    testTimeout: 120_000,
    // What is waited for comes about in milliseconds, and on a busy machine in seconds: only what never comes about fails.
    expect: { poll: { timeout: 30_000, interval: 20 } },
    // The slow tests wait rather than compute.
    maxWorkers: 4,
    sequence: { sequencer: SlowFirst },
    projects: [
      { extends: true, test: { name: "slow", include: SLOW } },
      { extends: true, test: { name: "quick", include: ["test/**/*.test.ts"], exclude: SLOW, isolate: false } },
    ],
  },
});
