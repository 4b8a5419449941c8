import { describe, expect, it } from "vitest";
import { type PortfolioRow, proposePortfolioStatuses } from "../../src/publish/plans/portfolio-summaries.ts";
import { type ProjectWeek, planWeeklySummaries } from "../../src/publish/plans/weekly-summaries.ts";
import { asanaNow, ledgerNow, projectNow, taskNow } from "./support/state.ts";

const week: ProjectWeek = {
  project_gid: "5",
  week_start_on: "2026-11-09",
  hours: 31.5,
  number_of_people: 3,
  usual_hours: 24,
  total_hours: 1210,
  budget_hours: 1500,
  spent_amount: 96_800,
  budget_amount: 120_000,
  currency: "EUR",
  task_gid: null,
};
const plan = (managed: Record<string, string> = {}, tasks: readonly ReturnType<typeof taskNow>[] = [], row = week) =>
  planWeeklySummaries([row], {
    now: asanaNow({ projects: [projectNow("5")] }),
    ledger: ledgerNow(managed),
    tasks: new Map(tasks.map((task) => [task.gid, task])),
  });

describe("the weekly summary of a project", () => {
  it("is a comment on a standing task without date and assignee, made when it is first needed", () => {
    const { actions } = plan();
    expect(actions.map(({ object_type, key }) => `${object_type} ${key}`)).toEqual([
      "task weekly:5",
      "comment weekly:5:2026-11-09",
    ]);
    expect(actions[0]!.values.map(({ name }) => name)).toEqual(["name", "notes"]);
    expect(actions[1]!.values[0]!.new).toBe(
      "Week of 2026-11-09: 32 h logged by 3 people; the four weeks before, 24 h a week.\n" +
        "In all 1,210 h of a budget of 1,500 h (81 %).\nSpent 96,800 of 120,000 EUR (81 %).",
    );
  });

  it("comes once a week, on the task that is there", () => {
    expect(plan({ "weekly:5": "70" }, [taskNow("70")]).actions.map(({ parent }) => parent)).toEqual([{ gid: "70" }]);
    expect(plan({ "weekly:5": "70", "weekly:5:2026-11-09": "80" }, [taskNow("70")]).actions).toEqual([]);
    expect(plan({}, [taskNow("70")], { ...week, task_gid: "70" }).actions).toHaveLength(1);
  });

  it("stops where a person completed or deleted the task, and where nothing was logged", () => {
    expect(plan({ "weekly:5": "70" }, [taskNow("70", { is_completed: true })])).toEqual({ actions: [], conflicts: [] });
    expect(plan({ "weekly:5": "70" })).toMatchObject({ actions: [], conflicts: [{ key: "weekly:5" }] });
    expect(plan({}, [], { ...week, hours: 0 }).actions).toEqual([]);
  });
});

describe("the status of a portfolio", () => {
  const row: PortfolioRow = {
    portfolio_gid: "9",
    name: "Customers",
    owner_gid: "1",
    number_of_projects: 6,
    number_of_late: 1,
    worst_name: "Harbor",
    worst_probability: 0.04,
    completes_on_p85: "2027-03-01",
    status_type: "on_track",
  };
  it("is proposed to its owner when it would be another one", () => {
    const [proposal] = proposePortfolioStatuses([row]);
    expect(proposal).toMatchObject({ responsible_gid: "1", changes: [], effect: "status on track → at risk" });
    expect(proposal!.reason).toContain(
      '1 of its 6 projects with a due date are likelier late than on time, first of all "Harbor"',
    );
    expect(proposePortfolioStatuses([{ ...row, status_type: "at_risk" }])).toEqual([]);
    expect(proposePortfolioStatuses([{ ...row, number_of_late: 2 }])[0]!.effect).toBe("status on track → off track");
  });

  it("is left alone where the portfolio rests or nobody owns it", () => {
    expect(proposePortfolioStatuses([{ ...row, status_type: "on_hold" }])).toEqual([]);
    expect(proposePortfolioStatuses([{ ...row, owner_gid: null }])).toEqual([]);
  });
});
