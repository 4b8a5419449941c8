import { joinWishes, nothing, type Wishes } from "./action.ts";
import { asksOf, oddTimes, wishReviews } from "./asks.ts";
import { withinBudget } from "./comment-budget.ts";
import { wishDecisions } from "./deciders.ts";
import { allows, type Desk, reachable, whySource, withTasks } from "./desk.ts";
import { ownFields } from "./fields.ts";
import type { PlanName } from "./phases.ts";
import { planCapacityAlerts } from "./plans/capacity-alerts.ts";
import { fieldKey, type ResolvedFields, resolveFields, unknownMappings } from "./plans/own-fields.ts";
import { type OwnProject, type OwnProjectKey, planOwnProject } from "./plans/own-projects.ts";
import { planPeople, wishPeople } from "./plans/people.ts";
import { wishPortfolioValues } from "./plans/portfolio-summaries.ts";
import { wishProjectSummaries } from "./plans/project-summaries.ts";
import { planRetroInsights } from "./plans/retro-insights.ts";
import { planStatusUpdates } from "./plans/status-updates.ts";
import { wishTaskForecasts, wishTaskVariance } from "./plans/tasks.ts";
import { planUserFields } from "./plans/user-fields.ts";
import { planValues, type WishedValues } from "./plans/values.ts";
import { planWeeklySummaries, untold, weeklyTaskOf } from "./plans/weekly-summaries.ts";
import { readPortfolio, readTask, readUsers } from "./read-asana.ts";
import {
  readInsightRows,
  readManagers,
  readPortfolioRows,
  readProjectRows,
  readProjectWeeks,
  readStatuses,
  readTaskRows,
  readWeeks,
} from "./release-rows.ts";
import { portfoliosIn } from "./scope.ts";
import { pageUrl, whyLine } from "./why-line.ts";

/** The project of ours that a plan writes into. */
export const ownProjectOf: Readonly<Partial<Record<PlanName, OwnProjectKey>>> = {
  retro_insights: "retro_insights",
  people: "capacity_planning",
  capacity_alerts: "capacity_alerts",
  reviews: "capacity_review",
};

/** All that the configured phase and scope let Plimsoll wish to write. */
export async function gatherWishes(desk: Desk): Promise<Wishes> {
  const projects = await wishProjects(desk);
  const values = [...projects, ...(await wishPortfolios(desk)), ...(await wishTasks(desk))];
  const told = joinWishes([
    { actions: [], conflicts: unknownMappings(desk.ctx.config.publish.fields) },
    capped(desk, planFields(desk, values)),
    await weeklySummaries(desk),
    await inOwnProject(desk, "retro_insights", retroInsights),
    await inOwnProject(desk, "people", people),
    await userFields(desk),
    await inOwnProject(desk, "capacity_alerts", capacityAlerts),
    await statusUpdates(desk),
    await inOwnProject(desk, "reviews", (at, project) => wishReviews(at, project, resolve)),
    await wishDecisions(desk),
  ]);
  const wishes = joinWishes([told, await asksOf(desk, told.conflicts)]);
  return withinBudget(wishes, { most: desk.ctx.config.publish.comments_per_person, spent: desk.today.comments });
}

const inScope = async (desk: Desk) =>
  (await readProjectRows(desk.release)).filter(({ project_gid }) => desk.scope.project(project_gid));

const wishProjects = async (desk: Desk): Promise<WishedValues[]> => wishProjectSummaries(await inScope(desk), desk.now);

/** Portfolios of which anything in scope is a part. */
async function wishPortfolios(desk: Desk): Promise<WishedValues[]> {
  const rows = portfoliosIn(desk.ctx.config.publish, await readPortfolioRows(desk.release));
  const read = await Promise.all(rows.map(({ portfolio_gid }) => readPortfolio(desk.asana, portfolio_gid)));
  const portfolios = read.filter((portfolio) => portfolio !== undefined);
  return wishPortfolioValues(rows, new Map(portfolios.map((portfolio) => [portfolio.gid, portfolio])));
}

async function wishTasks(desk: Desk): Promise<WishedValues[]> {
  const forecasts = allows(desk, "task_forecasts");
  const rows = (await readTaskRows(desk.release, desk.asOf)).filter(
    (row) =>
      (forecasts || row.is_completed) && desk.scope.project(row.project_gid) && desk.scope.person(row.assignee_gid),
  );
  if (rows.length === 0) return [];
  const since = new Date(Date.parse(desk.asOf) - 31 * 86_400_000).toISOString();
  const { now } = await withTasks(desk, [...new Set(rows.map(({ project_gid }) => project_gid))], since);
  return [...wishTaskVariance(rows, now), ...(forecasts ? wishTaskForecasts(rows, now, await oddTimes(desk)) : [])];
}

/** Values of several plans together, so that each field is created and attached once. */
function planFields(desk: Desk, wishes: readonly WishedValues[]): Wishes {
  const resolved = resolve(desk, wishes);
  return joinWishes([resolved, planValues(wishes, resolved.fields, desk.ledger)]);
}

/** The fields that the wishes fill, and those that were filled before. */
function resolve(desk: Desk, wishes: readonly WishedValues[]): ResolvedFields {
  const { publish, report_base_url } = desk.ctx.config;
  const named = new Set(wishes.flatMap(({ wished }) => [...wished.keys()]));
  const filled = new Set(
    wishes.flatMap(({ wished }) => [...wished].filter(([, value]) => value !== null).map(([key]) => key)),
  );
  const wanted = ownFields.filter(
    ({ key, plan }) =>
      named.has(key) && allows(desk, plan) && (filled.has(key) || desk.ledger.managed.has(fieldKey({ key }))),
  );
  const settings = {
    prefix: publish.field_prefix,
    mapped: publish.fields,
    of_people: desk.estimateFields,
    why: report_base_url,
  };
  return resolveFields(wanted, settings, desk.now, desk.ledger);
}

/** At most so many tasks change in one night; the rest is said to wait. */
function capped(desk: Desk, wishes: Wishes): Wishes {
  const most = desk.ctx.config.publish.max_task_changes;
  const changes = wishes.actions.filter(
    ({ object_type, action }) => object_type === "task_values" && action === "change",
  );
  if (changes.length <= most) return wishes;
  const waiting = new Set(changes.slice(most));
  const reason = `publish.max_task_changes lets ${most} tasks change in one run; the others wait for the next`;
  return {
    actions: wishes.actions.filter((action) => !waiting.has(action)),
    conflicts: [...wishes.conflicts, { key: "task_values:cap", label: `${waiting.size} tasks`, reason, project: null }],
  };
}

type InProject = (desk: Desk, project: OwnProject) => Promise<Wishes>;

/** Runs a plan on a project of ours, created where it is missing and where there is something to put in. */
async function inOwnProject(desk: Desk, plan: PlanName, wish: InProject): Promise<Wishes> {
  const key = ownProjectOf[plan];
  if (!key || !allows(desk, plan)) return nothing;
  const configured = desk.ctx.config.publish.projects[key];
  const input = { key, configured, managers: await managersInScope(desk), plan };
  const { project, ...place } = planOwnProject(input, desk.now, desk.ledger);
  const wishes = project ? await wish(desk, project) : nothing;
  return wishes.actions.length > 0 || !project ? joinWishes([place, wishes]) : wishes;
}

/** Those who manage anybody in scope; who is muted is let into nothing. */
async function managersInScope({ release, scope, ctx: { config } }: Desk): Promise<string[]> {
  const muted = new Set([...config.publish.mute, ...config.privacy.left_out]);
  const rows = await readManagers(release);
  return [...new Set(rows.filter(({ person_gid }) => scope.person(person_gid)).map(({ gid }) => gid))].filter(
    (gid) => !muted.has(gid),
  );
}

async function weeklySummaries(desk: Desk): Promise<Wishes> {
  const { release, asana, ledger, now, scope, asOf } = desk;
  const rows = (await readProjectWeeks(release, asOf)).filter(({ project_gid }) => scope.project(project_gid));
  const known = untold(rows, ledger).flatMap((row) => weeklyTaskOf(row, ledger) ?? []);
  const tasks = (await Promise.all(known.map((gid) => readTask(asana, gid)))).filter((task) => task !== undefined);
  const found = new Map(tasks.map((task) => [task.gid, task]));
  return planWeeklySummaries(rows, { now, ledger, tasks: found, url: pageUrl(whySource(desk), "time.html") });
}

async function retroInsights(desk: Desk, project: OwnProject): Promise<Wishes> {
  const rows = (await readInsightRows(desk.release)).filter(
    ({ scope_type, scope_gid }) => scope_type !== "project" || desk.scope.project(scope_gid),
  );
  const why = whyLine(whySource(desk), "retro.html");
  return planRetroInsights(rows, project, { ledger: desk.ledger, why });
}

/** Weeks ahead of the people in scope; none where the configuration keeps persons out of sight. */
async function weeksInScope(desk: Desk) {
  if (desk.ctx.config.privacy.person_level === "none") return [];
  return (await readWeeks(desk.release)).filter(({ person_gid }) => desk.scope.person(person_gid));
}

async function people(desk: Desk, project: OwnProject): Promise<Wishes> {
  const rows = await weeksInScope(desk);
  const attached = desk.now.projects.find(({ gid }) => gid === project.now?.gid)?.fields ?? new Set<string>();
  const resolved = resolve(desk, wishPeople(rows, { project, attached, ledger: desk.ledger }));
  const why = whyLine(whySource(desk), "weekly.html");
  const given = { project, attached, fields: resolved.fields, ledger: desk.ledger, why };
  return joinWishes([resolved, planPeople(rows, given)]);
}

/** Nothing is asked of Asana where the configuration names no field on people. */
async function userFields(desk: Desk): Promise<Wishes> {
  const { publish } = desk.ctx.config;
  const wanted = ownFields.filter(({ key, on }) => on === "user" && publish.fields[key]);
  if (wanted.length === 0 || !allows(desk, "people")) return nothing;
  const settings = {
    prefix: publish.field_prefix,
    mapped: publish.fields,
    of_people: desk.estimateFields,
    why: undefined,
  };
  const { fields, ...resolved } = resolveFields(wanted, settings, desk.now, desk.ledger);
  const users = await readUsers(desk.asana, desk.now.workspace_gid);
  return joinWishes([resolved, planUserFields(await weeksInScope(desk), { users, fields, ledger: desk.ledger })]);
}

async function capacityAlerts(desk: Desk, project: OwnProject): Promise<Wishes> {
  const { alerts } = desk.ctx.config.publish;
  const { via, channels, per_manager: budget } = alerts;
  const why = whyLine(whySource(desk), "weekly.html");
  const settings = { as_of: desk.asOf, budget, spent: desk.today.alerts, via, channels, why };
  const rows = (await weeksInScope(desk)).map((week) => ({
    ...week,
    manager_gid: reachable(desk, week.manager_gid),
    commentable_gids: week.largest_gids.filter((_, i) => desk.scope.project(week.largest_projects[i] ?? "")),
  }));
  return planCapacityAlerts(rows, project, desk.ledger, settings);
}

async function statusUpdates(desk: Desk): Promise<Wishes> {
  if (!allows(desk, "status_updates")) return nothing;
  const report = (gid: string) => pageUrl(whySource(desk), `project-${gid}.html`);
  const settings = { as_of: desk.asOf, report, budget: desk.ctx.config.publish.statuses_per_owner };
  const given = { now: desk.now, ledger: desk.ledger, settings };
  return planStatusUpdates(await inScope(desk), await readStatuses(desk.release), given);
}
