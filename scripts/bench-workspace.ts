// A reference shape of the embedded workspace in a process of its own, for scripts/bench-extract.ts: says where it listens,
// and lets a day pass for every message that names one.

import type { Shape } from "../src/demo/company/sizes.ts";
import { changeSome } from "../src/demo/nights/changes.ts";
import { startDemo } from "../src/demo/start.ts";

/** A night's work of the budgets: 2 % of the tasks, 550 time entries. */
const changedShare = 0.02;
const entriesADay = 550;

const [size = "wide"] = process.argv.slice(2);
const tasks = Number(size);
const demo = await startDemo(Number.isFinite(tasks) ? { tasks } : { shape: size as Shape });
process.on("message", (today: string) => {
  changeSome(demo.world, { today, tasks: Math.round(demo.world.tasks.size * changedShare), entries: entriesADay });
  process.send?.({ changed: today });
});
process.on("disconnect", () => process.exit(0));
process.send?.({
  url: demo.url,
  token: demo.token,
  tasks: demo.world.tasks.size,
  entries: demo.world.entries.size,
  projects: demo.world.projects.size,
});
