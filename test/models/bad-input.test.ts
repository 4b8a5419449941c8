import { expect, test } from "vitest";
import { estimateAccuracyNode } from "../../src/models/accuracy/estimate-accuracy.ts";
import { timeAnomaliesNode } from "../../src/models/anomalies/time-anomalies.ts";
import { assignedWeeklyNode } from "../../src/models/capacity/assigned-weekly.ts";
import { capacityWeeklyNode } from "../../src/models/capacity/capacity-weekly.ts";
import { projectForecastsNode } from "../../src/models/completion/project-forecasts.ts";
import { dependencyCirclesNode } from "../../src/models/dependencies/dependency-circles.ts";
import { taskForecastsNode } from "../../src/models/effort/task-forecasts.ts";
import { headcountProjectionNode } from "../../src/models/headcount/headcount-projection.ts";
import { retroInsightsNode } from "../../src/models/insights/retro-insights.ts";
import type { ModelRow } from "../../src/models/node.ts";
import { recommendationsNode } from "../../src/models/recommendations/recommendations.ts";
import { forecastsNode } from "../../src/models/record/forecasts-node.ts";
import { velocityWeeklyNode } from "../../src/models/velocity/velocity-weekly.ts";
import { type Company, fill, makeCompany } from "./support/company.ts";
import { badNumbers, insert, openMarts, runNode } from "./support/marts.ts";

const nodes = [
  taskForecastsNode,
  velocityWeeklyNode,
  assignedWeeklyNode,
  capacityWeeklyNode,
  dependencyCirclesNode,
  projectForecastsNode,
  headcountProjectionNode,
  forecastsNode,
  recommendationsNode,
  estimateAccuracyNode,
  timeAnomaliesNode,
  retroInsightsNode,
];

const small = () => ({ ...makeCompany({ people: 2, teams: 1, projects: 1, weeks: 12 }), forecasts: [] });
const change = (company: Company, how: (task: ModelRow) => ModelRow): Company => ({
  ...company,
  tasks: company.tasks.map(how),
});
const isOpen = (task: ModelRow) => task.is_completed === false;

const workspaces: readonly (readonly [string, () => Company])[] = [
  ["an empty workspace", () => ({ people: [], projects: [], tasks: [], entries: [], forecasts: [] })],
  [
    "one person, one week of history",
    () => ({ ...makeCompany({ people: 1, teams: 1, projects: 1, weeks: 1 }), forecasts: [] }),
  ],
  ["no estimates", () => change(small(), (task) => ({ ...task, estimate_hours: null }))],
  ["estimates all equal", () => change(small(), (task) => ({ ...task, estimate_hours: 4 }))],
  ["all due today", () => change(small(), (task) => ({ ...task, due_on: "2026-11-16", start_on: "2026-11-16" }))],
  ["due before start", () => change(small(), (task) => ({ ...task, start_on: "2027-01-01", due_on: "2026-12-01" }))],
  ["year 9999", () => change(small(), (task) => (isOpen(task) ? { ...task, due_on: "9999-12-31" } : task))],
  [
    "10,000 hour estimates",
    () => change(small(), (task) => (isOpen(task) ? { ...task, estimate_hours: 10_000 } : task)),
  ],
  [
    "zero and negative hours",
    () => change(small(), (task) => ({ ...task, estimate_hours: -4, actual_hours: isOpen(task) ? null : 0 })),
  ],
  [
    "people without capacity",
    () => ({ ...small(), people: small().people.map((p) => ({ ...p, weekly_capacity_hours: 0 })) }),
  ],
  [
    "completed before created",
    () => change(small(), (task) => (isOpen(task) ? task : { ...task, created_at: "2026-11-15T00:00:00Z" })),
  ],
  [
    "no dates at all",
    () => change(small(), (task) => ({ ...task, due_on: null, start_on: null, created_at: null, completed_at: null })),
  ],
  ["people who have left", () => ({ ...small(), people: small().people.map((p) => ({ ...p, is_active: false })) })],
  [
    "one more project than tasks by far",
    () => change(small(), (task) => ({ ...task, project_gid: isOpen(task) ? `p${task.task_gid}` : task.project_gid! })),
  ],
  ["nobody assigned", () => change(small(), (task) => ({ ...task, assignee_gid: null }))],
  ["no time logged", () => ({ ...small(), entries: [] })],
  ["people unknown", () => ({ ...small(), people: [] })],
];

test.each(workspaces)("%s: numbers are finite, no row is lost, and reasons are given", async (_name, make) => {
  const database = await openMarts();
  const company = make();
  await fill(database, company);
  await insert(database, "marts.task_dependencies", [
    { task_gid: "t0", depends_on_gid: "t1" },
    { task_gid: "t1", depends_on_gid: "t0" },
  ]);
  for (const node of nodes) expect(badNumbers(await runNode(node, database))).toEqual([]);
  const [lost] = await database.rows(`select
    (select count(*) from marts.tasks where not is_completed) - (select count(*) from marts.task_forecasts) as tasks,
    (select count(*) from marts.projects) - (select count(*) from marts.project_forecasts) as projects,
    (select count(*) from marts.teams) * 4 - (select count(*) from marts.headcount_projection) as teams,
    (select count(*) from marts.people where is_active) * 8 - (select count(*) from marts.capacity_weekly where is_future) as people`);
  expect(lost).toEqual({ tasks: 0, projects: 0, teams: 0, people: 0 });
  // As sql/checks/workload_unlike_capacity.sql has it, on a whole release.
  const unlike = await database.rows(`
    select c.person_gid, c.week_start_on, c.assigned_hours, sum(a.assigned_hours) as by_project
    from marts.capacity_weekly c left join marts.assigned_weekly a using (person_gid, week_start_on)
    where c.is_future group by all having abs(coalesce(by_project, 0) - coalesce(c.assigned_hours, 0)) > 0.01`);
  expect(unlike).toEqual([]);
  for (const table of [
    "velocity_weekly",
    "capacity_weekly",
    "project_forecasts",
    "headcount_projection",
    "task_forecasts",
  ]) {
    const unexplained = await database.rows(
      `select * from marts.${table} where status <> 'ok' and unlocks is null or status is null limit 1`,
    );
    expect(unexplained).toEqual([]);
  }
});
