import { addDays, dayNumber, dayText } from "../days.ts";
import type { Portfolio, Project, Team } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import { mondayOf } from "./plants.ts";
import type { Staff } from "./work.ts";

type Given = Staff & { readonly teams: readonly Team[] };

/** Three portfolios and one that holds two of them, all of the token's user; one more of somebody else. */
export function addPortfolios(world: World, { plans, fields, workers }: Given): void {
  const projects = plans.map((plan) => plan.project).filter((project) => !project.isArchived);
  const third = Math.ceil(projects.length / 3);
  const [one, two, three] = ["Customers", "Internal tools", 'Bets "2027" & <more>'].map((name, index) =>
    addPortfolio(world, name, projects.slice(index * third, (index + 1) * third)),
  ) as [Portfolio, Portfolio, Portfolio];
  addPortfolio(world, "Whole company", [one, two]);
  for (const field of [fields.client, fields.budget]) {
    for (const parent of [one, two, three])
      parent.settings.push({ gid: world.gid(), parent, field, isImportant: true });
  }
  const foreign = addPortfolio(world, "Somebody else's", projects.slice(0, 2));
  foreign.owner = workers[1]!.person;
}

export function addPortfolio(world: World, name: string, items: readonly (Project | Portfolio)[]): Portfolio {
  const portfolio: Portfolio = {
    workspace: world.workspace,
    gid: world.gid(),
    kind: "portfolio",
    name,
    owner: world.me,
    color: "light-green",
    isArchived: false,
    startOn: null,
    dueOn: null,
    createdAt: "2024-01-15T09:00:00.000Z",
    values: new Map(),
    settings: [],
    items: [],
    statuses: [],
  };
  world.portfolios.set(portfolio.gid, portfolio);
  for (const item of items) {
    portfolio.items.push({ gid: world.gid(), portfolio, item });
    if (item.kind === "project") item.portfolios.push(portfolio);
  }
  return portfolio;
}

/** A status update every other week on running projects, and some on portfolios. */
export function addStatuses(world: World, { plans, today, dice }: Given): void {
  const end = dayNumber(today);
  for (const { project, from, to } of plans.slice(0, 120)) {
    for (let day = Math.max(from + 14, end - 180); day < Math.min(end, to); day += 14) {
      const type = dice.pick(["on_track", "on_track", "on_track", "at_risk", "off_track"]);
      project.statuses.push({
        gid: world.gid(),
        parent: project,
        title: `Update of ${dayText(day)}`,
        text: dice.chance(0.05) ? HOSTILE_NAMES[0]! : "Work goes on as planned.",
        statusType: type,
        author: project.owner!,
        createdAt: `${dayText(day)}T15:00:00.000Z`,
      });
    }
  }
  for (const portfolio of [...world.portfolios.values()].slice(0, 2)) {
    const createdAt = `${addDays(today, -9)}T15:00:00.000Z`;
    const text = "Two projects need attention.";
    const rest = { title: "Month so far", text, statusType: "at_risk", author: portfolio.owner, createdAt };
    portfolio.statuses.push({ gid: world.gid(), parent: portfolio, ...rest });
  }
}

/** Kinds of time; the last is no longer used. */
export function addCategories(world: World): void {
  for (const [name, color, isArchived] of [
    ["Development", "blue", false],
    ["Meetings", "yellow", false],
    ["Old", "red", true],
  ] as const) {
    const gid = world.gid();
    world.categories.set(gid, { gid, name, color, isArchived });
  }
}

/** Allocations, budgets and rates of running projects; budgets of hours in the field of all projects that have one. */
export function addMoney(world: World, { plans, fields, today, workers, dice }: Given): void {
  const monday = mondayOf(today);
  for (const [index, { project }] of plans.entries()) {
    if (project.values.has(fields.budget)) project.values.set(fields.budget, budgetHours(project, fields, index));
  }
  for (const [index, { project, team }] of plans.filter((plan) => !plan.project.isArchived).entries()) {
    const staff = workers.filter((worker) => worker.team === team);
    if (index % 2 === 0) addBudget(world, project, { index, hours: budgetHours(project, fields, index) });
    for (const worker of staff.slice(0, 3 + (index % 3))) {
      if (index % 2 === 0) {
        const rate = {
          gid: world.gid(),
          project,
          person: worker.person,
          rate: 60 + 10 * dice.whole(0, 9),
          currency: "EUR",
        };
        world.rates.set(rate.gid, rate);
      }
      if (!dice.chance(0.4)) continue;
      const effort = dice.chance(0.5)
        ? ({ type: "percent", value: 10 * dice.whole(2, 5) } as const)
        : ({ type: "hours", value: dice.whole(4, 14) } as const);
      const startOn = addDays(monday, 7 * dice.whole(-8, 3));
      const endOn = addDays(startOn, 7 * dice.whole(2, 9) - 3);
      const gid = world.gid();
      world.allocations.set(gid, { gid, assignee: worker.person, project, startOn, endOn, effort });
    }
  }
}

/** What was spent and what is still planned, with some room; every tenth budget was too small. */
function budgetHours(project: Project, fields: Given["fields"], index: number): number {
  const tasks = project.sections.flatMap((section) => section.tasks);
  const withSubtasks = tasks.flatMap((task) => [task, ...task.subtasks]);
  const spent = withSubtasks.reduce(
    (sum, task) => sum + (task.loggedMinutes / 60 || Number(task.values.get(fields.actual) ?? 0)),
    0,
  );
  const ahead = withSubtasks
    .filter((task) => task.completedAt === null)
    .reduce((sum, task) => sum + Number(task.values.get(fields.estimate) ?? 0), 0);
  const hours = index % 10 === 6 ? 0.92 * spent : (spent + ahead) * (1.05 + 0.05 * (index % 5));
  return Math.max(20, 10 * Math.round(hours / 10));
}

/** The flat hourly cost that budgets of money count with. */
const HOURLY = 80;

function addBudget(world: World, project: Project, { index, hours }: { index: number; hours: number }): void {
  const gid = world.gid();
  const isTime = index % 4 === 0;
  const total = isTime ? hours * 60 : hours * HOURLY;
  world.budgets.set(gid, { gid, project, type: isTime ? "time" : "cost", total, currency: isTime ? null : "EUR" });
}

export function addGoals(world: World, { today, teams, workers }: Given): void {
  const year = Number(today.slice(0, 4));
  for (const [period, start, end] of [
    ["FY", "01-01", "12-31"],
    ["Q3", "07-01", "09-30"],
    ["Q4", "10-01", "12-31"],
  ] as const) {
    const gid = world.gid();
    const name = `${period} ${year}`;
    world.periods.set(gid, { gid, name, period, startOn: `${year}-${start}`, endOn: `${year}-${end}` });
  }
  const period = [...world.periods.values()].at(-1)!;
  for (const [index, team] of teams.slice(0, 4).entries()) {
    const gid = world.gid();
    world.goals.set(gid, {
      gid,
      name: `${team.name}: fewer than ${10 + index} late tasks a week`,
      owner: workers[index]!.person,
      startOn: period.startOn,
      dueOn: period.endOn,
      status: index % 2 === 0 ? "green" : "yellow",
      period,
      target: 10 + index,
      current: 14 + index,
    });
  }
}

export function addTemplates(world: World, { teams, plans }: Given): void {
  for (const team of teams.slice(0, 2)) {
    const gid = world.gid();
    const template = { gid, name: `${team.name} project`, parent: team };
    world.projectTemplates.set(gid, template);
    // What has an end was made from it; ongoing work was not.
    for (const plan of plans) if (plan.team === team && plan.project.dueOn !== null) plan.project.template = template;
  }
  for (const { project } of plans.slice(0, 3)) {
    const gid = world.gid();
    world.taskTemplates.set(gid, { gid, name: "Standard request", parent: project });
  }
}
