import { expect, test } from "vitest";
import { projectForecastsNode } from "../../../src/models/completion/project-forecasts.ts";
import { fill, makeCompany } from "../support/company.ts";
import { insert, openMarts, runNode } from "../support/marts.ts";

test("a week says how it was made, and one without a forecast what would unlock it", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({}));
  await insert(database, "marts.projects", [
    { project_gid: "idle", name: "Idle", is_archived: false, is_own: false, is_deleted: false },
  ]);
  await runNode(projectForecastsNode, database);
  const rows = await database.rows(`
    select is_future, status, method is null as is_unmade, unlocks is null as is_open, remaining_p50 is null as is_blank,
      bool_and(remaining_p10 <= remaining_p50 and remaining_p50 <= remaining_p80 and remaining_p80 <= remaining_p90) as is_ordered
    from marts.burndown where as_of_on is not null and n is not null group by all order by all`);
  expect(rows).toEqual([
    { is_future: false, status: "ok", is_unmade: false, is_open: true, is_blank: true, is_ordered: null },
    { is_future: true, status: "insufficient_data", is_unmade: true, is_open: false, is_blank: true, is_ordered: null },
    { is_future: true, status: "ok", is_unmade: false, is_open: true, is_blank: false, is_ordered: true },
  ]);
});
