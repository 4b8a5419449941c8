import type { Config } from "../config/read.ts";
import type { Context } from "../context.ts";
import { isAllowed, type PlanName } from "./phases.ts";
import type { OwnProjectKey } from "./plans/own-projects.ts";
import { findOwnProject } from "./plans/own-projects.ts";
import type { OpenReview, ReviewForm, World } from "./plans/reviews.ts";
import { type AsanaWriter, readFields, readOwnProject, readProject, readProjects, readTasks } from "./read-asana.ts";
import { type Release, readScope } from "./release-rows.ts";
import { readEstimateFields } from "./review-rows.ts";
import type { Scope } from "./scope.ts";
import type { AsanaNow, LedgerNow, OwnProjectNow, TaskNow } from "./state.ts";
import type { WhySource } from "./why-line.ts";

/** Whether the configured phase lets a plan write. */
export const allows = (desk: Pick<Desk, "ctx">, plan: PlanName): boolean =>
  isAllowed(plan, desk.ctx.config.publish.phase);

/** The person, where still there; else whoever the configuration names for what has no owner. */
export const reachable = ({ world, ctx }: Pick<Desk, "world" | "ctx">, gid: string | null): string | null =>
  gid !== null && world.people.has(gid) ? gid : (ctx.config.publish.reviewer ?? null);

export const whySource = ({ asOf, releaseRun, ctx }: Pick<Desk, "asOf" | "releaseRun" | "ctx">): WhySource => ({
  as_of: asOf,
  run_id: releaseRun,
  report_base_url: ctx.config.report_base_url,
});

/** What lies before a planner: the release, Asana as it is now, and what the ledger remembers. */
export interface Desk {
  readonly ctx: Context;
  /** As-of date of the release. */
  readonly asOf: string;
  /** Run that made the release. */
  readonly releaseRun: string;
  readonly release: Release;
  readonly asana: AsanaWriter;
  readonly now: AsanaNow;
  readonly ledger: LedgerNow;
  readonly scope: Scope;
  /** Gids of the fields in which people estimate. */
  readonly estimateFields: ReadonlySet<string>;
  /** What people got today already, by their gid. */
  readonly today: Today;
  /** Reviews whose decision is not settled, and the world that the decisions meet; empty below the last phase. */
  readonly reviews: readonly OpenReview[];
  /** What new reviews are made of. */
  readonly form: ReviewForm;
  readonly world: World;
}

/** Numbers of tasks by the person who got them. */
export interface Today {
  readonly alerts: ReadonlyMap<string, number>;
  readonly anomalies: ReadonlyMap<string, number>;
  readonly questions: ReadonlyMap<string, number>;
  /** Comments that reached people. */
  readonly comments: ReadonlyMap<string, number>;
}

export interface DeskInput {
  readonly release: Release;
  readonly asana: AsanaWriter;
  readonly ledger: LedgerNow;
  readonly workspace_gid: string;
  readonly as_of: string;
  readonly release_run: string;
  /** Whether Asana refused approvals as such. */
  readonly lacks_approvals: boolean;
  readonly today: Today;
  readonly reviews: readonly OpenReview[];
  readonly world: World;
  /** Own projects that the plans of this phase need. */
  readonly projects: readonly OwnProjectKey[];
}

/** Reads what plans need: two listings of the workspace, and the contents of Plimsoll's own projects. */
export async function openDesk(ctx: Context, input: DeskInput): Promise<Desk> {
  const { asana, ledger, release, workspace_gid, today, reviews, world } = input;
  const [fields, running, scope] = await Promise.all([
    readFields(asana, workspace_gid),
    readProjects(asana, workspace_gid),
    readScope(release, ctx.config),
  ]);
  const projects = [...running];
  const own = new Map<OwnProjectKey, OwnProjectNow>();
  for (const key of input.projects) {
    const configured = ctx.config.publish.projects[key];
    const gid = configured ?? ledger.managed.get(`project:${key}`);
    if (gid && !projects.some((project) => project.gid === gid)) {
      const elsewhere = await readProject(asana, gid);
      if (elsewhere) projects.push(elsewhere);
    }
    const found = findOwnProject(key, configured, { projects }, ledger);
    const project = projects.find((candidate) => candidate.gid === found);
    if (project && !project.is_archived) own.set(key, await readOwnProject(asana, project.gid));
  }
  const now: AsanaNow = { workspace_gid, fields, projects, own, tasks: new Map() };
  const { as_of: asOf, release_run: releaseRun } = input;
  const form = formOf(ctx.config.publish.reviews_as, { lacksApprovals: input.lacks_approvals, hasFields: !!fields });
  const estimateFields = new Set((await readEstimateFields(release)).map(({ field_gid }) => field_gid));
  return { ctx, asOf, releaseRun, release, asana, now, ledger, scope, estimateFields, today, reviews, form, world };
}

function formOf(
  configured: Config["publish"]["reviews_as"],
  { lacksApprovals, hasFields }: { lacksApprovals: boolean; hasFields: boolean },
): ReviewForm {
  if (configured !== "auto") return configured;
  if (!lacksApprovals) return "approval";
  return hasFields ? "field" : "task";
}

/** The same desk with the tasks of some projects on it: open ones, and those completed since an instant. */
export async function withTasks(desk: Desk, projectGids: readonly string[], completedSince: string): Promise<Desk> {
  const running = new Set(desk.now.projects.filter(({ is_archived }) => !is_archived).map(({ gid }) => gid));
  const listings = await Promise.all(
    projectGids.filter((gid) => running.has(gid)).map((gid) => readTasks(desk.asana, gid, completedSince)),
  );
  const tasks = new Map<string, TaskNow>(listings.flat().map((task) => [task.gid, task]));
  return { ...desk, now: { ...desk.now, tasks } };
}
