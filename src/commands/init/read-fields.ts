import type { Asana } from "../../asana/client.ts";
import type { FieldFacts } from "./find-fields.ts";

const properties = ["gid", "name", "resource_subtype", "asana_created_field"];
/** Plain paths: groups such as `(gid|name)` are documented, yet not every server takes them. */
const below = (path: string): string => properties.map((name) => `${path}${name}`).join(",");

/**
 * Every custom field that the workspace, its projects and its people show. Requests: a page per 100 fields, projects and
 * people.
 */
export async function readFields(asana: Asana, workspace: string): Promise<FieldFacts[]> {
  const fields = new Map<string, FieldFacts>();
  const note = (row: unknown): void => {
    const { gid, name, resource_subtype, asana_created_field } = row as Record<string, unknown>;
    if (typeof gid !== "string") return;
    const known = fields.get(gid);
    fields.set(gid, {
      gid,
      name: String(name ?? known?.name ?? ""),
      type: String(resource_subtype ?? known?.type ?? ""),
      builtIn: typeof asana_created_field === "string" ? asana_created_field : (known?.builtIn ?? null),
    });
  };
  const settings = below("custom_field_settings.custom_field.");
  await eachRow(asana, `/workspaces/${workspace}/custom_fields`, { opt_fields: below("") }, (row) => note(row));
  await eachRow(asana, `/workspaces/${workspace}/projects`, { opt_fields: settings }, (row) => {
    for (const setting of listOf(row.custom_field_settings)) note(setting.custom_field ?? {});
  });
  await eachRow(
    asana,
    "/users",
    { workspace, opt_fields: "custom_fields.gid,custom_fields.name,custom_fields.resource_subtype" },
    (row) => {
      for (const field of listOf(row.custom_fields)) note(field);
    },
  );
  return [...fields.values()];
}

const listOf = (value: unknown): readonly Record<string, unknown>[] => (Array.isArray(value) ? value : []);

/** A listing that the plan, the token or the server refuses has no rows. */
async function eachRow(
  asana: Asana,
  path: string,
  params: Readonly<Record<string, string>>,
  take: (row: Record<string, unknown>) => void,
): Promise<void> {
  try {
    for await (const page of asana.list(path, params)) for (const row of page.rows) take(row);
  } catch (error) {
    const { name, status } = error as { name?: string; status?: number };
    if (name !== "AsanaError" || ![400, 402, 403, 404, 405, 451, 501].includes(status ?? 0)) throw error;
  }
}
