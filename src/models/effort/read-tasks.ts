import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { type EffortTask, isPositive, type PastTask } from "./task.ts";

/** A task of the workspace as the effort model reads it. Own and deleted tasks are left out. */
export interface WorkspaceTask extends EffortTask {
  /** Hours so far; the outcome of a finished task, what is logged already on an open one. */
  readonly actual: number | null;
  readonly isCompleted: boolean;
  readonly isMilestone: boolean;
  readonly createdDay: number;
  readonly dueDay: number | null;
  readonly completedDay: number | null;
}

export const effortTables = ["marts.tasks", "marts.task_tags", "marts.projects", "marts.custom_field_values"] as const;

const query = `
with tags as (
  select task_gid, list(tag_gid order by tag_gid) as tags from marts.task_tags group by task_gid
), kinds as (
  select task_gid, min(text_value) as kind from marts.custom_field_values
  where field_type = 'enum' and regexp_matches(lower(field_name), '\\b(type|kind|category)\\b')
  group by task_gid
)
select t.task_gid, t.name, t.assignee_gid, t.project_gid, t.section_name, p.type, kinds.kind, t.priority,
  t.created_by_gid, tags.tags, t.estimate_hours, t.actual_hours, t.is_completed, t.is_milestone,
  t.created_at, t.completed_at, t.due_on
from marts.tasks t
left join marts.projects p using (project_gid)
left join tags using (task_gid)
left join kinds using (task_gid)
where not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false)
order by t.task_gid`;

interface Row {
  readonly task_gid: string;
  readonly name: string | null;
  readonly assignee_gid: string | null;
  readonly project_gid: string | null;
  readonly section_name: string | null;
  readonly type: string | null;
  readonly kind: string | null;
  readonly priority: string | null;
  readonly created_by_gid: string | null;
  readonly tags: string[] | null;
  readonly estimate_hours: number | null;
  readonly actual_hours: number | null;
  readonly is_completed: boolean | null;
  readonly is_milestone: boolean | null;
  readonly created_at: string | null;
  readonly completed_at: string | null;
  readonly due_on: string | null;
}

export async function readTasks(input: Pick<ModelInput, "rows">): Promise<WorkspaceTask[]> {
  return (await input.rows<Row>(query)).map((row) => ({
    id: row.task_gid,
    name: row.name,
    assignee: row.assignee_gid,
    project: row.project_gid,
    section: row.section_name,
    category: row.type,
    subcategory: row.kind,
    priority: row.priority,
    requester: row.created_by_gid,
    tags: row.tags ?? [],
    estimate: row.estimate_hours,
    actual: row.actual_hours,
    isCompleted: row.is_completed === true,
    isMilestone: row.is_milestone === true,
    createdDay: dayOrNull(row.created_at) ?? dayOrNull(row.completed_at) ?? 0,
    dueDay: dayOrNull(row.due_on),
    completedDay: dayOrNull(row.completed_at),
  }));
}

/** The finished ones with hours, ready to be learnt from. */
export function pastOf(tasks: readonly WorkspaceTask[]): PastTask[] {
  return tasks.flatMap((task) =>
    task.isCompleted && isPositive(task.actual) && task.completedDay !== null
      ? [{ ...task, actual: task.actual, completedDay: task.completedDay }]
      : [],
  );
}

function dayOrNull(date: string | null): number | null {
  const day = date === null ? Number.NaN : dayNumber(date);
  return Number.isNaN(day) ? null : day;
}
