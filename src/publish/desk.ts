import type { Context } from "../context.ts";
import type { OwnProjectKey } from "./plans/own-projects.ts";
import { findOwnProject } from "./plans/own-projects.ts";
import type { OpenReview, World } from "./plans/reviews.ts";
import { type AsanaWriter, readFields, readOwnProject, readProject, readProjects, readTasks } from "./read-asana.ts";
import { type Release, readScope } from "./release-rows.ts";
import type { Scope } from "./scope.ts";
import type { AsanaNow, LedgerNow, OwnProjectNow, TaskNow } from "./state.ts";

/** What lies before a planner: the release, Asana as it is now, and what the ledger remembers. */
export interface Desk {
  readonly ctx: Context;
  /** As-of date of the release. */
  readonly asOf: string;
  readonly release: Release;
  readonly asana: AsanaWriter;
  readonly now: AsanaNow;
  readonly ledger: LedgerNow;
  readonly scope: Scope;
  /** What people got today already, by their gid. */
  readonly today: Today;
  /** Reviews whose decision is not settled, and the world that the decisions meet; empty below the last phase. */
  readonly reviews: readonly OpenReview[];
  readonly world: World;
}

/** Numbers of tasks by the person who got them. */
export interface Today {
  readonly alerts: ReadonlyMap<string, number>;
  readonly anomalies: ReadonlyMap<string, number>;
}

export interface DeskInput {
  readonly release: Release;
  readonly asana: AsanaWriter;
  readonly ledger: LedgerNow;
  readonly workspace_gid: string;
  readonly as_of: string;
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
  return { ctx, asOf: input.as_of, release, asana, now, ledger, scope, today, reviews, world };
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
