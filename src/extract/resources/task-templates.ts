import { taskTemplate } from "../../asana/schema/template.ts";
import { coversParents, perParent, resource } from "../resource.ts";

/** Templates of projects that people still work in. */
export const taskTemplates = resource({
  name: "task_templates",
  columns: { name: "text", project_gid: "text", template: "json" },
  after: ["projects"],
  schema: taskTemplate,
  listings: (world) =>
    perParent(
      world,
      "projects",
      (gid) => ({ path: "/task_templates", params: { project: gid }, parent: { project_gid: gid } }),
      "not coalesce(archived, false)",
    ),
  covers: coversParents("task_templates", "project_gid"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/task_templates/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    name: item.name,
    project_gid: item.project?.gid ?? parent?.project_gid,
    template: item.template,
  }),
});
