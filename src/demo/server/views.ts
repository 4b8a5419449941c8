import type { Abilities } from "./call.ts";
import { hasFeature } from "./plans.ts";
import type { View } from "./view.ts";
import * as goals from "./views/goals.ts";
import * as money from "./views/money.ts";
import * as people from "./views/people.ts";
import * as portfolios from "./views/portfolios.ts";
import * as projects from "./views/projects.ts";
import { storyView } from "./views/stories.ts";
import * as tasks from "./views/tasks.ts";
import * as teams from "./views/teams.ts";
import { templateView } from "./views/templates.ts";
import * as time from "./views/time.ts";

/** Every resource as Asana shows it on that plan. */
export function viewsOf({ plan, flatEntriesHaveTask }: Abilities): Views {
  const lacking = [
    ...(hasFeature(plan, "custom_fields") ? [] : ["custom_fields", "custom_field_settings"]),
    ...(hasFeature(plan, "time") ? [] : ["actual_time_minutes"]),
  ];
  return {
    ...everything,
    person: without(everything.person, lacking),
    project: without(everything.project, lacking),
    portfolio: without(everything.portfolio, lacking),
    task: without(everything.task, lacking),
    entryInList: flatEntriesHaveTask ? everything.entry : without(everything.entry, ["task"]),
  };
}

export type Views = typeof everything;

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

/** On a plan that has everything. */
const everything = {
  workspace: teams.workspaceView,
  person: people.personView,
  workspaceMembership: teams.membershipOfWorkspaceView,
  agent: teams.agentView,
  team: teams.teamView,
  teamMember: teams.teamMemberView,
  taskList: teams.taskListView,
  field: people.fieldView,
  option: people.optionView,
  project: projects.projectView,
  brief: projects.briefView,
  section: projects.sectionView,
  member: projects.memberView,
  status: projects.statusView,
  setting: projects.settingView,
  tag: projects.tagView,
  portfolio: portfolios.portfolioView,
  portfolioItem: portfolios.portfolioItemView,
  portfolioItemOf: portfolios.itemView,
  customType: tasks.customTypeView,
  projectTemplate: templateView("project_template"),
  taskTemplate: templateView("task_template"),
  task: tasks.taskView,
  attachment: tasks.attachmentView,
  story: storyView,
  entry: time.entryView,
  entryInList: time.entryView,
  category: time.categoryView,
  timesheet: time.timesheetView,
  absence: time.absenceView,
  allocation: money.allocationView,
  budget: money.budgetView,
  rate: money.rateView,
  goal: goals.goalView,
  period: goals.periodView,
};
