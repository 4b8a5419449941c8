import type { Metric } from "./facts/fact.ts";
import { metrics } from "./facts/metrics/index.ts";
import type { Reader } from "./issue.ts";

/** What a report speaks about: everything, or some teams alone. */
export interface ReportScope {
  readonly release: Reader;
  readonly metrics: readonly Metric[];
}

/**
 * A release seen through some teams: their people, their projects and the tasks of those. Pace, estimates and the record stay
 * those of the workspace. Metrics carry the same restriction, so that each number's query still returns it.
 */
export function scopeTo(release: Reader, teams: readonly string[]): ReportScope {
  const list = teams.map((gid) => `'${gid.replaceAll("'", "''")}'`).join(", ");
  const projects = `(select * from marts.projects where team_gid in (${list}))`;
  const parts: Readonly<Record<string, string>> = {
    projects,
    people: `(select * from marts.people where home_team_gid in (${list}))`,
    teams: `(select * from marts.teams where team_gid in (${list}))`,
    tasks: `(select * from marts.tasks where project_gid in (select project_gid from ${projects}))`,
  };
  const narrow = (sql: string) =>
    sql.replaceAll(/\bmarts\.(projects|people|teams|tasks)\b/g, (_, table: string) => parts[table]!);
  return {
    release: { rows: (sql, parameters) => release.rows(narrow(sql), parameters) },
    metrics: metrics.map((metric) => ({ ...metric, sql: narrow(metric.sql) })),
  };
}
