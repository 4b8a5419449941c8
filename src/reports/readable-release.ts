import { messageOf, UserError } from "../errors.ts";
import type { Reader } from "./issue.ts";

/**
 * A release whose queries say in one message what to do where it lacks a table or column that this version reads: an
 * earlier version with the same schema number may have written it without.
 */
export const readableRelease = (release: Reader): Reader => ({
  rows: async (sql, parameters) => {
    try {
      return await release.rows(sql, parameters);
    } catch (error) {
      const missing = missingIn(messageOf(error));
      if (!missing) throw error;
      throw new UserError(
        `The release has no ${missing}, which this version of Plimsoll reads; an earlier version has built it. Run \`plimsoll transform\` to build it anew from the store.`,
        { cause: error },
      );
    }
  },
});

/** What DuckDB says is not there; undefined for any other complaint. */
function missingIn(message: string): string | undefined {
  const table = /Table with name "?([^"\s]+)"? does not exist/.exec(message)?.[1];
  if (table) return `table ${table}`;
  const column =
    /does not have a column named "([^"]+)"/.exec(message)?.[1] ??
    /Referenced column "([^"]+)" (?:was )?not found/.exec(message)?.[1] ??
    /Column "([^"]+)" in table/.exec(message)?.[1];
  if (column) return `column ${column}`;
  return /^(?:Catalog|Binder) Error: Schema with name (\S+) does not exist/.test(message)
    ? "schema of that name"
    : undefined;
}
