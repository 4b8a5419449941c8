import { type Database, quoteName } from "../warehouse/database.ts";
import type { SqlFile } from "./sql-models.ts";

/** One condition on a release, and how many rows break it. The rows of meta.checks. */
export interface Check {
  readonly check_id: string;
  readonly table_name: string;
  readonly kind: "grain" | "not_null" | "check" | "reconciliation";
  /** A query that gives the number of violations. */
  readonly sql: string;
  readonly is_blocking: boolean;
}

export interface CheckResult extends Check {
  readonly number_of_violations: number;
}

export interface Contract {
  readonly name: string;
  readonly grain: readonly string[];
  readonly checks?: readonly string[];
  readonly warnings?: readonly string[];
}

/** The checks that follow from a table's contract: its grain is unique and never null, and each condition holds for every row. */
export function checksOf({ name, grain, checks = [], warnings = [] }: Contract): Check[] {
  const columns = grain.map(quoteName).join(", ");
  const count = (condition: string) => `select count(*) as n from ${name} where ${condition}`;
  const condition = (is_blocking: boolean) => (text: string) => ({
    check_id: `${name}: ${text}`,
    table_name: name,
    kind: "check" as const,
    sql: count(`not coalesce((${text}), true)`),
    is_blocking,
  });
  const keys: Check[] =
    grain.length === 0
      ? []
      : [
          {
            check_id: `${name}: one row per ${grain.join(", ")}`,
            table_name: name,
            kind: "grain",
            sql: `select coalesce(sum(n - 1), 0) as n from (select count(*) as n from ${name} group by ${columns})`,
            is_blocking: true,
          },
          {
            check_id: `${name}: ${grain.join(", ")} never null`,
            table_name: name,
            kind: "not_null",
            sql: count(grain.map((column) => `${quoteName(column)} is null`).join(" or ")),
            is_blocking: true,
          },
        ];
  return [...keys, ...checks.map(condition(true)), ...warnings.map(condition(false))];
}

/** A file under sql/checks: its query gives the rows in question, its header says what they are and whether they block. */
export const reconciliationOf = (file: SqlFile): Check => ({
  check_id: `${file.name}: ${file.header.about}`,
  table_name: file.header.facts.table ?? "",
  kind: "reconciliation",
  sql: `select count(*) as n from (${file.sql}\n)`,
  is_blocking: file.header.facts.blocking === "yes",
});

/** Runs checks and counts what breaks them, a table's checks in one query. */
export async function runChecks(db: Database, checks: readonly Check[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const group of Map.groupBy(checks, (check) => check.table_name).values()) {
    const counts = group.map((check, index) => `(${check.sql}) as n${index}`);
    const [row] = await db.rows<Record<string, number>>(`select ${counts.join(", ")}`);
    results.push(...group.map((check, index) => ({ ...check, number_of_violations: row![`n${index}`]! })));
  }
  return results;
}
