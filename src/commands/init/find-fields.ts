import { readFileSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "../../warehouse/database.ts";

export interface FieldFacts {
  readonly gid: string;
  readonly name: string;
  /** Asana's resource_subtype: number, text, enum, multi_enum, people, … */
  readonly type: string;
  /** Name of the built-in field, as in estimated_time. */
  readonly builtIn: string | null;
}

/** What a custom field is used for, as `fields.<role>` of the config names it. */
export const fieldRoles = {
  estimate: "hours that a task is expected to take",
  actual: "hours that a task took, where no time is logged",
  story_points: "size of a task in points",
  priority: "priority of a task",
  client: "client of a project",
  type: "kind of work",
  skills: "skills that a task asks for, or a person has",
  budget: "budget of a project in hours",
  billable: "whether a task is billable",
  capacity: "hours a week, on people",
  manager: "who is responsible for a person, on people",
} as const;
export type FieldRole = keyof typeof fieldRoles;

export interface FoundField {
  readonly role: FieldRole;
  /** Fields that play the role, in the order in which their values count. */
  readonly fields: readonly { readonly gid: string; readonly name: string }[];
}

const model = path.join(import.meta.dirname, "..", "..", "..", "sql", "intermediate", "int_field_roles.sql");

/** Finds the fields of every role by the very SQL model that a night uses. */
export async function findFields(fields: readonly FieldFacts[]): Promise<FoundField[]> {
  const database = await openDatabase(":memory:");
  try {
    await database.run("create schema staging; create schema intermediate;");
    await database.run("create table staging.stg_config_fields (role varchar, reference varchar)");
    await database.run(
      `create table intermediate.int_fields_known as
       select gid as field_gid, name, type as field_type, "builtIn" as asana_created_field, null::varchar as format
       from (select unnest($1::json::struct(gid varchar, name varchar, type varchar, "builtIn" varchar)[], recursive := true))`,
      [JSON.stringify(fields)],
    );
    const rows = await database.rows<{ role: string; field_gid: string; field_name: string }>(
      `select role, field_gid, field_name from (${readFileSync(model, "utf8")}) order by role, position`,
    );
    return Object.keys(fieldRoles).map((role) => ({
      role: role as FieldRole,
      fields: rows.filter((row) => row.role === role).map((row) => ({ gid: row.field_gid, name: row.field_name })),
    }));
  } finally {
    database.close();
  }
}
