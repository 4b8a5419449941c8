import { leftOutName } from "../warehouse/left-out.ts";
import type { ReadScope } from "./read-scope.ts";
import type { Values } from "./resource.ts";
import { wordlessStory } from "./wordless-story.ts";

interface FieldValue {
  readonly people_value?: readonly { readonly gid: string }[];
}

/** The scope, and of people whom the config leaves out no name, address, field or note. Their work stays: dates, hours, gids. */
export function withoutLeftOut(scope: ReadScope, leftOut: readonly string[]): ReadScope {
  if (leftOut.length === 0) return scope;
  const gids = new Set(leftOut);
  return { ...scope, limit: (table, values) => nameless(table, scope.limit(table, values), gids) };
}

function nameless(table: string, values: Values, gids: ReadonlySet<string>): Values {
  if (table === "users" && gids.has(values.gid)) {
    return { ...values, name: leftOutName, email: null, custom_fields: [] };
  }
  if (table === "time_entries" && gids.has(String(values.user_gid))) return { ...values, description: null };
  if (table === "stories") {
    return gids.has(String(values.created_by_gid)) ? { ...wordlessStory(values), text: null } : wordlessStory(values);
  }
  if (!Array.isArray(values.custom_fields)) return values;
  return { ...values, custom_fields: values.custom_fields.map((field: FieldValue) => unnamed(field, gids)) };
}

/** A field of people shows their names as text too; the gids stay. */
function unnamed(field: FieldValue, gids: ReadonlySet<string>): FieldValue {
  if (!field.people_value?.some(({ gid }) => gids.has(gid))) return field;
  return Object.fromEntries(Object.entries(field).filter(([name]) => name !== "display_value"));
}
