import { z } from "zod";
import { day, flag, instant, number, references, text } from "./opt-fields.ts";

const option = z.object({ gid: z.string(), name: text }).nullish();

/** A custom field with its value, as it stands on projects, portfolios and users. */
export const customFieldValue = z.object({
  gid: z.string(),
  name: text,
  resource_subtype: text,
  enabled: flag,
  display_value: text,
  number_value: number,
  text_value: text,
  enum_value: option,
  multi_enum_values: z.array(z.object({ gid: z.string(), name: text })).nullish(),
  date_value: z.object({ date: day, date_time: instant }).nullish(),
  people_value: references,
});

/** On tasks, where Asana also lists references to other objects. */
export const taskFieldValue = customFieldValue.extend({ reference_value: references });
export type CustomFieldValue = z.infer<typeof customFieldValue>;

/** The definition of a custom field. */
export const customFieldDefinition = z.object({
  gid: z.string(),
  name: text,
  description: text,
  resource_subtype: text,
  representation_type: text,
  format: text,
  precision: number,
  currency_code: text,
  asana_created_field: text,
  is_global_to_workspace: flag,
  enum_options: z.array(z.object({ gid: z.string(), name: text, enabled: flag, color: text })).nullish(),
});
export type CustomFieldDefinition = z.infer<typeof customFieldDefinition>;

export const customFieldSetting = z.object({
  gid: z.string(),
  is_important: flag,
  custom_field: customFieldDefinition.nullish(),
});

/** Kinds of custom fields known; an unknown one is counted and kept by its display value. */
export const customFieldSubtypes = ["text", "enum", "multi_enum", "number", "date", "people", "reference"] as const;
