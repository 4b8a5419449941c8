import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: { TZ: "UTC" },
    pool: "forks",
    maxWorkers: 2,
    // Our modules keep no state, so files of a worker may share them: a sixth of the time was spent on loading them anew.
    isolate: false,
    // Only to end what hangs: a night inside a test takes ten times as long on a machine that has other work.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
