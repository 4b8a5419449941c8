import { defineConfig, mergeConfig } from "vitest/config";
import usual from "./vitest.config.ts";

/** The randomised tests again, much longer; `npm test` runs a short sample of each. */
export default mergeConfig(
  usual,
  defineConfig({ test: { env: { PLIMSOLL_SOAK_STEPS: "1000" }, testTimeout: 3_600_000 } }),
);
