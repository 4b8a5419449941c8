import { beforeAll, describe, expect, it } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { openIssue } from "../../src/reports/issue.ts";
import type { RenderedSection } from "../../src/reports/section.ts";
import { viewWeekly } from "../../src/reports/weekly.ts";
import type { Database } from "../../src/warehouse/database.ts";
import { fixtureRelease } from "./fixture-release.ts";

/** A sample: columns that other columns are read with, and those that once broke a report. */
const columns = [
  ["marts.estimate_accuracy", "group_key"],
  ["marts.project_forecasts", "quantile_dates"],
  ["marts.projects", "name"],
  ["marts.recommendations", "effect_after"],
  ["marts.velocity_weekly", "number_of_tasks_completed_p10"],
] as const;

describe("a release with a column of nulls", () => {
  let release: Database;
  beforeAll(async () => {
    release = await fixtureRelease();
  });

  it.each(columns)("still has a weekly report without %s.%s", async (table, column) => {
    await release.run(`create or replace temp table kept as from ${table}`);
    await release.run(`update ${table} set ${column} = null`);
    const issue = await openIssue(release, configSchema.parse({}).thresholds);
    const weekly = await viewWeekly(release, issue);
    const said = Object.values<RenderedSection>(weekly).map(({ view }) => view.finding?.text ?? view.empty ?? "");
    expect(said.join("\n")).not.toMatch(/undefined|NaN|Infinity|null/);
    await release.run(`delete from ${table}; insert into ${table} from kept;`);
  });
});
