import type { Metric } from "../fact.ts";
import { smallestGroup } from "./fragments.ts";

const rows = `(
  select h.*, t.name, h.team_gid || '@' || h.quarter_start_on as gid
  from marts.headcount_projection h join marts.teams t using (team_gid)
  where h.status = 'ok' and t.number_of_members >= ${smallestGroup}
)`;

/** Demand for people less supply, by team and quarter. */
export const headcountMetrics: readonly Metric[] = [
  {
    id: "headcount_gap",
    unit: "fte",
    scope: "team",
    definition:
      "Demand less supply of a team in a quarter, in full-time equivalents: median and 80 % prediction interval.",
    sql: `select gid, name, gap_fte_p50 as value, gap_fte_p10 as lo, gap_fte_p90 as hi, n from ${rows}`,
  },
  {
    id: "headcount_supply",
    unit: "fte",
    scope: "team",
    definition: "Supply of a team in a quarter, in full-time equivalents, after expected leavers.",
    sql: `select gid, name, supply_fte_p50 as value, n from ${rows}`,
  },
  {
    id: "shortage",
    unit: "probability",
    scope: "team",
    definition: "Chance that the team is short by one full-time equivalent or more in that quarter.",
    sql: `select gid, name, shortage_probability as value, n from ${rows}`,
  },
  {
    id: "requisition_by",
    unit: "date",
    scope: "team",
    definition: "Last day to open a requisition so that the hire is productive by the quarter's start.",
    sql: `select gid, name, open_requisition_by_on as value from ${rows}`,
  },
];
