import { type Flag, sayHours, shareBelow, type TimeFacts } from "./flag.ts";
import { loggedTasks } from "./logged-tasks.ts";

const minimum = 8;

/**
 * Tasks whose logged hours exceed the estimate by more than the configured share, and by more than this person's
 * tasks usually do. Confidence falls by 8 % for every per cent of the person's (else everyone's) tasks that went as
 * far: everyone has a worst quarter, and it is not odd.
 */
export function overEstimate(facts: TimeFacts): Flag[] {
  const tasks = loggedTasks(facts);
  const ratios = tasks.map((task) => task.ratio);
  const byPerson = Map.groupBy(tasks, (task) => task.last.person_gid);
  return tasks
    .filter((task) => task.last.day >= facts.since && task.ratio > 1 + facts.timeVariance)
    .flatMap((task) => {
      const own = byPerson.get(task.last.person_gid)!;
      const past = own.length > minimum ? own.map(({ ratio }) => ratio) : ratios;
      if (past.length <= minimum) return [];
      return [
        {
          rule: "over_estimate" as const,
          entry_gid: task.last.entry_gid,
          person_gid: task.last.person_gid,
          day: task.last.day,
          reason: `${sayHours(task.hours)} are logged on "${task.last.task_name ?? "a task"}", estimated at ${sayHours(task.estimate)}: ${percent(task.ratio - 1)} more.`,
          confidence: Math.max(0, 1 - 8 * (1 - shareBelow(past, task.ratio))),
          value: task.hours,
          expected: task.estimate,
        },
      ];
    });
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
