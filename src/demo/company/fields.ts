import type { CustomField, EnumOption, FieldType } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { SKILLS, WORK_TYPES } from "./words.ts";

/** The custom fields of the demo workspace, by the part that they play. */
export interface DemoFields {
  readonly estimate: CustomField;
  readonly actual: CustomField;
  readonly storyPoints: CustomField;
  readonly priority: CustomField;
  readonly workType: CustomField;
  readonly skills: CustomField;
  readonly client: CustomField;
  readonly budget: CustomField;
  readonly reference: CustomField;
  readonly goLive: CustomField;
  readonly reviewer: CustomField;
  readonly cost: CustomField;
  readonly capacity: CustomField;
  readonly manager: CustomField;
  readonly personSkills: CustomField;
  readonly all: readonly CustomField[];
}

export type NewField = Pick<CustomField, "name" | "type"> &
  Partial<Omit<CustomField, "options">> & { readonly options?: readonly string[] };

const COLORS = ["green", "orange", "red", "blue", "purple", "yellow", "cool-gray"];

/** Adds one custom field to the workspace. */
export function addField(world: World, given: NewField): CustomField {
  const field: CustomField = {
    gid: world.gid(),
    name: given.name,
    description: given.description ?? "",
    type: given.type,
    representation: given.representation ?? given.type,
    format: given.format ?? (given.type === "number" ? "none" : null),
    precision: given.precision ?? (given.type === "number" ? 1 : null),
    currencyCode: given.currencyCode ?? null,
    asanaCreatedField: given.asanaCreatedField ?? null,
    isGlobal: given.isGlobal ?? true,
    everywhereOn: given.everywhereOn ?? null,
    hasNotifications: given.hasNotifications ?? false,
    createdBy: given.createdBy ?? null,
    options: [],
  };
  world.fields.set(field.gid, field);
  for (const name of given.options ?? []) addOption(world, field, { name });
  world.version += 1;
  return field;
}

export function addOption(
  world: World,
  field: CustomField,
  given: { readonly name: string; readonly color?: string | undefined; readonly isEnabled?: boolean },
): EnumOption {
  const option: EnumOption = {
    gid: world.gid(),
    name: given.name,
    color: given.color ?? COLORS[field.options.length % COLORS.length]!,
    isEnabled: given.isEnabled ?? true,
    field,
  };
  field.options.push(option);
  world.options.set(option.gid, option);
  world.version += 1;
  return option;
}

const number = (name: string, rest: Partial<NewField> = {}): NewField => ({
  name,
  type: "number" as FieldType,
  ...rest,
});

export function addFields(world: World): DemoFields {
  const fields = {
    estimate: addField(world, number("Estimated Hours", { description: "Hours of work, as estimated" })),
    actual: addField(world, number("Actual Hours", { description: "Hours of work, where no time is logged" })),
    storyPoints: addField(world, number("Story Points", { precision: 0 })),
    priority: addField(world, { name: "Priority", type: "enum", options: ["Low", "Medium", "High"] }),
    workType: addField(world, {
      name: "Work Type",
      type: "enum",
      options: [...WORK_TYPES, '<b>R&D</b> "special"', "={{risk}}"],
    }),
    skills: addField(world, { name: "Skills", type: "multi_enum", options: SKILLS }),
    client: addField(world, { name: "Client", type: "text", everywhereOn: "projects" }),
    budget: addField(world, number("Budget Hours", { precision: 0, everywhereOn: "projects" })),
    reference: addField(world, { name: "Customer Reference", type: "text", isGlobal: false }),
    goLive: addField(world, { name: "Go-live", type: "date" }),
    reviewer: addField(world, { name: "Reviewer", type: "people" }),
    cost: addField(world, number("Cost (formula)", { representation: "formula", precision: 2 })),
    capacity: addField(world, number("Weekly Capacity", { everywhereOn: "people" })),
    manager: addField(world, { name: "Manager", type: "people", everywhereOn: "people" }),
    personSkills: addField(world, {
      name: "Person Skills",
      type: "multi_enum",
      options: SKILLS,
      everywhereOn: "people",
    }),
  };
  return { ...fields, all: Object.values(fields) };
}
