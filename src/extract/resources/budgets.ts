import { budget } from "../../asana/schema/money.ts";
import { coversParents, perParent, resource } from "../resource.ts";

/** At most one per project. Asana takes neither paging nor opt_fields here; time budgets are in minutes. */
export const budgets = resource({
  name: "budgets",
  columns: {
    project_gid: "text",
    budget_type: "text",
    estimate_value: "number",
    estimate_source: "text",
    actual_value: "number",
    total_value: "number",
    currency_code: "text",
  },
  after: ["projects"],
  schema: budget,
  asksFields: false,
  listings: (world) =>
    perParent(world, "projects", (gid) => ({
      path: "/budgets",
      parent: { project_gid: gid },
      pages: async function* (asana) {
        const rows = (await asana.get("/budgets", { parent: gid })) as Record<string, unknown>[];
        yield { rows, nextOffset: null, isRestart: false };
      },
    })),
  covers: coversParents("budgets", "project_gid"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/budgets/${gid}`,
  known: { budget_type: ["cost", "time"] },
  row: (item, { parent }) => ({
    gid: item.gid,
    project_gid: parent?.project_gid,
    budget_type: item.budget_type,
    estimate_value: item.estimate?.value,
    estimate_source: item.estimate?.source,
    actual_value: item.actual?.value,
    total_value: item.total?.value,
    currency_code: item.budget_type === "cost" ? item.total?.units : null,
  }),
});
