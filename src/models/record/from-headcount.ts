import type { ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { Forecast } from "./forecast.ts";

/** People short by team and quarter, from rows of marts.headcount_projection. Nobody can tell what came of it: hiring answers it. */
export const fromHeadcount = (rows: readonly ModelRow[], made_on: string): Forecast[] =>
  rows.map((row) => ({
    kind: "headcount_gap",
    subject_type: "team",
    subject_gid: row.team_gid as string,
    made_on,
    target_on: row.quarter_start_on as string,
    horizon_weeks: Math.round((dayNumber(row.quarter_start_on as string) - dayNumber(made_on)) / 7),
    unit: "fte",
    ...{ p10: row.gap_fte_p10 as number, p50: row.gap_fte_p50 as number, p80: row.gap_fte_p80 as number },
    ...{ p85: null, p90: row.gap_fte_p90 as number, mean: null },
    method: row.method as string,
    n: row.n as number,
    features: {
      demand_fte_p50: row.demand_fte_p50 as number,
      supply_fte_p50: row.supply_fte_p50 as number,
      shortage_probability: row.shortage_probability as number,
      top_driver: row.top_driver as string,
      assumed: row.assumed as string[],
    },
  }));
