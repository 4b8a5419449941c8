import type { CustomFieldDefinition } from "../../asana/schema/custom-field.ts";
import { customFieldDefinition, customFieldSubtypes } from "../../asana/schema/custom-field.ts";
import { resource, type Values } from "../resource.ts";

/** Definitions of the workspace's fields; fields that belong to one project come with the projects. */
export const customFields = resource({
  name: "custom_fields",
  columns: {
    name: "text",
    description: "text",
    resource_subtype: "text",
    representation_type: "text",
    format: "text",
    precision: "count",
    currency_code: "text",
    asana_created_field: "text",
    is_global: "flag",
    enum_options: "json",
  },
  everyNights: 1,
  schema: customFieldDefinition,
  listings: ({ workspaceGid }) => [{ key: "all", path: `/workspaces/${workspaceGid}/custom_fields` }],
  covers: () => ({ custom_fields: "is_global" }),
  itemPath: (gid) => `/custom_fields/${gid}`,
  known: { resource_subtype: customFieldSubtypes },
  row: definitionValues,
});

export function definitionValues(field: CustomFieldDefinition): Values {
  return {
    gid: field.gid,
    name: field.name,
    description: field.description,
    resource_subtype: field.resource_subtype,
    representation_type: field.representation_type,
    format: field.format,
    precision: field.precision,
    currency_code: field.currency_code,
    asana_created_field: field.asana_created_field,
    is_global: field.is_global_to_workspace,
    enum_options: field.enum_options,
  };
}
