import type { TimeEntry, TimeFacts } from "./flag.ts";

/** What is logged on a task with an estimate, over all its entries. */
export interface LoggedTask {
  readonly hours: number;
  readonly estimate: number;
  readonly ratio: number;
  readonly last: TimeEntry;
}

export function loggedTasks({ entries }: Pick<TimeFacts, "entries">): LoggedTask[] {
  const result = new Map<string, LoggedTask>();
  for (const entry of entries) {
    if (entry.task_gid === null || !(entry.estimate_hours! > 0)) continue;
    const known = result.get(entry.task_gid);
    const hours = (known?.hours ?? 0) + entry.hours;
    const last = known && known.last.day > entry.day ? known.last : entry;
    result.set(entry.task_gid, { hours, estimate: entry.estimate_hours!, ratio: hours / entry.estimate_hours!, last });
  }
  return [...result.values()];
}
