/** Tables with rows about single persons' performance or pay, and which of their rows are. They leave current.duckdb. */
export const personRows: Readonly<Record<string, string>> = {
  "marts.estimate_accuracy": "group_type in ('person', 'requester')",
  "marts.time_anomalies": "true",
  "marts.rates": "true",
  "staging.stg_rates": "true",
};
