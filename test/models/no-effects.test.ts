import { expect, test } from "vitest";
import { estimateAccuracyNode } from "../../src/models/accuracy/estimate-accuracy.ts";
import { retroInsightsNode } from "../../src/models/insights/retro-insights.ts";
import { addDays } from "../../src/models/statistics/calendar.ts";
import { createRandom } from "../../src/models/statistics/random.ts";
import { velocityWeeklyNode } from "../../src/models/velocity/velocity-weekly.ts";
import { fill, makeCompany } from "./support/company.ts";
import { openMarts, runNode } from "./support/marts.ts";

/** Companies without any effect; a longer run raises it. */
const companies = Number(process.env.PLIMSOLL_COMPANIES ?? 3);

/** Where nothing is to be found, each finding is false, and the rate is the share of companies with any. */
test(`of ${companies} companies without effects hardly any shows a step, a biased group or an insight that is a claim`, {
  timeout: 600_000,
}, async () => {
  let [steps, biased, claims] = [0, 0, 0];
  for (let seed = 1; seed <= companies; seed++) {
    const found = await findingsOf(seed);
    if (found.steps > 0) steps += 1;
    if (found.biased > 0) biased += 1;
    if (found.claims > 0) claims += 1;
  }
  // One in twenty is allowed; a few more or one may be luck.
  const most = Math.max(1, Math.ceil(companies * 0.05 + 2 * Math.sqrt(companies * 0.05 * 0.95) - 1));
  if (process.env.PLIMSOLL_COMPANIES) console.log({ companies, steps, biased, claims });
  expect(steps).toBeLessThanOrEqual(most);
  expect(biased).toBeLessThanOrEqual(most);
  // Six kinds of claims over two months, each held to 5 %: a company in ten or so shows one by chance.
  expect(claims).toBeLessThanOrEqual(
    Math.max(1, Math.ceil(companies * 0.1 + 2 * Math.sqrt(companies * 0.1 * 0.9) - 1)),
  );
});

async function findingsOf(seed: number) {
  const database = await openMarts();
  const company = makeCompany({ seed, weeks: 56, people: 8, teams: 3, projects: 5 });
  const random = createRandom(`estimates/${seed}`);
  const tasks = company.tasks.map((task) => ({
    ...task,
    // Errors that depend on nothing, the size of the estimate included.
    actual_hours: task.actual_hours === null ? null : (task.estimate_hours as number) * random.lognormal(0, 0.5),
    // Written down as long before they are due whenever that is: no month brings more than another.
    created_at: `${addDays(String(task.due_on), -60 - random.integer(30))}T08:00:00Z`,
    section_name: `Section ${random.integer(4)}`,
    created_by_gid: `u${random.integer(8)}`,
  }));
  await fill(database, { ...company, tasks, forecasts: [] });
  await runNode(velocityWeeklyNode, database);
  await runNode(estimateAccuracyNode, database);
  await runNode(retroInsightsNode, database);
  const [found] = await database.rows<{ steps: number; biased: number; claims: number }>(`
    select (select count(distinct (scope_type, scope_gid)) from marts.velocity_weekly where step_on is not null) as steps,
      (select count(*) from marts.estimate_accuracy where is_beyond_chance) as biased,
      (select count(*) from marts.retro_insights where kind not in ('where_time_went', 'overhead', 'blocked_time')) as claims`);
  database.close();
  return found!;
}
