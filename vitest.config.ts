import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests of what has neither state nor surroundings: such files may share a process, which halves what they cost. */
const PURE = ["domain", "reading", "sources", "publish", "web/view"].map((folder) => `test/${folder}/**/*.test.ts`);

/** Tests that wait for processes, engines and browsers: whatever is quick fills their gaps, and none of them is the last. */
const SLOW = /\/test\/(?:e2e|cli|properties)\//;

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { slow = [], quick = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      SLOW.test(moduleId) ? "slow" : "quick",
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
      { extends: true, test: { name: "isolated", include: ["test/**/*.test.ts"], exclude: PURE } },
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
    ],
  },
});
