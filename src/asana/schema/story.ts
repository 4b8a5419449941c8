import { z } from "zod";
import { customFieldValue } from "./custom-field.ts";
import { day, instant, number, reference, text } from "./opt-fields.ts";

const option = z.object({ gid: z.string(), name: text }).nullish();
const options = z.array(z.object({ gid: z.string(), name: text })).nullish();
const dates = z.object({ start_on: day, due_on: day, due_at: instant }).nullish();

/** What happened to a task: comments, and changes with the values before and after. Text is for people, never parsed. */
export const story = z.object({
  gid: z.string(),
  type: text,
  resource_subtype: text,
  created_at: instant,
  created_by: reference,
  text,
  old_name: text,
  new_name: text,
  old_dates: dates,
  new_dates: dates,
  old_section: reference,
  new_section: reference,
  assignee: reference,
  project: reference,
  custom_field: customFieldValue.pick({ gid: true, name: true, resource_subtype: true }).nullish(),
  old_text_value: text,
  new_text_value: text,
  old_number_value: number,
  new_number_value: number,
  old_enum_value: option,
  new_enum_value: option,
  old_multi_enum_values: options,
  new_multi_enum_values: options,
});

export const attachment = z.object({
  gid: z.string(),
  name: text,
  resource_subtype: text,
  size: number,
  host: text,
  created_at: instant,
});
