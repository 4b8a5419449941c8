import { expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

it.each([
  ["a run to take back that an empty variable names", ["--undo", "", "--apply"], /--undo names no run/],
  ["a plan file that an empty variable names", ["--from", "", "--apply"], /--from names no file/],
  ["a file to keep the plan in that an empty variable names", ["--out", " "], /--out names no file/],
  ["a run to take back and a plan to apply", ["--undo", "run-1", "--from", "plan.json"], /--undo and --from/],
])("does not take it for a plan of today when it is given %s", async (_, words, says) => {
  const { code, out, err } = await runCli(["publish", ...words]);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(says);
});
