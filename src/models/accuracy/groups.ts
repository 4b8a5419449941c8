import type { ModelInput } from "../node.ts";

export const groupTypes = [
  "workspace",
  "person",
  "team",
  "project",
  "project_type",
  "tag",
  "section",
  "size",
  "requester",
] as const;
export type GroupType = (typeof groupTypes)[number];

/** A completed task with estimate and actual, and the groups it belongs to. */
export interface AccuracyTask {
  readonly task_gid: string;
  readonly estimate_hours: number;
  readonly actual_hours: number;
  readonly completed_at: string | null;
  readonly groups: readonly AccuracyGroup[];
}

export interface AccuracyGroup {
  readonly type: GroupType;
  readonly key: string;
  readonly name: string;
}

export const accuracyTables = [
  "marts.tasks",
  "marts.task_tags",
  "marts.projects",
  "marts.people",
  "marts.teams",
] as const;

/** Days, YYYY-MM-DD; the second is the first that is left out. */
interface Period {
  readonly from: string;
  readonly until: string;
}

const query = (period: Period | undefined) => `
with tags as (
  select task_gid, list(tag_gid order by tag_gid) as tag_gids, list(tag_name order by tag_gid) as tag_names
  from marts.task_tags group by task_gid
)
select t.task_gid, t.estimate_hours, t.actual_hours, t.completed_at, t.assignee_gid, person.name as assignee_name,
  coalesce(person.home_team_gid, p.team_gid) as team_gid, team.name as team_name, t.project_gid, p.name as project_name,
  p.type as project_type, t.section_name, t.created_by_gid, requester.name as requester_name, tags.tag_gids, tags.tag_names
from marts.tasks t
left join marts.projects p using (project_gid)
left join marts.people person on person.person_gid = t.assignee_gid
left join marts.people requester on requester.person_gid = t.created_by_gid
left join marts.teams team on team.team_gid = coalesce(person.home_team_gid, p.team_gid)
left join tags using (task_gid)
where t.is_completed and t.estimate_hours > 0 and t.actual_hours > 0
  and not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false)
  ${period ? `and t.completed_at >= timestamp '${period.from}' and t.completed_at < timestamp '${period.until}'` : ""}
order by t.task_gid`;

interface Row {
  readonly task_gid: string;
  readonly estimate_hours: number;
  readonly actual_hours: number;
  readonly completed_at: string | null;
  readonly assignee_gid: string | null;
  readonly assignee_name: string | null;
  readonly team_gid: string | null;
  readonly team_name: string | null;
  readonly project_gid: string | null;
  readonly project_name: string | null;
  readonly project_type: string | null;
  readonly section_name: string | null;
  readonly created_by_gid: string | null;
  readonly requester_name: string | null;
  readonly tag_gids: string[] | null;
  readonly tag_names: (string | null)[] | null;
}

/** Those of a period, or of all times. */
export async function readAccuracyTasks(input: Pick<ModelInput, "rows">, period?: Period): Promise<AccuracyTask[]> {
  const rows = await input.rows<Row>(query(period));
  return rows.map((row) => ({
    task_gid: row.task_gid,
    estimate_hours: row.estimate_hours,
    actual_hours: row.actual_hours,
    completed_at: row.completed_at,
    groups: groupsOf(row),
  }));
}

function groupsOf(row: Row): AccuracyGroup[] {
  const size = sizeOf(row.estimate_hours);
  const single: [GroupType, string | null, string | null][] = [
    ["workspace", "workspace", "Workspace"],
    ["person", row.assignee_gid, row.assignee_name],
    ["team", row.team_gid, row.team_name],
    ["project", row.project_gid, row.project_name],
    ["project_type", row.project_type, row.project_type],
    ["section", row.section_name, row.section_name],
    ["size", size, size],
    ["requester", row.created_by_gid, row.requester_name],
  ];
  const tags = (row.tag_gids ?? []).map((gid, i) => ["tag", gid, row.tag_names?.[i] ?? null] as const);
  return [...single, ...tags].flatMap(([type, key, name]) => (key ? [{ type, key, name: name || key }] : []));
}

/** Sizes that people tell apart when they estimate: an hour, half a day, a day, some days, a week and more. */
const sizes: readonly (readonly [upTo: number, label: string])[] = [
  [1, "up to 1 h"],
  [4, "1 to 4 h"],
  [8, "4 to 8 h"],
  [24, "8 to 24 h"],
  [40, "24 to 40 h"],
  [Number.POSITIVE_INFINITY, "over 40 h"],
];

export const sizeOf = (hours: number): string => sizes.find(([upTo]) => hours <= upTo)![1];
