import { columnTypes, type DictionaryTable } from "./dictionary.ts";

const introduction = `# The warehouse

Generated from \`warehouse/dictionary/*.yaml\`; the same words are COMMENTs on every table and column of a release, and rows of \`meta.columns\`.

A release is one read-only DuckDB file: \`$PLIMSOLL_HOME/current.duckdb\` is the newest, \`releases/\` keeps earlier ones. Open it with
\`plimsoll query "from marts.tasks limit 10"\`, or in any DuckDB shell (1.4 or newer):

\`\`\`sql
attach 'data/current.duckdb' as plimsoll (read_only);
use plimsoll;
select as_of(), count(*) from marts.tasks where not is_completed and not is_own and not is_deleted;
\`\`\`

An open file stays as it is when the next night comes; detach and attach again to see the new one.
The marts also lie in \`$PLIMSOLL_HOME/export/<mart>/<mart>.parquet\`, for pandas, Spark, Trino and the like.

- \`marts\` is for reading and stays stable; \`staging\` is what the marts are made of, renamed and typed only; \`meta\` says how fresh, how complete and how checked all of it is.
- Keys are Asana's gids, as text. Dates end in \`_on\`, instants (UTC) in \`_at\`, hours in \`_hours\`; booleans begin with \`is_\` or \`has_\`, counts with \`number_of_\`. A week is its first day, \`week_start_on\`.
- What Plimsoll wrote to Asana is \`is_own\`, what is gone from Asana \`is_deleted\`: leave both out of sums about work.
- Sums by project use \`tasks.project_gid\`; \`task_projects\` holds every membership of a task. It is the first membership when the task was first seen, as long as the task is still a member of that project; a subtask takes its root parent's.
- Where hours are kept in a field, its nightly increase is a time entry with the source \`field_delta\`. What the first night finds counts on the day of completion; of an open task nobody can tell when it was worked, so it is left out.
- Macros: \`as_of()\`, \`week_start(day)\`, \`local_date(instant)\` (the day in the configured time zone), \`working_days(first, last)\`, and \`task_asof(day)\`, a table of the tasks as the last release up to that day knew them.
- \`meta.metrics\` holds the metrics that reports quote, with SQL that runs as it stands.
- Rows about single persons (\`marts.rates\`, \`marts.time_anomalies\`, persons and requesters in \`marts.estimate_accuracy\`) lie in \`restricted.duckdb\` (mode 0600) unless \`privacy.person_level\` says otherwise.
`;

/** The written dictionary as one page of Markdown. */
export function renderDictionary(tables: ReadonlyMap<string, DictionaryTable>): string {
  const sorted = [...tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const contents = sorted.map(({ name, about }) => `| [${name}](#${anchorOf(name)}) | ${cell(about)} |`);
  const index = ["## Tables", "", "| table | a row is |", "|---|---|", ...contents].join("\n");
  return `${[introduction, index, ...sorted.map(renderTable)].join("\n\n")}\n`;
}

function renderTable({ name, about, grain, columns }: DictionaryTable): string {
  const rows = columns.map(
    (column) =>
      `| \`${column.name}\`${grain.includes(column.name) ? " (key)" : ""} | ${columnTypes[column.type]} | ${cell(column.about)} |`,
  );
  return [`## ${name}`, "", about, "", "| column | type | meaning |", "|---|---|---|", ...rows].join("\n");
}

const anchorOf = (name: string) => name.replaceAll(".", "");
const cell = (text: string) => text.replaceAll("|", "\\|");
