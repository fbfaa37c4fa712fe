import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    execArgv: ["--disable-warning=TimeoutNegativeWarning"],
    env: { TZ: "America/New_York" },
    testTimeout: 30_000,
  },
});
