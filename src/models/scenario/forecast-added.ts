import { currentWeek } from "../calendar/weeks.ts";
import type { ModelRow } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import type { Placed } from "./added-work.ts";
import type { ScenarioInput } from "./plan.ts";
import type { Rooms } from "./rooms.ts";

const paths = 1000;
const horizonWeeks = 156;
const dots = 20;
/** However full the weeks are, people find this share of them for a project that is theirs. */
const leastShare = 0.1;

/**
 * Row of marts.project_forecasts for a project that does not exist yet: its hours, uncertain by a factor of about 1.5 at
 * 80 %, done at the planned rate or at the room that its people have left, whichever is slower.
 */
export function forecastAdded({ project, items, people }: Placed, rooms: Rooms, input: ScenarioInput): ModelRow {
  const hours = items.reduce((sum, item) => sum + item.hours, 0);
  const base = {
    ...{ project_gid: project.project_gid, remaining_tasks: items.length, due_on: project.ends_on, basis: "effort" },
    remaining_hours: Math.round(hours * 1e4) / 1e4,
    ...{ n: 0, as_of_on: input.asOf },
  };
  const busy = people.filter(({ person_gid }) => items.some((item) => item.assignee_gid === person_gid));
  if (busy.length === 0 || !(hours > 0)) {
    return { ...base, ...nothing, unlocks: hours > 0 ? "Needs people who can do the work." : "Needs hours of work." };
  }
  const first = currentWeek(input.asOf, input.settings);
  const from = Math.max(0, Math.floor((dayNumber(project.starts_on) - first) / 7));
  const planned = hours / Math.max(1, (dayNumber(project.ends_on) - dayNumber(project.starts_on) + 1) / 7);
  const pace = (week: number) => {
    // The room has the project's own hours taken out already.
    const room = busy.reduce((sum, person) => {
      const weeks = rooms.weeksOf(person.person_gid);
      const left = weeks[Math.min(week, weeks.length - 1)] ?? 0;
      return sum + Math.max(left, leastShare * person.weekly_hours - planned / busy.length);
    }, planned);
    return Math.max(0.01 * planned, Math.min(planned, room));
  };
  const random = createRandom(`${input.seed}/added/${project.name}/${input.asOf}`);
  const days = new Float64Array(paths).map(() => {
    const size = hours * random.lognormal(0, 0.3);
    const speed = random.lognormal(0, 0.15);
    let left = size;
    for (let week = from; week < horizonWeeks; week++) {
      const done = pace(week) * speed;
      if (done >= left)
        return Math.max(first + 7 * week, dayNumber(project.starts_on)) + Math.ceil((left / done) * 7) - 1;
      left -= done;
    }
    return first + 7 * horizonWeeks;
  });
  return { ...base, ...summaryOf(days.sort(), dayNumber(project.ends_on)) };
}

function summaryOf(days: Float64Array, due: number): ModelRow {
  const at = (p: number) => dateOf(Math.round(sortedQuantile(days, p)));
  const chance = Math.min(0.99, Math.max(0.01, days.filter((day) => day <= due).length / days.length));
  return {
    ...{ completes_on_p10: at(0.1), completes_on_p50: at(0.5), completes_on_p80: at(0.8) },
    ...{ completes_on_p85: at(0.85), completes_on_p90: at(0.9), on_time_probability: chance },
    risk: chance >= 0.8 ? "low" : chance >= 0.5 ? "medium" : "high",
    quantile_dates: Array.from({ length: dots }, (_, i) => at((i + 0.5) / dots)),
    method: `simulation of effort against the room of its people, ${paths} paths`,
    ...{ status: "ok", unlocks: null },
  };
}

const nothing = {
  ...{ completes_on_p10: null, completes_on_p50: null, completes_on_p80: null, completes_on_p85: null },
  ...{ completes_on_p90: null, on_time_probability: null, risk: null, quantile_dates: null, method: null },
  status: "insufficient_data",
};
