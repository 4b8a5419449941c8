import type { Template } from "../../world/types.ts";
import { one, plain, type View } from "../view.ts";

export const templateView = (resourceType: "project_template" | "task_template"): View<Template> => ({
  resourceType,
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    created_at: plain(() => undefined),
    [resourceType === "project_template" ? "team" : "project"]: one(
      () => templateParentView(resourceType === "project_template" ? "team" : "project"),
      (row) => row.parent,
    ),
    ...(resourceType === "task_template" && {
      template: plain((row: Template) => ({ name: row.name, task_resource_subtype: "default_task" })),
    }),
  },
  compact: ["name"],
  full: ["name"],
});

const templateParentView = (resourceType: string): View<Template["parent"]> => ({
  resourceType,
  gid: (row) => row.gid,
  fields: { name: plain((row) => row.name) },
  compact: ["name"],
  full: ["name"],
});
