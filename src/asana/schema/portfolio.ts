import { z } from "zod";
import { customFieldSetting, customFieldValue } from "./custom-field.ts";
import { day, flag, number, reference, text } from "./opt-fields.ts";

export const portfolio = z.object({
  gid: z.string(),
  name: text,
  owner: reference,
  color: text,
  archived: flag,
  start_on: day,
  due_on: day,
  custom_fields: z.array(customFieldValue).nullish(),
  custom_field_settings: z.array(customFieldSetting).nullish(),
});

/** A project or a portfolio inside a portfolio. */
export const portfolioItem = z.object({ gid: z.string(), resource_type: text });

export const goal = z.object({
  gid: z.string(),
  name: text,
  owner: reference,
  due_on: day,
  start_on: day,
  status: text,
  time_period: reference,
  team: reference,
  is_workspace_level: flag,
  // Asana lists neither the kind nor the people of a goal's fields; the kind is known from the definitions.
  custom_fields: z.array(customFieldValue.omit({ resource_subtype: true, people_value: true })).nullish(),
  custom_field_settings: z.array(customFieldSetting).nullish(),
  metric: z
    .object({
      gid: z.string(),
      resource_subtype: text,
      unit: text,
      precision: number,
      currency_code: text,
      initial_number_value: number,
      target_number_value: number,
      current_number_value: number,
      progress_source: text,
    })
    .nullish(),
});

export const timePeriod = z.object({ gid: z.string(), display_name: text, period: text, start_on: day, end_on: day });
