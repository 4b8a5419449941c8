import { z } from "zod";
import { customFieldValue } from "./custom-field.ts";
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
