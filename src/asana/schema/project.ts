import { z } from "zod";
import { customFieldSetting, customFieldValue } from "./custom-field.ts";
import { day, flag, instant, reference, text } from "./opt-fields.ts";

export const project = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  archived: flag,
  completed: flag,
  completed_at: instant,
  color: text,
  created_at: instant,
  modified_at: instant,
  start_on: day,
  due_on: day,
  owner: reference,
  team: reference,
  created_from_template: reference,
  privacy_setting: text,
  permalink_url: text,
  /** Only that there is one; what it says comes with the status updates. */
  current_status_update: reference,
  /** Only that there is one: it is read where configured. */
  project_brief: reference,
  custom_fields: z.array(customFieldValue).nullish(),
  custom_field_settings: z.array(customFieldSetting).nullish(),
});

export const projectBrief = z.object({ gid: z.string(), title: text, text, permalink_url: text });

export const section = z.object({ gid: z.string(), name: text, created_at: instant });

export const membership = z.object({
  gid: z.string(),
  member: z.object({ gid: z.string(), resource_type: text }).nullish(),
  access_level: text,
});

export const statusUpdate = z.object({
  gid: z.string(),
  title: text,
  text,
  status_type: text,
  author: reference,
  created_at: instant,
});
