import { addDays } from "../statistics/calendar.ts";
import { type Insight, type Month, sayPercent } from "./insight.ts";

/** A lasting change of pace that the velocity model dated. */
export interface PaceStep {
  readonly scope_type: "workspace" | "team" | "project" | "person";
  readonly scope_gid: string;
  readonly scope_name: string;
  readonly step_on: string;
  readonly step_ratio: number;
  readonly n: number;
}

/** Persons are left out: their pace is no finding for a retro. */
export const paceStepsQuery = `
select v.scope_type, v.scope_gid, any_value(coalesce(t.name, p.name, 'The workspace')) as scope_name,
  v.step_on, max(v.step_ratio) as step_ratio, count(*) filter (where v.kind = 'actual') as n
from marts.velocity_weekly v
left join marts.teams t on v.scope_type = 'team' and t.team_gid = v.scope_gid
left join marts.projects p on v.scope_type = 'project' and p.project_gid = v.scope_gid
where v.step_on is not null and v.step_ratio is not null and v.scope_type <> 'person' and not coalesce(p.is_own, false)
group by v.scope_type, v.scope_gid, v.step_on order by all`;

/** A step shows itself six weeks after it happens: it belongs to the retro of the month that holds that day, and to no other. */
const noticedAfterDays = 42;
const most = 3;

/** Steps that showed themselves in the month, the largest first. */
export function paceChange(steps: readonly PaceStep[], month: Month): Insight[] {
  return steps
    .filter((step) => isIn(month, addDays(step.step_on, noticedAfterDays)) && step.step_ratio > 0)
    .sort((a, b) => size(b) - size(a) || (a.scope_gid < b.scope_gid ? -1 : 1))
    .slice(0, most)
    .map(insightOf);
}

const isIn = (month: Month, day: string): boolean => day >= month.start && day < month.end;

const size = (step: PaceStep): number => Math.abs(Math.log(step.step_ratio));

/** The name of a team or project stays as it is; the workspace is a word of ours. */
const withinSentence = ({ scope_type, scope_name }: PaceStep): string =>
  scope_type === "workspace" ? scope_name.replace(/^The /, "the ") : scope_name;

function insightOf(step: PaceStep): Insight {
  const isFaster = step.step_ratio > 1;
  const change = isFaster ? `${sayPercent(step.step_ratio - 1)} more` : `${sayPercent(1 - step.step_ratio)} fewer`;
  return {
    kind: "pace_change",
    scope_type: step.scope_type === "person" ? "workspace" : step.scope_type,
    scope_gid: step.scope_gid,
    key: step.step_on,
    title: `${step.scope_name} completes ${change} tasks a week since ${step.step_on}`,
    finding: `From the week of ${step.step_on} on, ${withinSentence(step)} completed ${change} tasks a week than before, and it lasted (${step.n} weeks of history; holidays are taken into account).`,
    n: step.n,
    effect: step.step_ratio,
    suggested_action: isFaster
      ? "Find out what changed, and whether others can have it too."
      : "Find out what changed: people, kind of work, waiting, or how work is cut into tasks.",
    evidence: {
      step_on: step.step_on,
      step_ratio: step.step_ratio,
      sql: `select * from marts.velocity_weekly where scope_type = '${step.scope_type}' and scope_gid = '${step.scope_gid}' order by week_start_on`,
    },
  };
}
