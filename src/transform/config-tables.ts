import { existsSync } from "node:fs";
import path from "node:path";
import type { Config } from "../config/read.ts";
import { messageOf, UserError } from "../errors.ts";
import { type Database, quoteName, quoteText } from "../warehouse/database.ts";

const peopleFileColumns = ["person", "weekly_capacity_hours", "manager", "starts_on", "ends_on", "skills", "role"];

/**
 * Makes what the config says into tables of the catalog `source`: config_people, config_holidays, config_fields and settings.
 * `person` and `manager` of a people file may be gid, e-mail address or name; skills are separated by commas or semicolons.
 */
export async function createConfigTables(db: Database, config: Config): Promise<void> {
  await createPeople(db, config);
  const holidays = config.holidays.flatMap(({ on, name, people }) =>
    (people ?? ["*"]).map((person) => ({ on, name, person })),
  );
  await createTable(db, "config_holidays", `{"on": "DATE", "name": "VARCHAR", "person": "VARCHAR"}`, holidays);
  const fields = Object.entries(config.fields).flatMap(([role, reference]) => (reference ? [{ role, reference }] : []));
  await createTable(db, "config_fields", `{"role": "VARCHAR", "reference": "VARCHAR"}`, fields);
  await createTable(
    db,
    "settings",
    `{"default_weekly_capacity_hours": "DOUBLE", "person_level": "VARCHAR", "week_starts_on": "VARCHAR", "time_zone": "VARCHAR", "overload_threshold": "DOUBLE"}`,
    [
      {
        default_weekly_capacity_hours: config.default_weekly_capacity_hours,
        person_level: config.privacy.person_level,
        week_starts_on: config.week_starts_on,
        time_zone: config.time_zone,
        overload_threshold: config.thresholds.overload,
      },
    ],
  );
}

async function createPeople(db: Database, config: Config): Promise<void> {
  const people = Object.entries(config.people).map(([person, entry]) => ({ person, ...entry }));
  await createTable(
    db,
    "config_people",
    `{"person": "VARCHAR", "weekly_capacity_hours": "DOUBLE", "manager": "VARCHAR", "starts_on": "DATE", "ends_on": "DATE", "skills": ["VARCHAR"], "role": "VARCHAR"}`,
    people,
  );
  for (const [key, read] of peopleFiles) {
    const named = config[key];
    if (named !== undefined)
      await readFile(db, { key, read, file: path.resolve(path.dirname(config.file), named), config });
  }
}

type ReadCsv = (db: Database, file: string) => Promise<void>;

const peopleFiles: readonly (readonly ["people_file" | "skills_file", ReadCsv])[] = [
  ["people_file", readPeopleFile],
  ["skills_file", readSkillsFile],
];

async function readFile(
  db: Database,
  given: { readonly key: string; readonly read: ReadCsv; readonly file: string; readonly config: Config },
): Promise<void> {
  const { key, file } = given;
  if (!existsSync(file))
    throw new UserError(`${key}: there is no file ${file}. Correct the path in ${given.config.file}.`);
  try {
    await given.read(db, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${key}: ${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function readPeopleFile(db: Database, file: string): Promise<void> {
  const csv = `read_csv(${quoteText(file)}, header = true, all_varchar = true)`;
  const names = (await db.rows<{ column_name: string }>(`describe from ${csv}`)).map((row) => row.column_name);
  const unknown = names.filter((name) => !peopleFileColumns.includes(name));
  if (unknown.length > 0 || !names.includes("person")) {
    throw new UserError(
      `people_file: ${file}: the columns are ${peopleFileColumns.join(", ")} (person is needed); found ${names.join(", ")}.`,
    );
  }
  const cell = (name: string) => (names.includes(name) ? `nullif(trim("${name}"), '')` : "null::varchar");
  await db.run(`
    insert into source.config_people
    select ${cell("person")}, ${cell("weekly_capacity_hours")}::double, ${cell("manager")}, ${cell("starts_on")}::date,
      ${cell("ends_on")}::date,
      list_filter(list_transform(regexp_split_to_array(${cell("skills")}, '[,;]'), lambda s: trim(s)), lambda s: s <> ''),
      ${cell("role")}
    from ${csv} where ${cell("person")} is not null`);
}

/** A matrix: a row for each person, a column for each skill. */
async function readSkillsFile(db: Database, file: string): Promise<void> {
  const csv = `read_csv(${quoteText(file)}, header = true, all_varchar = true)`;
  const names = (await db.rows<{ column_name: string }>(`describe from ${csv}`)).map((row) => row.column_name);
  const skills = names.filter((name) => name !== "person" && name.trim() !== "");
  if (!names.includes("person") || skills.length === 0) {
    throw new UserError(
      `skills_file: ${file}: needs a column person and one for each skill; found ${names.join(", ")}.`,
    );
  }
  await db.run(`
    insert into source.config_people by name
    select trim(person) as person, list(trim(skill) order by skill) as skills
    from (unpivot (from ${csv}) on ${skills.map(quoteName).join(", ")} into name skill value mark)
    where trim(person) <> '' and lower(trim(mark)) not in ('', '0', 'no', 'false', '-')
    group by all`);
}

async function createTable(db: Database, name: string, structure: string, rows: readonly object[]): Promise<void> {
  await db.run(
    `create or replace table source.${name} as select unnest(json_transform($1::json, '[${structure}]'), max_depth := 2)`,
    [JSON.stringify(rows)],
  );
}
