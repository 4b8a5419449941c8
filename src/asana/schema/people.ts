import { z } from "zod";
import { customFieldSetting, customFieldValue } from "./custom-field.ts";
import { flag, instant, reference, text } from "./opt-fields.ts";

export const workspace = z.object({ gid: z.string(), name: text, is_organization: flag });

export const user = z.object({
  gid: z.string(),
  name: text,
  email: text,
  custom_fields: z.array(customFieldValue).nullish(),
});

export const workspaceMembership = z.object({
  gid: z.string(),
  user: reference,
  is_active: flag,
  is_admin: flag,
  is_guest: flag,
  is_view_only: flag,
  created_at: instant,
  user_task_list: reference,
});

/** A teammate that is a program: it can be an assignee. */
export const agent = z.object({ gid: z.string(), name: text, resource_subtype: text });

export const team = z.object({
  gid: z.string(),
  name: text,
  description: text,
  visibility: text,
  custom_field_settings: z.array(customFieldSetting).nullish(),
});

export const teamMembership = z.object({
  gid: z.string(),
  team: reference,
  user: reference,
  is_guest: flag,
  is_admin: flag,
});

export const tag = z.object({ gid: z.string(), name: text, color: text });
