import { dayOfSql } from "../calendar/weeks.ts";
import { completionOfTasks, type TaskLife } from "../completion/task-completion.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { Move } from "./moves.ts";

export const completionTables = ["marts.tasks", "marts.task_dependencies"] as const;

export interface LastDone {
  /** Day numbers; null where nothing can be said. */
  readonly before: number | null;
  readonly after: number | null;
}

/** When the last of the tasks of each proposal is done in the middle of the cases, before and after all of them. */
export async function completionAfter(
  proposals: readonly { readonly moves: readonly Move[] }[],
  input: Pick<ModelInput, "rows" | "asOf" | "settings">,
): Promise<LastDone[]> {
  if (proposals.length === 0) return [];
  const [rows, pairs] = await Promise.all([
    input.rows<LifeRow>(livesSql(input)),
    input.rows<{ task_gid: string; depends_on_gid: string }>(
      "select task_gid, depends_on_gid from marts.task_dependencies order by all",
    ),
  ]);
  const dependsOn = new Map(
    [...Map.groupBy(pairs, (pair) => pair.task_gid)].map(([gid, before]) => [gid, before.map((p) => p.depends_on_gid)]),
  );
  const lives = rows.map(lifeOf);
  const moved = new Map(proposals.flatMap(({ moves }) => moves).map((move) => [move.task.task_gid, move]));
  const today = dayNumber(input.asOf);
  const before = completionOfTasks(lives, today, dependsOn);
  const after = completionOfTasks(
    lives.flatMap((life) => lifeAfter(life, moved.get(life.task_gid))),
    today,
    dependsOn,
  );
  const last = (done: typeof before, moves: readonly Move[]) => {
    const days = moves.flatMap(({ task }) => done.get(task.task_gid)?.completes_on_p50 ?? []);
    return days.length > 0 ? Math.max(...days) : null;
  };
  return proposals.map(({ moves }) => ({ before: last(before, moves), after: last(after, moves) }));
}

function lifeAfter(life: TaskLife, move: Move | undefined): TaskLife[] {
  if (!move) return [life];
  const [then] = move.becomes;
  if (!then) return [];
  return [
    { ...life, assignee_gid: then.person_gid || null, dueDay: then.due_on === null ? null : dayNumber(then.due_on) },
  ];
}

interface LifeRow {
  readonly task_gid: string;
  readonly assignee_gid: string | null;
  readonly created_on: string;
  readonly due_on: string | null;
  readonly completed_on: string | null;
}

const lifeOf = (row: LifeRow): TaskLife => ({
  task_gid: row.task_gid,
  assignee_gid: row.assignee_gid,
  createdDay: dayNumber(row.created_on),
  dueDay: row.due_on === null ? null : dayNumber(row.due_on),
  completedDay: row.completed_on === null ? null : dayNumber(row.completed_on),
});

const livesSql = ({ asOf, settings }: Pick<ModelInput, "asOf" | "settings">) => {
  const [created, completed] = ["t.created_at", "t.completed_at"].map((column) => dayOfSql(column, settings));
  return `
  select t.task_gid, t.assignee_gid, coalesce(${created}, ${completed}) as created_on, t.due_on,
    case when t.is_completed then coalesce(${completed}, ${created}) end as completed_on
  from marts.tasks t
  where not t.is_own and not t.is_deleted and coalesce(t.created_at, t.completed_at) is not null
    and (not t.is_completed or t.completed_at >= date '${asOf}' - 365)
  order by t.task_gid`;
};
