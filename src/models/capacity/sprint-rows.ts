import { currentWeek, dayOfSql } from "../calendar/weeks.ts";
import type { ModelInput, ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { createRandom } from "../statistics/random.ts";
import { capacityWithin, type Shared, weeksAhead } from "./capacity-within.ts";
import { forecastOf, methodOf, missingFor, noForecast, ratio, round, statusOf } from "./load-columns.ts";
import { allocatedWithin, assignedTasks, type PersonFacts, pastWeeksOf } from "./person-load.ts";
import { daysLeft, noPoints, type PersonPoints, pointsAhead, pointsBehind, pointsModel } from "./points.ts";
import { simulatePaths, summaryOf } from "./simulate-load.ts";
import type { Sprint } from "./sprints.ts";

/** Hours logged and points finished by person and sprint, as `person/start of sprint/name`. */
export type SprintHours = ReadonlyMap<string, { readonly hours: number; readonly points: number }>;

const keyOf = (gid: string, sprint: Sprint) => `${gid}/${sprint.starts_on}/${sprint.name}`;

/** What has been done in each sprint up to the as-of date. */
export async function readSprintHours(sprints: readonly Sprint[], input: ModelInput): Promise<SprintHours> {
  const rows = await Promise.all(
    sprints.map(async (sprint) =>
      (await input.rows<{ gid: string; hours: number; points: number }>(doneSql(sprint, input))).map(
        ({ gid, hours, points }) => [keyOf(gid, sprint), { hours, points }] as const,
      ),
    ),
  );
  return new Map(rows.flat());
}

const doneSql = ({ starts_on, ends_on }: Sprint, { asOf, settings }: ModelInput) => {
  const within = (day: string) => `${day} between date '${starts_on}' and least(date '${ends_on}', date '${asOf}')`;
  return `
  select gid, cast(sum(hours) as double) as hours, cast(sum(points) as double) as points from (
    select e.person_gid as gid, e.hours, 0 as points from marts.time_entries e left join marts.tasks t using (task_gid)
    where ${within("e.entered_on")} and e.hours > 0 and not coalesce(t.is_own, false)
    union all
    select assignee_gid, 0, story_points from marts.tasks
    where is_completed and story_points > 0 and not is_own and not is_deleted
      and ${within(dayOfSql("completed_at", settings))}
  ) where gid is not null group by gid order by gid`;
};

interface Given {
  readonly facts: PersonFacts;
  readonly points: PersonPoints;
}

type SprintShared = Shared & { readonly sprints: readonly Sprint[]; readonly sprintHours: SprintHours };

/** One row per sprint of this person: as a week of marts.capacity_weekly, in other bounds. */
export function sprintRows(given: Given, shared: SprintShared): ModelRow[] {
  const { facts } = given;
  if (shared.sprints.length === 0) return [];
  if (!facts.person.is_active && facts.logged.length === 0) return [];
  const simulated = simulateSlots(given, shared);
  return shared.sprints
    .filter((sprint) => facts.person.is_active || sprint.ends_on < shared.input.asOf)
    .map((sprint) => rowOf(sprint, given, { ...shared, simulated }));
}

/** The weeks ahead, cut where a sprint begins or ends. */
function simulateSlots({ facts, points }: Given, { calendar, input, paths, sprints }: SprintShared) {
  const first = currentWeek(input.asOf, input.settings);
  const end = first + 7 * weeksAhead;
  const today = dayNumber(input.asOf);
  const gid = facts.person.person_gid;
  const bounds = sprints.flatMap((sprint) => [dayNumber(sprint.starts_on), dayNumber(sprint.ends_on) + 1]);
  const weeks = Array.from({ length: weeksAhead + 1 }, (_, i) => first + 7 * i);
  const cuts = [...new Set([...weeks, ...bounds])].filter((day) => day >= first && day <= end).sort((a, b) => a - b);
  const spans = cuts.slice(0, -1).map((from, i) => [from, cuts[i + 1]!] as const);
  const slots = { count: spans.length, of: slotFinder(cuts) };
  const ahead = { calendar, today, first, weeks: weeksAhead, slots };
  const workingDays = daysLeft(spans, { calendar, today, gid });
  const weekOfSlot = spans.map(([from]) => Math.floor((from - first) / 7));
  const past = pastWeeksOf(facts, { first, calendar });
  const tasks = assignedTasks(facts, ahead);
  const allocations = allocatedWithin(facts, { calendar, spans });
  const missing = missingFor(facts, {
    ...{ past: past.length, tasks: tasks.length },
    isPlanned: [...allocations.values()].flat().some((hours) => hours > 0),
  });
  const loads =
    missing || !facts.person.is_active
      ? null
      : simulatePaths(
          { tasks, allocations, past, workingDays, weekOfSlot, loggedThisWeek: 0 },
          { random: createRandom(`${input.seed}/load/${gid}/${input.asOf}`), paths },
        );
  const inPoints = pointsModel(
    points,
    { ahead, workingDays, weekOfSlot },
    { random: createRandom(`${input.seed}/points/${gid}/${input.asOf}`), paths: Math.min(300, paths) },
  );
  const assigned = spans.map((_, slot) =>
    tasks.reduce((sum, task) => sum + task.meanRemaining * task.shares[slot]!, 0),
  );
  return { spans, missing, loads, inPoints, assigned, end, n: past.length };
}

/** Index of the slot that a day of the weeks ahead lies in. */
function slotFinder(cuts: readonly number[]): (day: number) => number {
  const first = cuts[0]!;
  const slots: number[] = [];
  for (let slot = 0; slot < cuts.length - 1; slot++) {
    for (let day = cuts[slot]!; day < cuts[slot + 1]!; day++) slots[day - first] = slot;
  }
  return (day) => slots[day - first]!;
}

function rowOf(
  sprint: Sprint,
  { facts }: Given,
  shared: SprintShared & { readonly simulated: ReturnType<typeof simulateSlots> },
): ModelRow {
  const { calendar, input, paths, simulated } = shared;
  const { thresholds } = input.settings;
  const { person } = facts;
  const [from, to] = [dayNumber(sprint.starts_on), dayNumber(sprint.ends_on) + 1];
  const done = shared.sprintHours.get(keyOf(person.person_gid, sprint)) ?? { hours: 0, points: 0 };
  const isOver = sprint.ends_on < input.asOf;
  const slots = simulated.spans.flatMap(([first, end], i) => (first >= from && end <= to ? [i] : []));
  const beyond =
    to > simulated.end ? `Ends on ${sprint.ends_on}, beyond the ${weeksAhead} weeks that load is told for.` : null;
  const missing = isOver ? null : (simulated.missing ?? beyond);
  const capacity = capacityWithin(person, [from, to], shared);
  const planned = allocatedWithin(facts, { calendar, spans: [[from, to]] });
  const utilization = ratio(done.hours, capacity.capacity_hours);
  const load = missing || isOver ? null : summaryOf(sumOf(simulated.loads!, { slots, known: done.hours }));
  const days = calendar.workingDays(person.person_gid, from, to);
  return {
    ...{ person_gid: person.person_gid, sprint: sprint.name },
    ...{ sprint_start_on: sprint.starts_on, sprint_end_on: sprint.ends_on, is_future: !isOver },
    ...capacity,
    allocated_hours: round([...planned.values()].reduce((sum, [hours]) => sum + hours!, 0)),
    assigned_hours: isOver ? null : round(slots.reduce((sum, slot) => sum + simulated.assigned[slot]!, 0)),
    logged_hours: sprint.starts_on > input.asOf ? null : round(done.hours),
    ...(load
      ? forecastOf(load, capacity.capacity_hours, thresholds)
      : {
          ...noForecast,
          utilization: isOver ? utilization : null,
          load_status: isOver ? statusOf(utilization, thresholds) : null,
        }),
    ...pointsOf({ slots, days, done: done.points, isBehind: isOver, isBeyond: beyond !== null }, shared),
    method: isOver ? "logged hours" : missing ? null : methodOf(paths),
    n: isOver ? 1 : simulated.n,
    as_of_on: input.asOf,
    status: missing ? "insufficient_data" : "ok",
    unlocks: missing,
  };
}

interface SprintPoints {
  readonly slots: readonly number[];
  readonly days: number;
  readonly done: number;
  readonly isBehind: boolean;
  readonly isBeyond: boolean;
}

function pointsOf(
  at: SprintPoints,
  { simulated, input }: Shared & { readonly simulated: ReturnType<typeof simulateSlots> },
) {
  const model = simulated.inPoints;
  if (!model) return { demonstrated_capacity_points: null, ...noPoints };
  const base = { capacity: model.capacity(at.days), done: at.done };
  const demonstrated_capacity_points = model.demonstrated;
  if (at.isBehind || at.isBeyond) return { demonstrated_capacity_points, ...pointsBehind(base) };
  const load = {
    ...base,
    doubt: model.doubt,
    points: sumOf(model.loads, { slots: at.slots, known: 0 }),
    assigned: at.slots.reduce((sum, slot) => sum + model.assigned[slot]!, 0),
  };
  return { demonstrated_capacity_points, ...pointsAhead(load, input.settings.thresholds.overload) };
}

/** Path by path, what is known plus these slots. */
const sumOf = (
  loads: readonly Float64Array[],
  { slots, known }: { readonly slots: readonly number[]; readonly known: number },
): Float64Array =>
  (loads[0] ?? new Float64Array(0)).map((_, path) => slots.reduce((sum, slot) => sum + loads[slot]![path]!, known));
