import { normalCdf } from "../statistics/normal.ts";
import { median } from "../statistics/quantile.ts";
import { type Flag, sayHours, type TimeFacts } from "./flag.ts";
import { type LoggedTask, loggedTasks } from "./logged-tasks.ts";

const minimum = 20;
/** Below this distance, in robust standard deviations of ln (hours / estimate), nothing is odd. */
const leastDistance = 3.5;
const leastSpread = 0.25;

/**
 * Finished tasks done far faster, against their estimate, than this person does that kind of work: time is missing, or the
 * estimate is wrong. Far slower ones are for over_estimate. Confidence is one less the share of tasks that lie as far off by a
 * normal distribution or really did before, times the tasks looked at (as in unusual_hours).
 */
export function unusualPace(facts: TimeFacts): Flag[] {
  const done = loggedTasks(facts).filter((task) => task.last.is_task_done);
  const kinds = Map.groupBy(done, (task) => `${task.last.person_gid}/${task.last.kind ?? ""}`);
  const distant = [...kinds.values()].filter((tasks) => tasks.length >= minimum).flatMap(distancesOf);
  const recent = distant.filter(({ task }) => task.last.day >= facts.since);
  const past = distant.filter(({ task }) => task.last.day < facts.since);
  return recent
    .filter(({ distance }) => distance <= -leastDistance)
    .sort((a, b) => a.distance - b.distance || (a.task.last.entry_gid < b.task.last.entry_gid ? -1 : 1))
    .map((found, i) => {
      const before = past.filter(({ distance }) => distance <= found.distance).length / Math.max(1, past.length);
      const share = Math.max(2 * normalCdf(found.distance), before);
      return flagOf(found, 1 - (recent.length * share) / (i + 1));
    });
}

interface Distant {
  readonly task: LoggedTask;
  readonly usual: number;
  readonly distance: number;
}

function distancesOf(tasks: readonly LoggedTask[]): Distant[] {
  const logs = tasks.map(({ ratio }) => Math.log(ratio));
  const centre = median(logs);
  const spread = Math.max(leastSpread, 1.4826 * median(logs.map((log) => Math.abs(log - centre))));
  return tasks.map((task, i) => ({ task, usual: Math.exp(centre), distance: (logs[i]! - centre) / spread }));
}

function flagOf({ task, usual }: Distant, confidence: number): Flag {
  const { last, hours, estimate } = task;
  return {
    rule: "unusual_pace",
    entry_gid: last.entry_gid,
    person_gid: last.person_gid,
    day: last.day,
    reason: `"${last.task_name ?? "A task"}" is done with ${sayHours(hours)} logged, estimated at ${sayHours(estimate)}; this person's tasks of the kind take about ${Math.round(100 * usual)} % of their estimate.`,
    confidence: Math.max(0, Math.min(0.99, confidence)),
    value: hours,
    expected: estimate * usual,
  };
}
