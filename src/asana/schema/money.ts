import { z } from "zod";
import { number, reference, text } from "./opt-fields.ts";

/** Budgets take no opt_fields: Asana sends all of it. Time budgets are in minutes. */
export const budget = z.object({
  gid: z.string(),
  budget_type: text,
  estimate: z.object({ value: number, source: text }).nullish(),
  actual: z.object({ value: number }).nullish(),
  total: z.object({ value: number, units: text }).nullish(),
});

export const rate = z.object({
  gid: z.string(),
  parent: reference,
  resource: reference,
  rate: number,
  currency_code: text,
});
