import type { Metric } from "../fact.ts";
import { asOf, liveProjects } from "./fragments.ts";

const parts = [
  ["scope", "work that came, went or is counted otherwise"],
  ["pace", "tasks done since then, against what the pace of that day let expect"],
  ["capacity", "the open work of the project's people and the hours that they have for it"],
  ["calendar", "holidays and quiet days"],
] as const;

/** Why the 85 % date of a project moved: parts that add up to `slip_days` exactly. */
export const moveMetrics: readonly Metric[] = parts.map(([part, reason]) => ({
  id: `moved_by_${part}`,
  unit: "days",
  scope: "project",
  definition: `How many days the 85 % date moved since the forecast of a week before by ${reason} (later is positive). Scope, pace, capacity and calendar add up to the whole move.`,
  sql: `
    select m.project_gid as gid, p.name, p.permalink_url as link, m.${part}_days as value
    from marts.date_moves m join ${liveProjects} p using (project_gid)
    where m.previous_made_on <= ${asOf} - 7
    qualify row_number() over (partition by m.project_gid order by m.previous_made_on desc) = 1`,
}));
