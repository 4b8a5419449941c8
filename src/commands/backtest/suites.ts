import { UserError } from "../../errors.ts";
import type { Database, Row } from "../../warehouse/database.ts";
import { backtestCompletion, backtestCompletionOf, type CompletedOnDay } from "./completion.ts";
import { backtestHours, backtestHoursOf, type HoursRow, ownHoursQuery } from "./hours.ts";
import { backtestSeries } from "./series.ts";
import { backtestTasks, backtestTasksOf, ownTasksQuery, type TaskRow } from "./tasks.ts";

export interface BacktestOptions {
  readonly from: string | undefined;
  readonly horizon: number;
  /** Text of the file with the outcomes of series. */
  readonly truth: string | undefined;
  readonly seed: number;
}

export interface Backtest {
  /** The forecasts as the CSV of the protocol. */
  readonly csv: string;
  readonly scores: Readonly<Record<string, number>>;
}

export interface Suite {
  /** Forecasts over the text of a file. */
  readonly ofFile: (text: string, options: BacktestOptions) => Backtest;
  /** The same over this workspace's own history. */
  readonly ofRelease: (release: Database, options: BacktestOptions) => Promise<Backtest>;
}

const ownCompletionQuery = `
select project_gid as project, cast(completed_at as date) as date, count(*) as completed
from marts.tasks
where is_completed and completed_at is not null and project_gid is not null
  and not coalesce(is_own, false) and not coalesce(is_deleted, false)
group by all order by all`;

const ownSeriesQuery = `
select scope_type || ':' || scope_gid as id, list(number_of_tasks_completed order by week_start_on) as values
from marts.velocity_weekly where kind = 'actual' and scope_type <> 'person'
group by all order by all`;

export const suites: Readonly<Record<string, Suite>> = {
  tasks: {
    ofFile: (text, { from }) => backtestTasks(text, { from }),
    ofRelease: async (release, { from }) => backtestTasksOf(await release.rows<TaskRow>(ownTasksQuery), { from }),
  },
  hours: {
    ofFile: (text) => backtestHours(text),
    ofRelease: async (release) => backtestHoursOf(await release.rows<HoursRow>(ownHoursQuery)),
  },
  completion: {
    ofFile: (text, { seed }) => backtestCompletion(text, seed),
    ofRelease: async (release, { seed }) =>
      backtestCompletionOf(await release.rows<CompletedOnDay>(ownCompletionQuery), seed),
  },
  series: {
    ofFile: (text, { horizon, truth }) => backtestSeries(text, { horizon, ...(truth === undefined ? {} : { truth }) }),
    ofRelease: async (release, { horizon }) => ownSeries(await release.rows(ownSeriesQuery), horizon),
  },
};

/** The last weeks of each own series are held back as the truth. */
function ownSeries(rows: readonly Row[], horizon: number): Backtest {
  const long = rows.flatMap(({ id, values }) =>
    Array.isArray(values) && values.length >= 3 * horizon ? [{ id: String(id), values }] : [],
  );
  if (long.length === 0) {
    throw new UserError(
      `no series of this workspace has ${3 * horizon} weeks of history yet; give --data FILE, or a shorter --horizon.`,
    );
  }
  const lines = (part: (values: readonly unknown[]) => readonly unknown[]): string =>
    long.map(({ id, values }) => [`"${id}"`, ...part(values)].join(",")).join("\n");
  return backtestSeries(
    lines((values) => values.slice(0, -horizon)),
    {
      horizon,
      truth: lines((values) => values.slice(-horizon)),
    },
  );
}
