import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: { TZ: "UTC" },
    pool: "forks",
    maxWorkers: 2,
    // Our modules keep no state, so files of a worker may share them: a sixth of the time was spent on loading them anew.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
