import { defineConfig, mergeConfig } from "vitest/config";
import usual from "./vitest.config.ts";

const asked = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("PLIMSOLL_")));

/** The randomised tests again, much longer: 50 kills, 50 lost answers, 500 interleavings with edits of people, 1,000 schedules. `npm test` runs a short sample of each. */
export default mergeConfig(
  usual,
  defineConfig({
    test: {
      // What the environment says goes first: `PLIMSOLL_SEED=501 PLIMSOLL_SCHEDULES=500` runs the second half.
      env: {
        PLIMSOLL_INTERLEAVINGS: "500",
        PLIMSOLL_SOAK_STEPS: "1000",
        PLIMSOLL_SCHEDULES: "1000",
        PLIMSOLL_KILLS: "50",
        PLIMSOLL_SOAK_ROUNDS: "10",
        PLIMSOLL_COMPANIES: "100",
        ...asked,
      },
      testTimeout: 3_600_000,
    },
  }),
);
