import type { Config } from "../config/read.ts";

/** What of the workspace may be written about, as `publish.scope` and `publish.mute` say. */
export interface Scope {
  readonly project: (gid: string) => boolean;
  readonly person: (gid: string | null) => boolean;
}

export interface ScopeRows {
  readonly projects: readonly { readonly project_gid: string; readonly team_gid: string | null }[];
  readonly portfolio_projects: readonly { readonly portfolio_gid: string; readonly project_gid: string }[];
  readonly team_members: readonly { readonly team_gid: string; readonly person_gid: string }[];
}

/** Without limits everything is in scope; teams, portfolios and projects add up; what is muted is out in any case. */
export function scopeOf({ scope, mute }: Pick<Config["publish"], "scope" | "mute">, rows: ScopeRows): Scope {
  const muted = new Set(mute);
  const { teams = [], portfolios = [], projects = [], people = [] } = scope;
  const named = new Set([
    ...projects,
    ...rows.projects.filter(({ team_gid }) => team_gid && teams.includes(team_gid)).map((row) => row.project_gid),
    ...rows.portfolio_projects.filter((row) => portfolios.includes(row.portfolio_gid)).map((row) => row.project_gid),
  ]);
  const staff = new Set([
    ...people,
    ...rows.team_members.filter(({ team_gid }) => teams.includes(team_gid)).map((row) => row.person_gid),
  ]);
  const limitsProjects = teams.length + portfolios.length + projects.length > 0;
  const limitsPeople = teams.length + people.length > 0;
  return {
    project: (gid) => !muted.has(gid) && (!limitsProjects || named.has(gid)),
    person: (gid) => gid === null || (!muted.has(gid) && (!limitsPeople || staff.has(gid))),
  };
}

/** All portfolios, or those that the scope names; a scope of single projects is about no portfolio. */
export function portfoliosIn<T extends { readonly portfolio_gid: string }>(
  { scope, mute }: Pick<Config["publish"], "scope" | "mute">,
  rows: readonly T[],
): T[] {
  const isLimited = [scope.teams, scope.portfolios, scope.projects].some((gids) => (gids?.length ?? 0) > 0);
  return rows.filter(
    ({ portfolio_gid: gid }) => !mute.includes(gid) && (!isLimited || (scope.portfolios?.includes(gid) ?? false)),
  );
}
