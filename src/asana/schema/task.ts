import { z } from "zod";
import { taskFieldValue } from "./custom-field.ts";
import { day, flag, instant, number, reference, references, text } from "./opt-fields.ts";

export const task = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  resource_subtype: text,
  approval_status: text,
  completed: flag,
  completed_at: instant,
  completed_by: reference,
  created_at: instant,
  created_by: reference,
  modified_at: instant,
  assignee: reference,
  assigned_by: reference,
  due_on: day,
  due_at: instant,
  start_on: day,
  start_at: instant,
  num_subtasks: number,
  parent: reference,
  memberships: z.array(z.object({ project: reference, section: reference })).nullish(),
  tags: references,
  dependencies: references,
  followers: references,
  custom_fields: z.array(taskFieldValue).nullish(),
  actual_time_minutes: number,
  permalink_url: text,
  custom_type: reference,
  custom_type_status_option: reference,
});
export type Task = z.infer<typeof task>;

export const taskSubtypes = ["default_task", "milestone", "approval", "custom"] as const;
export const approvalStatuses = ["pending", "approved", "rejected", "changes_requested"] as const;
