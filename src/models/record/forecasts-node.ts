import { calendarTables } from "../calendar/read-calendar.ts";
import { capacityTables } from "../capacity/read-capacity.ts";
import { projectTables } from "../completion/read-projects.ts";
import { sharedTables } from "../completion/read-shared.ts";
import { effortTables, readTasks } from "../effort/read-tasks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { velocityTables } from "../velocity/read-velocity.ts";
import { ledgerRow, named } from "./forecast.ts";
import { forecastsOfRun, publishedTables } from "./forecasts-of-run.ts";
import { hindcast, originsBefore } from "./hindcast.ts";
import { outcomeTables, readOutcomes } from "./outcomes.ts";
import { type RecordedForecast, scoreRow } from "./score.ts";

/** Beyond so many earlier forecasts only those of every seventh night are shown; the store keeps all. */
const mostEarlier = 200_000;

/**
 * The record: what this run forecasts, what earlier runs forecast (from the store's ledger), what the models would have
 * said before the first night (replayed), and the scores of all whose outcome is known.
 */
export const forecastsNode: ModelNode = {
  name: "forecasts",
  reads: [
    ...new Set([
      ...effortTables,
      ...capacityTables,
      ...projectTables,
      ...velocityTables,
      ...calendarTables,
      ...sharedTables,
      ...outcomeTables,
      ...publishedTables,
      "staging.stg_forecasts",
    ]),
  ],
  writes: ["marts.forecasts", "marts.forecast_scores"],
  run: async (input) => {
    const tasks = await readTasks(input);
    const [earlier, now, outcomeOf] = await Promise.all([
      readEarlier(input),
      forecastsOfRun(input, tasks),
      readOutcomes(input),
    ]);
    const firstNight = [input.asOf, ...new Set(earlier.map((row) => row.made_on))].sort()[0]!;
    const replayed = await hindcast(input, originsBefore(firstNight, input.asOf, tasks.length), tasks);
    const rows = [
      ...earlier,
      ...replayed.map((forecast) => ledgerRow(forecast, { runId: input.runId, hindcast: true })),
      ...now.map((forecast) => ledgerRow(forecast, { runId: input.runId, hindcast: false })),
    ];
    const scores = rows.flatMap((row): ModelRow[] => {
      const recorded = row as ModelRow & RecordedForecast & { subject_type: string; target_on: string | null };
      const outcome = outcomeOf(recorded);
      const score = outcome && scoreRow(recorded, outcome);
      return score ? [score] : [];
    });
    return { "marts.forecasts": rows.map(named), "marts.forecast_scores": scores };
  },
};

type Earlier = ModelRow & RecordedForecast;

async function readEarlier(input: ModelInput): Promise<Earlier[]> {
  const [{ n } = { n: 0 }] = await input.rows<{ n: number }>("select count(*) as n from staging.stg_forecasts");
  const thinned = n > mostEarlier ? `where date_diff('day', made_on, date '${input.asOf}') % 7 = 0` : "";
  return input.rows<Earlier>(
    `select * exclude (seq), null as features from staging.stg_forecasts ${thinned} order by forecast_id`,
  );
}
