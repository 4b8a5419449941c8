/*
Which share of a task's remaining work falls into each week ahead. Work is spread evenly over the person's working days
between start and due date. What dates leave open is filled by rules that the docs state:
- no start: work begins as many working days before the due date as half of the person's day needs for it, at least 5;
- no due date: until the date by which such tasks are usually done, at least two weeks;
- overdue up to four weeks: the next five working days; overdue for longer: all weeks ahead (such tasks linger);
- due before start: the due date counts alone;
- the person is away from start to due: the working days of the week before and of the week after;
- nor at work then: the weekdays of the window as if at work.
*/

/** Days are numbers since 1970-01-01. */
export interface TaskDates {
  readonly startDay: number | null;
  readonly dueDay: number | null;
  /** Day by which such a task is usually done; null where unknown. */
  readonly usualEndDay: number | null;
  readonly hours: number;
}

export interface SpreadOptions {
  readonly today: number;
  /** First day of the first week ahead. */
  readonly firstWeek: number;
  readonly weeks: number;
  /** Parts of the weeks ahead to share among, where they are not whole weeks: how many, and which one a day lies in. */
  readonly slots?: { readonly count: number; readonly of: (day: number) => number } | undefined;
  readonly hoursPerDay: number;
  readonly isWorking: (day: number) => boolean;
}

const staleAfterDays = 28;
/** No plan reaches further than this. */
const longestWindowDays = 1830;
const shortestUndatedDays = 14;

/** One share a week (or slot); they add up to at most 1, the rest lies beyond the last week. */
export function spreadOver(task: TaskDates, options: SpreadOptions): number[] {
  const [from, to] = windowOf(task, options);
  const shares = sharesWithin(from, to, options, options.isWorking);
  if (shares) return shares;
  const around = sharesWithin(
    Math.max(options.today, from - 7),
    backAtWork(to, options) + 7,
    options,
    options.isWorking,
  );
  if (around) return around;
  return sharesWithin(from, Math.max(to, from + 7), options, (day) => (day + 3) % 7 < 5) ?? zeros(options);
}

/** First day, and the day after the last, in which the work is done. */
export function windowOf(task: TaskDates, options: SpreadOptions): readonly [number, number] {
  const { today } = options;
  const latest = today + longestWindowDays;
  if (task.dueDay === null) {
    const from = Math.min(Math.max(today, task.startDay ?? today), latest);
    const usual = Math.max(task.usualEndDay ?? 0, from + shortestUndatedDays - 1);
    return [from, Math.min(usual, latest) + 1];
  }
  if (task.dueDay < today - staleAfterDays) return [today, options.firstWeek + 7 * options.weeks];
  if (task.dueDay < today) return [today, today + 7];
  const due = Math.min(task.dueDay, latest);
  const isOrdered = task.startDay !== null && task.startDay <= task.dueDay;
  const start = isOrdered ? task.startDay! : due - usualDays(task.hours, options.hoursPerDay) + 1;
  return [Math.min(Math.max(today, start), due), due + 1];
}

/** Calendar days that the work takes when half of each working day goes into it; at least a week. */
function usualDays(hours: number, hoursPerDay: number): number {
  const workingDays = hoursPerDay > 0 ? Math.ceil(hours / (hoursPerDay / 2)) : 5;
  return Math.min(longestWindowDays, Math.ceil((Math.max(5, workingDays) * 7) / 5));
}

/** Shares by week of the working days in [from, to); null without any. */
function sharesWithin(
  from: number,
  to: number,
  options: SpreadOptions,
  isWorking: (day: number) => boolean,
): number[] | null {
  const end = options.firstWeek + 7 * options.weeks;
  const shares = zeros(options);
  const slotOf = options.slots?.of ?? ((day: number) => Math.floor((day - options.firstWeek) / 7));
  let inside = 0;
  for (let day = Math.max(from, options.firstWeek); day < Math.min(to, end); day++) {
    if (!isWorking(day)) continue;
    shares[slotOf(day)]! += 1;
    inside += 1;
  }
  const beyond = Math.max(0, to - Math.max(from, end)) * (5 / 7);
  const total = inside + beyond;
  return total > 0 ? shares.map((days) => days / total) : null;
}

/** First working day on or after this one, within the weeks ahead; the day itself where there is none. */
function backAtWork(from: number, options: SpreadOptions): number {
  const end = options.firstWeek + 7 * options.weeks;
  for (let day = from; day < end; day++) if (options.isWorking(day)) return day;
  return from;
}

const zeros = (options: SpreadOptions) => new Array<number>(options.slots?.count ?? options.weeks).fill(0);
