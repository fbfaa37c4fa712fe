import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    execArgv: ["--disable-warning=TimeoutNegativeWarning"],
    env: { TZ: "America/New_York" },
    testTimeout: 60_000,
    // The slow tests wait for engines and browsers rather than for a core.
    maxWorkers: 3,
  },
});
