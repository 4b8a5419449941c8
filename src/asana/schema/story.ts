import { z } from "zod";
import { customFieldValue } from "./custom-field.ts";
import { day, instant, number, reference, references, text } from "./opt-fields.ts";

const option = z.object({ gid: z.string(), name: text }).nullish();
const options = z.array(z.object({ gid: z.string(), name: text })).nullish();
const dates = z.object({ start_on: day, due_on: day, due_at: instant }).nullish();
/** Asana lists the dates of a date field by their whole alone. */
const fieldDates = z.looseObject({}).nullish();
/** With its name, since a section may be gone before the first night. */
const section = z.object({ gid: z.string(), name: text }).nullish();

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
  old_resource_subtype: text,
  new_resource_subtype: text,
  old_section: section,
  new_section: section,
  old_approval_status: text,
  new_approval_status: text,
  assignee: reference,
  project: reference,
  tag: reference,
  dependency: reference,
  duplicate_of: reference,
  custom_field: customFieldValue.pick({ gid: true, name: true, resource_subtype: true }).nullish(),
  old_text_value: text,
  new_text_value: text,
  old_number_value: number,
  new_number_value: number,
  old_enum_value: option,
  new_enum_value: option,
  old_multi_enum_values: options,
  new_multi_enum_values: options,
  old_date_value: fieldDates,
  new_date_value: fieldDates,
  old_people_value: references,
  new_people_value: references,
});

export const attachment = z.object({
  gid: z.string(),
  name: text,
  resource_subtype: text,
  size: number,
  host: text,
  created_at: instant,
});
