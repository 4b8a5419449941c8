import { readCalendar } from "../calendar/read-calendar.ts";
import { capacityWeeklyNode, forecastCapacity } from "../capacity/capacity-weekly.ts";
import { usualRamp } from "../headcount/assumptions.ts";
import { headcountProjectionNode } from "../headcount/headcount-projection.ts";
import type { ModelRow, ModelSettings } from "../node.ts";
import { firstMonths, type OnboardingMonth } from "../onboarding/first-months.ts";
import { readTeam } from "../onboarding/read-team.ts";
import { insertWork, type Placed, placeWork } from "./added-work.ts";
import { changeAssignees, changePeople } from "./change-people.ts";
import { changeProjects } from "./change-projects.ts";
import { forecastAdded } from "./forecast-added.ts";
import type { Plan, ScenarioInput } from "./plan.ts";
import { readRooms } from "./rooms.ts";
import { forecastChanged } from "./scenario-projects.ts";
import { fingerprints, touchedPeople } from "./touched-people.ts";

/** Marts that a scenario reads and changes; the input holds copies of them. */
export const scenarioTables = [
  ...new Set([
    ...capacityWeeklyNode.reads,
    ...headcountProjectionNode.reads,
    ...["marts.projects", "marts.capacity_weekly", "marts.project_forecasts", "marts.headcount_projection"],
  ]),
];

export interface ScenarioResult {
  /** Rows as of the marts of the same names, under the plan. */
  readonly capacity: readonly ModelRow[];
  /** Only projects that the plan changes or adds. */
  readonly projects: readonly ModelRow[];
  readonly headcount: readonly ModelRow[];
  readonly dropped: readonly string[];
  /** The first 90 days of newcomers. */
  readonly onboarding: readonly OnboardingMonth[];
  readonly placed: readonly Placed[];
  /** What could not be placed or said, in sentences. */
  readonly notes: readonly string[];
}

/** Changes the copy of the marts as the plan says and runs the same models on it. */
export async function simulateScenario(plan: Plan, input: ScenarioInput): Promise<ScenarioResult> {
  const before = await fingerprints(input);
  await changePeople(plan, input);
  const rooms = await readRooms(input, plan);
  // Read before work moves: what waits is what the team cannot do today.
  const onboarding = await planOnboarding(plan, input);
  const handedOver = await changeAssignees(plan, input, rooms);
  await changeProjects(plan, input);
  const changed = await forecastChanged(plan, input);
  // Added projects reach the headcount through the pipeline, so their tasks come in only afterwards.
  const headcount = await headcountProjectionNode.run({ ...input, settings: settingsFor(plan, input.settings) });
  const placed = plan.added.map((project) => placeWork(project, rooms));
  for (const work of placed) await insertWork(work, input);
  return {
    capacity: await capacityUnder(input, touchedPeople(before, await fingerprints(input))),
    projects: [...changed, ...placed.map((work) => forecastAdded(work, rooms, input))],
    headcount: headcount["marts.headcount_projection"]!,
    ...{ dropped: plan.drops, placed, onboarding },
    notes: [...handedOver, ...placed.flatMap((work) => work.notes)],
  };
}

/** Weeks ahead of everybody: simulated again for those whom the plan touches, as in the release for the others. */
async function capacityUnder(input: ScenarioInput, touched: ReadonlySet<string>): Promise<ModelRow[]> {
  const base = await input.rows(
    "select * from marts.capacity_weekly where is_future order by person_gid, week_start_on",
  );
  const kept = base.filter(({ person_gid }) => !touched.has(String(person_gid)));
  if (touched.size === 0) return kept;
  const simulated = (await forecastCapacity(input, touched))["marts.capacity_weekly"];
  return [...kept, ...simulated.filter((row) => row.is_future === true)];
}

/** The first 90 days of everybody whom the plan lets join. */
async function planOnboarding(plan: Plan, input: ScenarioInput): Promise<OnboardingMonth[]> {
  if (plan.joins.length === 0) return [];
  const [calendar, team] = await Promise.all([readCalendar(input), readTeam(input)]);
  const rampWeeks = usualRamp(plan.headcount.ramp_weeks ?? input.settings.headcount.ramp_weeks);
  return plan.joins.flatMap((join) => firstMonths(join, { ...team, calendar, rampWeeks }));
}

/** Settings of headcount under the plan: its own, and its projects in the pipeline. */
function settingsFor(plan: Plan, settings: ModelSettings): ModelSettings {
  const added = plan.added.map(({ name, team_gid, hours, starts_on, ends_on, probability }) => ({
    ...{ name, hours, starts_on, ends_on, probability },
    ...(team_gid ? { team: team_gid } : {}),
  }));
  const pipeline = [...(plan.headcount.pipeline ?? settings.headcount.pipeline ?? []), ...added];
  const own = Object.fromEntries(Object.entries(plan.headcount).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    headcount: { ...settings.headcount, ...own, ...(pipeline.length > 0 ? { pipeline } : {}) },
  };
}
