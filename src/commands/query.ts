import type { Command, ExitCode, Invocation } from "./command.ts";
import { rowOptions } from "./output/rows.ts";

export const query: Command = {
  name: "query",
  argument: "<sql>",
  summary: "run SQL on the newest release, read-only",
  about:
    "Runs one SQL query on current.duckdb and prints the rows. The file is opened read-only, so nothing can be " +
    "changed and the night is never blocked. Tables and columns explain themselves: see meta.columns.",
  options: rowOptions,
  examples: [
    [
      `plimsoll query "select name, risk from marts.project_forecasts join marts.projects using (project_gid)"`,
      "the risk of each project",
    ],
    [
      `plimsoll query "select * from meta.columns where table_name = 'marts.tasks'"`,
      "what the columns of a table mean",
    ],
    [`plimsoll query --csv "from marts.capacity_weekly" > capacity.csv`, "a table for a spreadsheet"],
  ],
  run: async (invocation) => runQuery(invocation),
};

async function runQuery(invocation: Invocation): Promise<ExitCode> {
  const [{ UserError, messageOf }, { settingsOf }, { formatRows }, { openRelease }] = await Promise.all([
    import("../errors.ts"),
    import("./settings.ts"),
    import("./output/rows.ts"),
    import("../warehouse/release.ts"),
  ]);
  const database = await openRelease(settingsOf(invocation).home);
  try {
    const reader = await database.connection.runAndReadAll(invocation.words[0] ?? "").catch((error: unknown) => {
      throw new UserError(explain(messageOf(error)));
    });
    const { toCell } = await import("../warehouse/database.ts");
    const names = reader.deduplicatedColumnNames();
    const rows = reader.getRows().map((cells) => Object.fromEntries(cells.map((cell, i) => [names[i]!, toCell(cell)])));
    invocation.effects.out(formatRows(names, rows, invocation.options));
    return 0;
  } finally {
    database.close();
  }
}

function explain(message: string): string {
  if (/read-only mode/i.test(message)) {
    return `the release is read-only, so the query cannot change it. Write to a database of your own: attach 'mine.duckdb' in a DuckDB shell.\n${message}`;
  }
  const hint = /does not exist/i.test(message)
    ? '\nTables: plimsoll query "select distinct table_name from meta.columns order by 1"'
    : "";
  return `the query failed: ${message}${hint}`;
}
