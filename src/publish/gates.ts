import type { Config } from "../config/read.ts";
import type { Ledger } from "./ledger.ts";
import { type Release, readScope } from "./release-rows.ts";

/** One measure that should hold before the next phase is switched on. */
export interface Gate {
  readonly name: string;
  readonly measured: string;
  readonly wanted: string;
  readonly is_open: boolean;
}

export interface Gates {
  readonly scope: {
    readonly projects: number;
    readonly all_projects: number;
    readonly people: number;
    readonly all_people: number;
  };
  readonly gates: readonly Gate[];
}

export interface GateInput {
  readonly release: Release;
  readonly ledger: Pick<Ledger, "rows">;
  readonly config: Pick<Config, "publish" | "thresholds" | "privacy">;
}

/** Outcomes that make a measure; fewer say nothing. */
const leastOutcomes = 30;
const leastAlerts = 10;
const leastDecisions = 10;

/** What is in scope, and the record that speaks for or against going on to the next phase. */
export async function readGates({ release, ledger, config }: GateInput): Promise<Gates> {
  const scope = await readScope(release, config);
  const projects = await release.rows<{ gid: string }>(
    "select project_gid as gid from marts.projects where not coalesce(is_archived, false) and not coalesce(is_completed, false) and not coalesce(is_own, false) and not coalesce(is_deleted, false)",
  );
  const people = await release.rows<{ gid: string }>("select person_gid as gid from marts.people where is_active");
  return {
    scope: {
      projects: projects.filter(({ gid }) => scope.project(gid)).length,
      all_projects: projects.length,
      people: people.filter(({ gid }) => scope.person(gid)).length,
      all_people: people.length,
    },
    gates: [await coverage(release), await precision(release, ledger, config), await approvals(ledger)],
  };
}

/** For prediction: the 80 % intervals hold about as often as they say. */
async function coverage(release: Release): Promise<Gate> {
  const [row] = await release.rows<{ n: number; inside: number }>(
    "select count(*) as n, count(*) filter (is_inside_80) as inside from marts.forecast_scores",
  );
  const { n = 0, inside = 0 } = row ?? {};
  return {
    name: "gate to prediction: coverage",
    measured: `80 % intervals held ${inside} of ${n} times, replayed history included`,
    wanted: `70 to 92 % of ${leastOutcomes} or more`,
    is_open: n >= leastOutcomes && inside / n >= 0.7 && inside / n <= 0.92,
  };
}

/** For optimization: people who were said to be overloaded were, in a week of the four after the alert. */
async function precision(release: Release, ledger: GateInput["ledger"], config: GateInput["config"]): Promise<Gate> {
  const alerts = await ledger.rows<{ person: string; on: string }>(`
    select split_part(key, ':', 3) as person, cast(intended_at as date) as "on" from ledger.writes
    where state = 'done' and action = 'create' and object_type = 'task' and starts_with(key, 'alert:overload:')`);
  const busy = await release.rows<{ person: string; monday: string }>(
    `select person_gid as person, week_start_on as monday from marts.capacity_weekly
    where not is_future and capacity_hours > 0 and logged_hours > capacity_hours * $1`,
    [config.thresholds.overload],
  );
  const [last] = await release.rows<{ day: string | null }>("select max(as_of_on) as day from meta.refreshes");
  const age = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const judged = alerts.filter(({ on }) => last?.day && age(on, last.day) >= 28);
  const right = judged.filter((alert) =>
    busy.some(
      ({ person, monday }) => person === alert.person && age(alert.on, monday) > -7 && age(alert.on, monday) < 28,
    ),
  );
  return {
    name: "gate to optimization: alerts",
    measured: `${right.length} of ${judged.length} overload alerts older than four weeks came true in logged hours`,
    wanted: `half of ${leastAlerts} or more`,
    is_open: judged.length >= leastAlerts && right.length / judged.length >= 0.5,
  };
}

/** For staying in optimization: managers approve what is proposed. */
async function approvals(ledger: GateInput["ledger"]): Promise<Gate> {
  const [row] = await ledger.rows<{ approved: number; decided: number }>(`
    select
      count(distinct key) filter (object_type = 'comment') as approved, count(distinct key) as decided
    from ledger.writes where state = 'done' and starts_with(key, 'settled:review:')`);
  const { approved = 0, decided = 0 } = row ?? {};
  return {
    name: "optimization: approvals",
    measured: `${approved} of ${decided} decided proposals were approved`,
    wanted: `a third of ${leastDecisions} or more`,
    is_open: decided >= leastDecisions && approved / decided >= 1 / 3,
  };
}
