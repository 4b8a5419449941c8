import type { Portfolio, Project } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { Abilities } from "./call.ts";
import { hasFeature } from "./plans.ts";
import type { AnyView, View } from "./view.ts";
import {
  fieldView,
  membershipOfWorkspaceView,
  optionView,
  personView,
  taskListView,
  teamMemberView,
  teamView,
  workspaceView,
} from "./views/people.ts";
import { timeViews } from "./views/time.ts";
import { attachmentView, templateView, workViews } from "./views/work.ts";

/** Every resource of one workspace, as Asana shows it on that plan. */
export function viewsOf(world: World, { plan, flatEntriesHaveTask }: Abilities): Views {
  const all = allViews(world);
  const lacking = [
    ...(hasFeature(plan, "custom_fields") ? [] : ["custom_fields", "custom_field_settings"]),
    ...(hasFeature(plan, "time") ? [] : ["actual_time_minutes"]),
  ];
  return {
    ...all,
    person: without(all.person, lacking),
    project: without(all.project, lacking),
    portfolio: without(all.portfolio, lacking),
    task: without(all.task, lacking),
    entryInList: flatEntriesHaveTask ? all.entry : without(all.entry, ["task"]),
  };
}

export type Views = ReturnType<typeof allViews>;

/** The same resource without some of its properties. */
function without<Row>(view: View<Row>, names: readonly string[]): View<Row> {
  const stays = (name: string): boolean => !names.includes(name);
  return {
    ...view,
    fields: Object.fromEntries(Object.entries(view.fields).filter(([name]) => stays(name))),
    compact: view.compact.filter(stays),
    full: view.full.filter(stays),
  };
}

function allViews(world: World) {
  const workspace = { gid: world.workspaceGid, name: world.workspaceName };
  const work = workViews(workspace);
  const time = timeViews(workspace, work);
  return {
    workspace: workspaceView,
    person: personView,
    workspaceMembership: membershipOfWorkspaceView(workspace),
    team: teamView(workspace),
    teamMember: teamMemberView,
    taskList: taskListView(workspace),
    field: fieldView,
    option: optionView,
    project: work.projectView,
    section: work.sectionView,
    member: work.memberView,
    status: work.statusView,
    setting: work.settingView,
    tag: work.tagView,
    portfolio: work.portfolioView,
    portfolioItem: work.portfolioItemView,
    portfolioItemOf: itemView(work.projectView, work.portfolioView),
    customType: work.customTypeView,
    projectTemplate: templateView("project_template"),
    taskTemplate: templateView("task_template"),
    task: work.taskView,
    story: work.storyView,
    attachment: attachmentView,
    entry: time.entryView,
    entryInList: time.entryView,
    category: time.categoryView,
    timesheet: time.timesheetView,
    absence: time.absenceView,
    allocation: time.allocationView,
    budget: time.budgetView,
    rate: time.rateView,
    goal: time.goalView,
    period: time.periodView,
  };
}

/** An item of a portfolio is a project or a portfolio (`resource_type` tells). */
function itemView(projects: View<Project>, portfolios: View<Portfolio>): View<Project | Portfolio> {
  const names = new Set([...Object.keys(projects.fields), ...Object.keys(portfolios.fields)]);
  const fields: Record<string, AnyView["fields"][string]> = {};
  for (const name of names) {
    const ofProject = projects.fields[name];
    const ofPortfolio = portfolios.fields[name];
    const base = ofProject ?? ofPortfolio;
    if (!base) continue;
    const get = (row: Project | Portfolio): unknown =>
      row.kind === "project" ? ofProject?.get(row) : ofPortfolio?.get(row);
    fields[name] = { ...base, get } as AnyView["fields"][string];
  }
  return {
    resourceType: (row) => row.kind,
    gid: (row) => row.gid,
    fields: fields as View<Project | Portfolio>["fields"],
    compact: ["name"],
    full: ["name"],
  };
}
