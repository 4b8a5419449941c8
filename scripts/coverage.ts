// How often 80 % intervals hold on made-up companies, pooled over seeds: `npm run coverage`, `npm run coverage -- 9 6000 101`
// (companies, tasks of each, first seed). Models run at past days as a first night replays them, on every twelfth day of half a year.
import { createCompany } from "../src/demo/company/company.ts";
import { sizeOfTasks } from "../src/demo/company/sizes.ts";
import { demoToday } from "../src/demo/start.ts";
import type { Task, Values } from "../src/demo/world/types.ts";
import type { World } from "../src/demo/world/world.ts";
import { capacityWeeklyNode } from "../src/models/capacity/capacity-weekly.ts";
import { readTasks } from "../src/models/effort/read-tasks.ts";
import { taskForecastsNode } from "../src/models/effort/task-forecasts.ts";
import { hindcast } from "../src/models/record/hindcast.ts";
import { readOutcomes } from "../src/models/record/outcomes.ts";
import { scoreRow } from "../src/models/record/score.ts";
import { addDays } from "../src/models/statistics/calendar.ts";
import { velocityWeeklyNode } from "../src/models/velocity/velocity-weekly.ts";
import { type ModelsDatabase, openModelsDatabase } from "./models-database.ts";

interface Tally {
  n: number;
  inside: number;
  below: number;
}

const originDays = Array.from({ length: 14 }, (_, i) => 14 + 12 * i);
const [companies = 7, tasks = 12_000, firstSeed = 1] = process.argv.slice(2).map(Number);
const tallies = new Map<string, Tally>();
for (let seed = firstSeed; seed < firstSeed + companies; seed++) await addCompany(seed);
process.stdout.write(
  `${companies} companies of ${tasks.toLocaleString("en")} tasks, seeds ${firstSeed} to ${firstSeed + companies - 1}\n`,
);
for (const [kind, { n, inside, below }] of [...tallies].sort()) {
  const percent = (count: number) => `${((100 * count) / n).toFixed(1)} %`;
  process.stdout.write(
    `  ${kind.padEnd(34)} n ${String(n).padStart(7)}   80 % intervals held ${percent(inside)}   at or below p50 ${percent(below)}\n`,
  );
}

async function addCompany(seed: number): Promise<void> {
  const { world } = createCompany({ seed, today: demoToday, size: sizeOfTasks(tasks) });
  const models = await openModelsDatabase(demoToday);
  try {
    await fillMarts(models, world);
    for (const node of [taskForecastsNode, velocityWeeklyNode, capacityWeeklyNode]) await models.runNode(node);
    const { input } = models;
    const origins = originDays.map((days) => addDays(demoToday, -days));
    const forecasts = await hindcast(input, origins, await readTasks(input));
    const outcomeOf = await readOutcomes(input);
    for (const forecast of forecasts) {
      const outcome = outcomeOf(forecast);
      const score = outcome && scoreRow({ ...forecast, forecast_id: "", hindcast: true }, outcome);
      if (!score) continue;
      add(forecast.kind, score.is_inside_80 === true, score.is_below_p50 === true);
      const isByEffort = forecast.method?.includes("over all their projects") ?? false;
      if (forecast.kind === "project_completion")
        add(`  ${isByEffort ? "by effort" : "by pace"}`, score.is_inside_80 === true, score.is_below_p50 === true);
    }
  } finally {
    models.close();
  }
}

function add(kind: string, isInside: boolean, isBelow: boolean): void {
  const tally = tallies.get(kind) ?? { n: 0, inside: 0, below: 0 };
  tally.n += 1;
  tally.inside += isInside ? 1 : 0;
  tally.below += isBelow ? 1 : 0;
  tallies.set(kind, tally);
}

/** The company as the SQL models would tell it, as far as these models read it. */
async function fillMarts({ fill }: ModelsDatabase, world: World): Promise<void> {
  const live = { is_own: false, is_deleted: false };
  const homes = new Map([...world.teams.values()].flatMap((team) => team.members.map((one) => [one.person, team.gid])));
  await fill(
    "marts.teams",
    [...world.teams.values()].map((team) => ({ team_gid: team.gid, name: team.name })),
  );
  await fill(
    "marts.people",
    [...world.people.values()].map((person) => ({
      ...{ person_gid: person.gid, name: person.name, home_team_gid: homes.get(person) ?? null },
      ...{ weekly_capacity_hours: 40, capacity_source: "field", is_active: person.isActive, is_guest: person.isGuest },
    })),
  );
  await fill(
    "marts.projects",
    [...world.projects.values()].map((project) => ({
      ...{ project_gid: project.gid, name: project.name, team_gid: project.team?.gid ?? null, due_on: project.dueOn },
      ...{ is_archived: project.isArchived, is_completed: project.completedAt !== null, ...live },
    })),
  );
  await fill(
    "marts.tasks",
    [...world.tasks.values()].map((task) => ({ ...taskRow(task), ...live })),
  );
  await fill(
    "marts.time_entries",
    [...world.entries.values()].map((entry) => ({
      ...{ entry_gid: entry.gid, task_gid: entry.task.gid, person_gid: entry.person.gid, source: "asana" },
      ...{ project_gid: projectOf(entry.task), entered_on: entry.enteredOn, hours: entry.minutes / 60 },
      created_at: new Date(entry.createdAt).toISOString(),
    })),
  );
  await fill(
    "marts.task_dependencies",
    [...world.tasks.values()].flatMap((task) =>
      task.dependencies.map((before) => ({ task_gid: task.gid, depends_on_gid: before.gid })),
    ),
  );
  await fill(
    "marts.absence",
    [...world.absences.values()].map((one) => ({
      ...{ absence_gid: one.gid, person_gid: one.person.gid, start_on: one.startOn, end_on: one.endOn },
    })),
  );
}

function taskRow(task: Task) {
  const logged = task.entries.reduce((sum, entry) => sum + entry.minutes / 60, 0);
  const actual = logged > 0 ? logged : numberOf(task.values, "Actual Hours");
  const estimate = numberOf(task.values, "Estimated Hours");
  return {
    ...{ task_gid: task.gid, name: task.name, assignee_gid: task.assignee?.gid ?? null, project_gid: projectOf(task) },
    ...{ created_by_gid: task.createdBy?.gid ?? null, section_name: task.places[0]?.section.name ?? null },
    ...{ is_completed: task.completedAt !== null, created_at: task.createdAt, completed_at: task.completedAt },
    ...{ start_on: task.startOn, due_on: task.dueOn, is_milestone: task.kind === "milestone" },
    ...{ estimate_hours: estimate, original_estimate_hours: estimate, actual_hours: actual },
  };
}

/** A subtask's project is its root parent's. */
function projectOf(task: Task): string | null {
  return task.places[0]?.project.gid ?? (task.parent ? projectOf(task.parent) : null);
}

function numberOf(values: Values, name: string): number | null {
  for (const [field, value] of values) if (field.name.toLowerCase() === name.toLowerCase()) return value as number;
  return null;
}
