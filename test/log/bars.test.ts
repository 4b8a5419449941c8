import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { barLog, timeLeft } from "../../src/log/bars.ts";

it.each([
  [1, "10 s left"],
  [37, "40 s left"],
  [58, "1 min left"],
  [130, "2 min left"],
  [5_400, "90 min left"],
  [9_000, "3 h left"],
])("tells %i seconds as %s", (seconds, told) => {
  expect(timeLeft(seconds)).toBe(told);
});

it("tells the time left beside the rate when it is drawn", () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200, cursorTo() {}, clearLine() {} });
  const { log, close } = barLog(stream);
  const data = { rows_per_second: 50, seconds_left: 130 };
  log({ type: "progress", task: "tasks", done: 100, total: 6_600, unit: "rows", data });
  close();
  const drawn = String(stream.read());
  expect(drawn).toContain("100 of 6,600 rows rows per second 50 · 2 min left");
  expect(drawn).not.toContain("seconds left");
});
