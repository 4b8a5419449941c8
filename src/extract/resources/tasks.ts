import { approvalStatuses, type Task, task, taskSubtypes } from "../../asana/schema/task.ts";
import type { RawColumns } from "../../warehouse/raw-table.ts";
import { fieldValues } from "../field-values.ts";
import { gidsOf, perParent, resource, textList, type Values } from "../resource.ts";
import { bySection } from "../split-tasks.ts";

export const taskColumns: RawColumns = {
  name: "text",
  notes: "text",
  resource_subtype: "text",
  approval_status: "text",
  completed: "flag",
  completed_at: "at",
  completed_by_gid: "text",
  created_at: "at",
  created_by_gid: "text",
  modified_at: "at",
  assignee_gid: "text",
  assigned_by_gid: "text",
  due_on: "date",
  due_at: "at",
  start_on: "date",
  start_at: "at",
  num_subtasks: "count",
  parent_gid: "text",
  memberships: "json",
  tag_gids: "texts",
  dependency_gids: "texts",
  follower_gids: "texts",
  custom_fields: "json",
  actual_time_minutes: "number",
  permalink_url: "text",
  custom_type_gid: "text",
  custom_type_status_option_gid: "text",
};

export const knownTaskValues = { resource_subtype: taskSubtypes, approval_status: approvalStatuses };

/** Parents read tonight as many of whose subtasks were shown as they say they have: others that are held are no longer theirs. */
const fullyShownParents = `
  with shown as (
    select gid, parent_gid, num_subtasks from raw.tasks
    where _to_seq is null and _deleted_at is null and gid in (select gid from ledger.seen where table_name = 'tasks')
  ), children as (select parent_gid, count(*) as n from shown where parent_gid is not null group by parent_gid)
  select shown.gid from shown left join children on children.parent_gid = shown.gid
  where coalesce(num_subtasks, 0) = coalesce(n, 0)`;

/** What went since it was last held; its listing, should it have one, is not asked for any more. */
const gone = (table: string): string => `raw.${table} where _to_seq is null and _deleted_at is not null`;

/** Tasks of every project, everything inline. Subtasks come only where they were added to a project themselves. */
export const tasks = resource({
  name: "tasks",
  columns: taskColumns,
  after: ["projects"],
  schema: task,
  listings: (world) =>
    perParent(world, "projects", (gid) => ({
      path: "/tasks",
      params: { project: gid },
      split: (asana) => bySection(asana, world, { project: gid }),
    })),
  covers: (listings) => ({
    tasks: `list_has_any(json_extract_string(memberships, '$[*].project_gid'), [${textList(listings)}])
      or list_has_any(json_extract_string(memberships, '$[*].project_gid'), (select coalesce(list(gid), []) from ${gone("projects")}))
      or (json_array_length(memberships) = 0 and parent_gid in (select gid from ${gone("tasks")}))
      or parent_gid in (${fullyShownParents})`,
  }),
  refreshesFromItem: true,
  itemPath: (gid) => `/tasks/${gid}`,
  known: knownTaskValues,
  row: taskValues,
});

export function taskValues(item: Task): Values {
  return {
    gid: item.gid,
    name: item.name,
    notes: item.notes,
    resource_subtype: item.resource_subtype,
    approval_status: item.approval_status,
    completed: item.completed,
    completed_at: item.completed_at,
    completed_by_gid: item.completed_by?.gid,
    created_at: item.created_at,
    created_by_gid: item.created_by?.gid,
    modified_at: item.modified_at,
    assignee_gid: item.assignee?.gid,
    assigned_by_gid: item.assigned_by?.gid,
    due_on: item.due_on,
    due_at: item.due_at,
    start_on: item.start_on,
    start_at: item.start_at,
    num_subtasks: item.num_subtasks,
    parent_gid: item.parent?.gid,
    memberships: (item.memberships ?? []).map(({ project, section }) => ({
      project_gid: project?.gid,
      section_gid: section?.gid,
    })),
    tag_gids: gidsOf(item.tags),
    dependency_gids: gidsOf(item.dependencies),
    follower_gids: gidsOf(item.followers),
    custom_fields: fieldValues(item.custom_fields),
    actual_time_minutes: item.actual_time_minutes,
    permalink_url: item.permalink_url,
    custom_type_gid: item.custom_type?.gid,
    custom_type_status_option_gid: item.custom_type_status_option?.gid,
  };
}
