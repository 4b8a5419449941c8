import { sortedQuantile } from "../statistics/quantile.ts";

/*
When single tasks get done. People finish tasks around their due dates, early or late in a way that is their own, and
tasks without one after an age of their own. Both are read from the past as survival curves (Kaplan and Meier 1958,
J. Am. Stat. Assoc. 53, 457-481), in which tasks that are still open count as far as they have come. An open task's
curve is cut at today: what should have happened already has not.
*/

/** A past or open task; days are numbers since 1970-01-01. */
export interface TaskLife {
  readonly task_gid: string;
  readonly assignee_gid: string | null;
  readonly createdDay: number;
  readonly dueDay: number | null;
  /** Null while open. */
  readonly completedDay: number | null;
}

export interface TaskCompletion {
  readonly completes_on_p50: number;
  readonly completes_on_p85: number;
  /** Past tasks behind the curve. */
  readonly n: number;
}

const minimum = 8;
/** A person's own curve is used from this many finished tasks; below, the workspace's. */
const ownMinimum = 30;
/** Only tasks finished within this many days say how people work now. */
const memoryDays = 365;
/** Dates further ahead than this are cut: nothing is known ten years ahead. */
const horizonDays = 3650;

/** Completion days of the open tasks among these, by gid; without entry where fewer than 8 past tasks can tell. */
export function completionOfTasks(
  tasks: readonly TaskLife[],
  today: number,
  dependsOn: ReadonlyMap<string, readonly string[]> = new Map(),
): Map<string, TaskCompletion> {
  const usable = tasks.filter(
    (task) =>
      task.createdDay <= today &&
      (task.completedDay === null || (task.completedDay >= today - memoryDays && task.completedDay <= today)),
  );
  const curves = curvesOf(usable, today);
  const result = new Map<string, TaskCompletion>();
  for (const task of usable) {
    if (task.completedDay !== null) continue;
    const completion = completionOf(task, curves, today);
    if (completion) result.set(task.task_gid, completion);
  }
  return afterDependencies(result, dependsOn);
}

interface Curve {
  /** Ascending times (days after the due date, or of age) and the share still open just after each. */
  readonly times: readonly number[];
  readonly open: readonly number[];
  readonly n: number;
}

const keyOf = (task: TaskLife) => (task.dueDay === null ? "age" : "due");

function curvesOf(tasks: readonly TaskLife[], today: number): Map<string, Curve> {
  const groups = new Map<string, { time: number; isDone: boolean }[]>();
  for (const task of tasks) {
    const from = task.dueDay ?? task.createdDay;
    const observation = { time: (task.completedDay ?? today) - from, isDone: task.completedDay !== null };
    for (const key of [keyOf(task), `${keyOf(task)}/${task.assignee_gid}`]) {
      const group = groups.get(key);
      if (group) group.push(observation);
      else groups.set(key, [observation]);
    }
  }
  return new Map([...groups].map(([key, observations]) => [key, kaplanMeier(observations)]));
}

/** The share still open after each time at which one was done. Equal to R's survfit(Surv(time, isDone) ~ 1). */
export function kaplanMeier(observations: readonly { readonly time: number; readonly isDone: boolean }[]): Curve {
  const sorted = [...observations].sort((a, b) => a.time - b.time);
  const [times, open]: [number[], number[]] = [[], []];
  let share = 1;
  let n = 0;
  for (let i = 0; i < sorted.length; ) {
    const time = sorted[i]!.time;
    const atRisk = sorted.length - i;
    let done = 0;
    for (; i < sorted.length && sorted[i]!.time === time; i++) if (sorted[i]!.isDone) done++;
    if (done === 0) continue;
    share *= 1 - done / atRisk;
    n += done;
    times.push(time);
    open.push(share);
  }
  return { times, open, n };
}

function completionOf(task: TaskLife, curves: ReadonlyMap<string, Curve>, today: number): TaskCompletion | null {
  const own = curves.get(`${keyOf(task)}/${task.assignee_gid}`);
  const curve = own && own.n >= ownMinimum ? own : curves.get(keyOf(task));
  if (!curve || curve.n < minimum) return null;
  const from = task.dueDay ?? task.createdDay;
  const at = (p: number) => clampDay(from + timeAt(curve, p, today - from), today);
  return { completes_on_p50: at(0.5), completes_on_p85: at(0.85), n: curve.n };
}

/** Time by which a share p of what was still open at `since` is done; beyond the curve, its tail is stretched by half. */
function timeAt(curve: Curve, p: number, since: number): number {
  const passed = curve.times.findLastIndex((time) => time < since);
  const left = passed === -1 ? 1 : curve.open[passed]!;
  const ahead = curve.times.length - passed - 1;
  // Fewer than 8 tasks were ever open for so long: they take about as long again as they already took.
  if (ahead < minimum || left <= 0) return since + Math.max(5, lateTail(curve, since) * p);
  const wanted = left * (1 - p);
  const index = curve.open.findIndex((open, i) => i > passed && open <= wanted + 1e-9);
  return index === -1 ? curve.times.at(-1)! * 1.5 : curve.times[index]!;
}

const lateTail = (curve: Curve, since: number): number =>
  Math.max(14, Math.min(365, since - sortedQuantile(curve.times, 0.5)));

const clampDay = (day: number, today: number) => Math.round(Math.min(Math.max(day, today), today + horizonDays));

/** Moves each task behind those it waits for; tasks in a cycle keep their own dates. */
function afterDependencies(
  own: Map<string, TaskCompletion>,
  dependsOn: ReadonlyMap<string, readonly string[]>,
): Map<string, TaskCompletion> {
  const settled = new Map<string, TaskCompletion>();
  const visiting = new Set<string>();
  for (const start of own.keys()) {
    const stack = [start];
    while (stack.length > 0) {
      const gid = stack.at(-1)!;
      const waitsFor = (dependsOn.get(gid) ?? []).filter((other) => own.has(other));
      const unsettled = visiting.has(gid) ? [] : waitsFor.filter((o) => !settled.has(o) && !visiting.has(o));
      visiting.add(gid);
      if (unsettled.length > 0) {
        stack.push(...unsettled);
        continue;
      }
      stack.pop();
      if (!settled.has(gid))
        settled.set(
          gid,
          latest(
            own.get(gid)!,
            waitsFor.flatMap((o) => settled.get(o) ?? []),
          ),
        );
    }
  }
  return settled;
}

const latest = (task: TaskCompletion, before: readonly TaskCompletion[]): TaskCompletion => ({
  completes_on_p50: Math.max(task.completes_on_p50, ...before.map((other) => other.completes_on_p50)),
  completes_on_p85: Math.max(task.completes_on_p85, ...before.map((other) => other.completes_on_p85)),
  n: task.n,
});
