import { accuracyTables, readAccuracyTasks } from "../accuracy/groups.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { hashOf } from "../statistics/hash.ts";
import { biasedGroups } from "./biased-groups.ts";
import { blockedTime, type Waiting, waitingQuery } from "./blocked-time.ts";
import { ownerOf, type Places, readPlaces, withLinks } from "./evidence-links.ts";
import { fullMonthsBefore, type Insight, type Month, monthsEarlier } from "./insight.ts";
import { overhead, type RecurringWork, recurringWorkQuery } from "./overhead.ts";
import { type PaceStep, paceChange, paceStepsQuery } from "./pace-change.ts";
import { type Reopened, reopenedQuery, rework } from "./rework.ts";
import { type ProjectScope, projectScopeQuery, scopeCreep } from "./scope-creep.ts";
import { type ProjectHours, projectHoursQuery, whereTimeWent } from "./where-time-went.ts";

const months = 2;

/** Findings for the retros of the last full months, each with n and size, none that chance explains. */
export const retroInsightsNode: ModelNode = {
  name: "retro_insights",
  reads: [
    ...accuracyTables,
    "marts.time_entries",
    "marts.velocity_weekly",
    "marts.task_history",
    "marts.task_dependencies",
  ],
  writes: ["marts.retro_insights"],
  run: async (input) => {
    const rows: ModelRow[] = [];
    for (const month of fullMonthsBefore(input.asOf, months)) {
      const insights = await insightsOf(month, input);
      const places = await readPlaces(insights, input);
      rows.push(...insights.map((insight) => rowOf(insight, { month, places })));
    }
    return { "marts.retro_insights": rows };
  },
};

async function insightsOf(month: Month, { rows }: ModelInput): Promise<Insight[]> {
  const before = monthsEarlier(month, 3);
  const year = { from: monthsEarlier(month, 11), until: month.end };
  const estimated = await readAccuracyTasks({ rows }, year);
  return [
    ...whereTimeWent(await rows<ProjectHours>(projectHoursQuery(month, before)), month),
    ...biasedGroups(estimated, month),
    ...scopeCreep(await rows<ProjectScope>(projectScopeQuery(month)), month),
    ...paceChange(await rows<PaceStep>(paceStepsQuery), month),
    ...overhead(await rows<RecurringWork>(recurringWorkQuery(month)), month),
    ...blockedTime(await rows<Waiting>(waitingQuery(month)), month),
    ...rework((await rows<Reopened>(reopenedQuery(month, before)))[0], month),
  ];
}

const rowOf = (
  { key, ...insight }: Insight,
  { month, places }: { readonly month: Month; readonly places: Places },
): ModelRow => ({
  insight_id: hashOf([insight.kind, insight.scope_type, insight.scope_gid, key]),
  month_start_on: month.start,
  ...insight,
  evidence: withLinks({ key, ...insight }, places),
  action_owner_gid: ownerOf({ key, ...insight }, places),
  scope: insight.scope_type === "workspace" ? "workspace" : `${insight.scope_type}:${insight.scope_gid}`,
  title: oneLine(insight.title),
  finding: oneLine(insight.finding),
});

/** Names may hold line breaks; a title is one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
