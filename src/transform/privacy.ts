import { type Database, quoteText } from "../warehouse/database.ts";

/** Tables with rows about single persons' performance or pay, and which of their rows are. They leave current.duckdb. */
export const personRows: Readonly<Record<string, string>> = {
  "marts.estimate_accuracy": "group_type in ('person', 'requester')",
  "marts.time_anomalies": "true",
  "marts.rates": "true",
  "staging.stg_rates": "true",
};

/** Which rows of a table say something about one of `people`, a list of gids in SQL: forecasts and findings. */
const rowsAbout = (people: string): Readonly<Record<string, string>> => ({
  "marts.capacity_weekly": `person_gid in ${people}`,
  "marts.capacity_sprints": `person_gid in ${people}`,
  "marts.load_findings": `person_gid in ${people}`,
  "marts.onboarding": `person_gid in ${people}`,
  "marts.estimate_accuracy": `group_type in ('person', 'requester') and group_key in ${people}`,
  "marts.forecasts": `subject_type = 'person' and subject_gid in ${people}`,
  "marts.alert_scores": `person_gid in ${people}`,
  "marts.forecast_scores": "forecast_id not in (select forecast_id from marts.forecasts)",
  "marts.recommendations": `list_has_any(subjects, list_value${people})`,
  "marts.time_anomalies": `person_gid in ${people}`,
  "marts.velocity_weekly": `scope_type = 'person' and scope_gid in ${people}`,
});

/** Takes what is said about people whom the config leaves out from tables that were just built. Their work stays in sums. */
export async function leaveOut(db: Database, tables: readonly string[], people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  const conditions = rowsAbout(`(${people.map(quoteText).join(", ")})`);
  for (const table of tables) {
    if (conditions[table]) await db.run(`delete from ${table} where ${conditions[table]}`);
  }
}
