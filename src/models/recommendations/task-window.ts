import { windowOf } from "../capacity/spread.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { weeksAhead } from "./outlook.ts";
import type { OpenTask, Situation } from "./situation.ts";

/** First day, and the day after the last, in which the model of load puts the work of a task. */
export function windowDays(
  task: OpenTask,
  at: Pick<Situation, "today" | "firstWeek">,
): readonly [from: number, to: number] {
  const dates = {
    startDay: dayOrNull(task.start_on),
    dueDay: dayOrNull(task.due_on),
    usualEndDay: dayOrNull(task.usual_end_on),
    hours: task.p50 ?? 0,
  };
  return windowOf(dates, { ...at, weeks: weeksAhead, hoursPerDay: 8, isWorking: () => true });
}

const dayOrNull = (date: string | null) => (date === null ? null : dayNumber(date));
