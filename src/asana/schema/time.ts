import { z } from "zod";
import { day, flag, instant, number, reference, references, text } from "./opt-fields.ts";

/** `task`, `created_at`, `billable_status`, `approval_status` and `description` come although Asana's own list does not name them. */
export const timeEntry = z.object({
  gid: z.string(),
  task: reference,
  created_by: reference,
  entered_on: day,
  duration_minutes: number,
  created_at: instant,
  categories: references,
  attributable_to: reference,
  billable_status: text,
  approval_status: text,
  description: text,
});

export const timeTrackingCategory = z.object({ gid: z.string(), name: text, is_archived: flag });

export const timesheetApprovalStatus = z.object({
  gid: z.string(),
  user: reference,
  start_date: day,
  end_date: day,
  approval_status: text,
});

export const absence = z.object({ gid: z.string(), user: reference, start_date: day, end_date: day });

export const allocation = z.object({
  gid: z.string(),
  assignee: reference,
  parent: reference,
  start_date: day,
  end_date: day,
  effort: z.object({ type: text, value: number }).nullish(),
});

export const billableStatuses = ["billable", "nonBillable", "notApplicable"] as const;
export const timeApprovalStatuses = ["DRAFT", "SUBMITTED", "APPROVED", "REJECTED"] as const;
