import { type Database, quoteName, quoteText } from "../warehouse/database.ts";
import type { DictionaryColumn } from "../warehouse/dictionary.ts";

interface FieldColumn {
  readonly field_gid: string;
  readonly column_name: string;
  readonly field_name: string | null;
  readonly field_type: string | null;
}

/**
 * Adds a typed column per custom field to marts.tasks_wide: numbers as DOUBLE, dates as DATE, several options or people as
 * VARCHAR[], all else as text. Runs after the graph, whose tables have columns that are known beforehand.
 * Returns what the added columns are, in their order.
 */
export async function widenTasks(db: Database): Promise<Pick<DictionaryColumn, "name" | "about">[]> {
  const fields = await db.rows<FieldColumn>(
    "select field_gid, column_name, field_name, field_type from intermediate.int_task_field_columns order by column_name",
  );
  if (fields.length === 0) return [];
  const columns = fields.map((field) => `${aggregateOf(field)} as ${quoteName(field.column_name)}`);
  await db.run(`
    create or replace table marts.tasks_wide as
    with named as (
      select fields.* replace (case when fields.field_type = 'people' then coalesce(people.name, fields.text_value) else fields.text_value end as text_value)
      from marts.custom_field_values as fields
      left join marts.people as people on people.person_gid = fields.option_gid and fields.field_type = 'people'
    ),
    spread as (select task_gid, ${columns.join(", ")} from named group by task_gid)
    select tasks.*, spread.* exclude (task_gid)
    from marts.tasks_wide as tasks left join spread on spread.task_gid = tasks.task_gid
    order by tasks.task_gid`);
  return fields.map((field) => ({ name: field.column_name, about: aboutOf(field) }));
}

function aggregateOf({ field_gid, field_type }: FieldColumn): string {
  const filter = `filter (where field_gid = ${quoteText(field_gid)})`;
  if (field_type === "number") return `max(number_value) ${filter}`;
  if (field_type === "date") return `max(date_value) ${filter}`;
  if (manyValued.includes(field_type ?? "")) return `list(text_value order by value_index) ${filter}`;
  return `max(text_value) ${filter}`;
}

const manyValued = ["multi_enum", "people", "reference"];

const aboutOf = ({ field_gid, field_name }: FieldColumn) =>
  `Custom field ${field_name || "without a name"} (gid ${field_gid}); the column keeps the first name that the field was seen under`;
