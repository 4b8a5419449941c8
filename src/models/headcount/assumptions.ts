import type { ModelSettings } from "../node.ts";

/*
Inputs of the projection. What nobody configured gets a default, wide enough for most companies, and is listed as
assumed. Attrition of 12 % a year is close to the usual voluntary quit rate in professional services; lead time and ramp
are round numbers that a reader is meant to replace.
*/
export interface Assumptions {
  /** Share of people who leave in a year, and the spread of that rate on the log scale. */
  readonly attritionPerYear: number;
  readonly attritionSpread: number;
  readonly hiringLeadWeeks: number;
  readonly rampWeeks: number;
  readonly pipeline: NonNullable<ModelSettings["headcount"]["pipeline"]>;
  /** Names of the inputs that nobody configured. */
  readonly assumed: readonly string[];
}

const usual = { attritionPerYear: 0.12, hiringLeadWeeks: 12, rampWeeks: 8 };

export interface AttritionHistory {
  readonly leavers: number;
  readonly personYears: number;
}

/** Configured inputs first, then attrition learnt from known departures, then defaults. */
export function assumptionsOf(settings: ModelSettings["headcount"], history: AttritionHistory): Assumptions {
  const isLearnt = settings.attrition_per_year === undefined && history.leavers >= 3;
  // The default counts as much as 10 person-years.
  const learnt = (history.leavers + usual.attritionPerYear * 10) / (history.personYears + 10);
  const assumed = [
    ...(settings.attrition_per_year === undefined && !isLearnt ? ["attrition_per_year"] : []),
    ...(settings.hiring_lead_weeks === undefined ? ["hiring_lead_weeks"] : []),
    ...(settings.ramp_weeks === undefined ? ["ramp_weeks"] : []),
    ...(settings.pipeline === undefined ? ["pipeline (none)"] : []),
  ];
  return {
    attritionPerYear: settings.attrition_per_year ?? (isLearnt ? learnt : usual.attritionPerYear),
    attritionSpread: settings.attrition_per_year === undefined ? 0.5 : 0.25,
    hiringLeadWeeks: settings.hiring_lead_weeks ?? usual.hiringLeadWeeks,
    rampWeeks: settings.ramp_weeks ?? usual.rampWeeks,
    pipeline: settings.pipeline ?? [],
    assumed,
  };
}
