import type { Metric } from "./facts/fact.ts";
import { metrics as everyMetric } from "./facts/metrics/index.ts";
import type { Reader } from "./issue.ts";

/** What a report speaks about: everything, or some teams alone; with persons' names or with pseudonyms. */
export interface ReportScope {
  readonly release: Reader;
  readonly metrics: readonly Metric[];
  readonly hasTeams: boolean;
  /** Whether it is the release as it is. */
  readonly isWhole: boolean;
}

export interface ScopeOptions {
  /** Gids; all where there are none. */
  readonly teams?: readonly string[];
  readonly pseudonymize?: boolean;
  /** Every one of them where left out. */
  readonly metrics?: readonly Metric[];
}

/** The same for a person in every week, and no way back to the name without the warehouse. */
const pseudonym = "'Person ' || upper(left(md5('plimsoll ' || person_gid), 5))";

/**
 * A release seen through some teams: their people, their projects and the tasks of those. Pace, estimates and the record stay
 * those of the workspace. Metrics carry the same restriction, so that each number's query still returns it.
 */
export function scopeTo(
  release: Reader,
  { teams = [], pseudonymize = false, metrics = everyMetric }: ScopeOptions,
): ReportScope {
  const hasTeams = teams.length > 0;
  const isWhole = !hasTeams && !pseudonymize;
  if (isWhole) return { release, metrics, hasTeams, isWhole };
  const parts = { ...(hasTeams ? partsOf(teams) : {}), ...(pseudonymize ? { people: peopleOf(teams) } : {}) };
  const names = new RegExp(`\\bmarts\\.(${Object.keys(parts).join("|")})\\b`, "g");
  const narrow = (sql: string) => sql.replaceAll(names, (_, table: keyof typeof parts) => parts[table]!);
  return {
    release: { rows: (sql, parameters) => release.rows(narrow(sql), parameters) },
    metrics: metrics.map((metric) => ({ ...metric, sql: narrow(metric.sql) })),
    hasTeams,
    isWhole,
  };
}

const listOf = (teams: readonly string[]): string => teams.map((gid) => `'${gid.replaceAll("'", "''")}'`).join(", ");

function partsOf(teams: readonly string[]): Record<"projects" | "people" | "teams" | "tasks", string> {
  const list = listOf(teams);
  const projects = `(select * from marts.projects where team_gid in (${list}))`;
  return {
    projects,
    people: `(select * from marts.people where home_team_gid in (${list}))`,
    teams: `(select * from marts.teams where team_gid in (${list}))`,
    tasks: `(select * from marts.tasks where project_gid in (select project_gid from ${projects}))`,
  };
}

const peopleOf = (teams: readonly string[]): string =>
  `(select * replace (${pseudonym} as name, null as email) from marts.people${teams.length > 0 ? ` where home_team_gid in (${listOf(teams)})` : ""})`;
