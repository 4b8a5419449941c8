import { addField, addOption } from "../../company/fields.ts";
import type { CustomField, EnumOption, FieldType, Portfolio, Project, Setting } from "../../world/types.ts";
import { type Call, created, empty, type Route, record, write } from "../call.ts";
import { badRequest, missing, Refusal } from "../errors.ts";
import { fromBody, fromPath, inWorkspace, personInPath, projectInPath } from "../find.ts";
import type { Views } from "../views.ts";
import { checkProperties, fieldChange, fieldCreation, flagOf, only, textOf, wordOf } from "../write/properties.ts";
import { writeValues } from "../write/values.ts";
import { portfolioInPath } from "./projects.ts";

const TYPES = ["text", "enum", "multi_enum", "number", "date", "people"];
const FORMATS = ["currency", "identifier", "percentage", "custom", "duration", "none"];
const BUILT_IN = ["assignee", "due date", "projects", "dependencies", "name", "tags", "created on", "completed on"];
const MOST_OPTIONS = 500;
const SETTING = only("custom_field", "is_important", "insert_before", "insert_after");

/** Writes on custom fields: definitions, options, where they are attached, and values of people. */
export const fieldWrites = (views: Views): Route[] => [
  write(
    "createCustomField",
    ["POST", "/custom_fields"],
    (call) => {
      if (call.data.workspace !== call.world.workspaceGid) throw missing("workspace");
      return created(views.field, createField(call, call.data, true));
    },
    "custom_fields",
  ),
  write(
    "updateCustomField",
    ["PUT", "/custom_fields/{custom_field_gid}"],
    (call) => {
      const field = fromPath(call.world.fields, ["custom_field", call.params.custom_field_gid]);
      checkProperties(call.data, fieldChange);
      const name = textOf(call.data, "name");
      if (name !== undefined && name !== field.name) checkName(call, name);
      Object.assign(field, {
        ...(name !== undefined && { name }),
        ...(textOf(call.data, "description") !== undefined && { description: call.data.description }),
        ...(precisionOf(call.data) !== undefined && { precision: call.data.precision }),
        ...(flagOf(call.data, "has_notifications_enabled") !== undefined && {
          hasNotifications: call.data.has_notifications_enabled,
        }),
      });
      call.world.version += 1;
      return record(views.field, field);
    },
    "custom_fields",
  ),
  write(
    "deleteCustomField",
    ["DELETE", "/custom_fields/{custom_field_gid}"],
    (call) => {
      const field = fromPath(call.world.fields, ["custom_field", call.params.custom_field_gid]);
      call.world.fields.delete(field.gid);
      for (const project of call.world.projects.values()) detach(project, field);
      for (const portfolio of call.world.portfolios.values()) detach(portfolio, field);
      for (const task of call.world.tasks.values()) task.values.delete(field);
      call.world.version += 1;
      return empty;
    },
    "custom_fields",
  ),
  write(
    "createEnumOptionForCustomField",
    ["POST", "/custom_fields/{custom_field_gid}/enum_options"],
    (call) => {
      const field = fromPath(call.world.fields, ["custom_field", call.params.custom_field_gid]);
      checkProperties(call.data, only("name", "color", "enabled", "insert_before", "insert_after"));
      return created(views.option, createOption(call, field));
    },
    "custom_fields",
  ),
  write(
    "updateEnumOption",
    ["PUT", "/enum_options/{enum_option_gid}"],
    (call) => {
      const option = fromPath(call.world.options, ["enum_option", call.params.enum_option_gid]);
      checkProperties(call.data, only("name", "color", "enabled"));
      option.name = textOf(call.data, "name") ?? option.name;
      option.color = textOf(call.data, "color") ?? option.color;
      option.isEnabled = flagOf(call.data, "enabled") ?? option.isEnabled;
      call.world.version += 1;
      return record(views.option, option);
    },
    "custom_fields",
  ),
  settingRoute("addCustomFieldSettingForProject", "/projects/{project_gid}", projectInPath, views),
  settingRoute("addCustomFieldSettingForPortfolio", "/portfolios/{portfolio_gid}", portfolioInPath, views),
  removalRoute("removeCustomFieldSettingForProject", "/projects/{project_gid}", projectInPath),
  removalRoute("removeCustomFieldSettingForPortfolio", "/portfolios/{portfolio_gid}", portfolioInPath),
  write("updateUser", ["PUT", "/users/{user_gid}"], (call) => updatePerson(call, views)),
  write("updateUserForWorkspace", ["PUT", "/workspaces/{workspace_gid}/users/{user_gid}"], (call) => {
    inWorkspace(call);
    return updatePerson(call, views);
  }),
];

function settingRoute(id: string, path: string, parentOf: (call: Call) => Project | Portfolio, views: Views): Route {
  return write(
    id,
    ["POST", `${path}/addCustomFieldSetting`],
    (call) => {
      const parent = parentOf(call);
      checkProperties(call.data, SETTING);
      return record(views.setting, addSetting(call, parent));
    },
    "custom_fields",
  );
}

function removalRoute(id: string, path: string, parentOf: (call: Call) => Project | Portfolio): Route {
  return write(
    id,
    ["POST", `${path}/removeCustomFieldSetting`],
    (call) => {
      const parent = parentOf(call);
      checkProperties(call.data, only("custom_field"));
      detach(parent, fromBody(call.world.fields, ["custom_field", call.data.custom_field]));
      call.world.version += 1;
      return empty;
    },
    "custom_fields",
  );
}

function detach(parent: Project | Portfolio, field: CustomField): void {
  parent.settings = parent.settings.filter((setting) => setting.field !== field);
}

/** Attaches a field; given a whole definition instead of a gid, makes one that only this parent has. */
function addSetting(call: Call, parent: Project | Portfolio): Setting {
  const given = call.data.custom_field;
  const field =
    given !== null && typeof given === "object"
      ? createField(call, given as Record<string, unknown>, false)
      : fromBody(call.world.fields, ["custom_field", given]);
  if (parent.settings.some((setting) => setting.field === field)) {
    throw badRequest(`custom_field: Custom field with ID ${field.gid} is already on this object`);
  }
  const isImportant = flagOf(call.data, "is_important") ?? false;
  const setting: Setting = { gid: call.world.gid(), parent, field, isImportant };
  parent.settings.push(setting);
  call.world.version += 1;
  return setting;
}

function createField(call: Call, data: Readonly<Record<string, unknown>>, isGlobal: boolean): CustomField {
  checkProperties(data, fieldCreation);
  const name = textOf(data, "name");
  const type = wordOf(data, "resource_subtype", TYPES) as FieldType | undefined;
  if (!name) throw missing("name");
  if (!type) throw missing("resource_subtype");
  if (isGlobal) checkName(call, name);
  const precision = precisionOf(data) ?? (type === "number" ? 0 : null);
  const format = wordOf(data, "format", FORMATS) ?? (type === "number" ? "none" : null);
  return addField(call.world, {
    name,
    type,
    precision,
    format,
    isGlobal,
    description: textOf(data, "description") ?? "",
    currencyCode: textOf(data, "currency_code") ?? null,
    hasNotifications: flagOf(data, "has_notifications_enabled") ?? false,
    createdBy: call.world.me,
    options: optionNames(data, type),
  });
}

/** Names are unique among the fields of the workspace, and the names of built-in properties are taken. */
function checkName(call: Call, name: string): void {
  const lower = name.toLowerCase();
  const isTaken = [...call.world.fields.values()].some((field) => field.isGlobal && field.name.toLowerCase() === lower);
  if (isTaken) throw badRequest(`name: A custom field with the name ${name} already exists`);
  if (BUILT_IN.includes(lower)) throw badRequest(`name: ${name} is the name of a built-in field`);
}

function precisionOf(data: Readonly<Record<string, unknown>>): number | undefined {
  const { precision } = data;
  if (precision === undefined) return undefined;
  const isFine = typeof precision === "number" && Number.isInteger(precision) && precision >= 0 && precision <= 6;
  if (!isFine) throw badRequest("precision: Must be between 0 and 6");
  return precision;
}

function optionNames(data: Readonly<Record<string, unknown>>, type: FieldType): string[] {
  const given = data.enum_options;
  const isEnum = type === "enum" || type === "multi_enum";
  if (given === undefined) return [];
  if (!isEnum || !Array.isArray(given)) throw badRequest("enum_options: Only enum fields have options");
  return given.map((option: { name?: unknown }) => {
    if (typeof option?.name !== "string") throw missing("enum_options.name");
    return option.name;
  });
}

function createOption(call: Call, field: CustomField): EnumOption {
  if (field.type !== "enum" && field.type !== "multi_enum") throw badRequest("custom_field: Not an enum field");
  const name = textOf(call.data, "name");
  if (!name) throw missing("name");
  if (field.options.length >= MOST_OPTIONS) throw badRequest("enum_options: At most 500 options");
  return addOption(call.world, field, {
    name,
    color: textOf(call.data, "color"),
    isEnabled: flagOf(call.data, "enabled") ?? true,
  });
}

/** Who may write the fields of others is not documented; here it is a switch. */
function updatePerson(call: Call, views: Views) {
  const person = personInPath(call);
  checkProperties(call.data, only("name", "custom_fields"));
  if (person !== call.world.me && !call.abilities.writesPeople) {
    throw new Refusal(403, "You do not have permission to change this user.");
  }
  const fields = [...call.world.fields.values()].filter((field) => field.everywhereOn === "people");
  writeValues(call, { values: person.values, fields });
  const name = textOf(call.data, "name");
  if (name !== undefined && person !== call.world.me) throw new Refusal(403, "You can only change your own name.");
  if (name !== undefined) person.name = name;
  call.world.version += 1;
  return record(views.person, person);
}
