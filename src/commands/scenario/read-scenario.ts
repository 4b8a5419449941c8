import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { explainIssues } from "../../config/explain-issues.ts";
import { messageOf, UserError } from "../../errors.ts";
import type { AddedProject, Join, Leave, Plan } from "../../models/scenario/plan.ts";
import { addDays } from "../../models/statistics/calendar.ts";
import type { Database } from "../../warehouse/database.ts";
import { assertConsistent } from "./contradictions.ts";
import { type GidOf, readNames } from "./names.ts";
import { readTasks, tasksLike, tasksOfTemplate } from "./read-items.ts";
import { type ScenarioFile, scenarioSchema } from "./schema.ts";

export interface ReadOptions {
  readonly release: Database;
  /** As-of date of the release. */
  readonly asOf: string;
  readonly usualWeeklyHours: number;
}

/** A scenario file with its names looked up in the release. Throws UserError with file, key and the way out. */
export async function readScenario(file: string, options: ReadOptions): Promise<Plan> {
  const given = parseFile(file);
  const gidOf = await readNames(options.release);
  const at = (key: string) => `${path.basename(file)}: ${key}`;
  const name = given.name ?? path.basename(file).replace(/\.ya?ml$/i, "");
  assertComing(given, options.asOf, at);
  const added: AddedProject[] = [];
  for (const [i, project] of given.projects.add.entries()) {
    const place = { gidOf, where: at(`projects.add[${i}]`), folder: path.dirname(file), gid: `scenario:project:${i}` };
    added.push(await readAdded(project, place, options));
  }
  const { move, drop, scope } = given.projects;
  const plan: Plan = {
    name,
    added,
    joins: given.people.join.flatMap((join, i) =>
      readJoin(join, { gidOf, where: at(`people.join[${i}]`), i }, options),
    ),
    leaves: given.people.leave.map((leave, i) => readLeave(leave, gidOf, at(`people.leave[${i}]`))),
    reassigns: given.work.reassign.map(({ from, to, project, share }, i) => ({
      from: gidOf("person", from, at(`work.reassign[${i}].from`)),
      to: gidOf("person", to, at(`work.reassign[${i}].to`)),
      project_gid: project ? gidOf("project", project, at(`work.reassign[${i}].project`)) : null,
      ...{ share, since: null },
    })),
    moves: move.map(({ project, weeks }, i) => ({
      project_gid: gidOf("project", project, at(`projects.move[${i}]`)),
      weeks,
    })),
    drops: drop.map((project, i) => gidOf("project", project, at(`projects.drop[${i}]`))),
    scopes: scope.map(({ project, percent }, i) => ({
      project_gid: gidOf("project", project, at(`projects.scope[${i}]`)),
      percent,
    })),
    headcount: given.headcount,
  };
  assertConsistent(plan, path.basename(file));
  return plan;
}

function parseFile(file: string): ScenarioFile {
  if (!existsSync(file))
    throw new UserError(`There is no scenario file ${file}. See docs/scenarios.md for one to start from.`);
  const document = parseDocument(readFileSync(file, "utf8"));
  const [error] = document.errors;
  if (error) throw new UserError(`${file}: not valid YAML: ${messageOf(error).split("\n")[0]}`);
  const parsed = scenarioSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const issues = explainIssues(parsed.error.issues, scenarioSchema).map(({ say }) => `${file}: ${say(keyOf)}`);
  throw new UserError(`${issues.join("\n")}\nSee docs/scenarios.md for every key.`);
}

const keyOf = (keys: readonly PropertyKey[]) =>
  keys.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${String(key)}`)).join("") ||
  "the file";

/** What lies in the past cannot be planned otherwise. */
function assertComing(given: ScenarioFile, asOf: string, at: (key: string) => string): void {
  const dates = [
    ...given.people.join.map(({ on }, i) => ({ on, key: `people.join[${i}].on` })),
    ...given.people.leave.map(({ on }, i) => ({ on, key: `people.leave[${i}].on` })),
    ...given.projects.add.map(({ starts_on }, i) => ({ on: starts_on, key: `projects.add[${i}].starts_on` })),
  ];
  const past = dates.find(({ on }) => on < asOf);
  if (past) throw new UserError(`${at(past.key)} is ${past.on}, before ${asOf}, the as-of date of the release.`);
}

function readJoin(
  join: ScenarioFile["people"]["join"][number],
  { gidOf, where, i }: { readonly gidOf: GidOf; readonly where: string; readonly i: number },
  options: ReadOptions,
): Join[] {
  const team_gid = gidOf("team", join.team, `${where}.team`);
  return Array.from({ length: join.count }, (_, n) => ({
    person_gid: `scenario:person:${i}.${n}`,
    name: join.count > 1 ? `${join.name} ${n + 1}` : join.name,
    ...{ on: join.on, team_gid, skills: join.skills, role: join.role ?? null },
    weekly_hours: join.weekly_hours ?? options.usualWeeklyHours,
    // Half of the work goes to one newcomer, not to each of them.
    takes_from: join.takes_from && n === 0 ? gidOf("person", join.takes_from, `${where}.takes_from`) : null,
  }));
}

function readLeave(leave: ScenarioFile["people"]["leave"][number], gidOf: GidOf, where: string): Leave {
  const to = leave.work_goes_to;
  return {
    person_gid: gidOf("person", leave.person, `${where}.person`),
    on: leave.on,
    work_goes_to: to === "team" || to === "nobody" ? to : { person_gid: gidOf("person", to, `${where}.work_goes_to`) },
  };
}

async function readAdded(
  project: ScenarioFile["projects"]["add"][number],
  at: { readonly gidOf: GidOf; readonly where: string; readonly folder: string; readonly gid: string },
  { release }: ReadOptions,
): Promise<AddedProject> {
  const { gidOf, where } = at;
  const items = project.tasks
    ? readTasks(project.tasks, at.folder, gidOf)
    : project.like
      ? await tasksLike(release, gidOf("project", project.like, `${where}.like`), project.starts_on)
      : project.template
        ? await tasksOfTemplate(release, { gidOf, where, template: project.template, starts_on: project.starts_on })
        : [];
  const hours = project.hours ?? items.reduce((sum, item) => sum + item.hours, 0);
  const dates = items.flatMap((item) => item.due_on ?? []).sort();
  return {
    ...{ project_gid: at.gid, name: project.name, starts_on: project.starts_on, items, hours },
    ends_on: project.ends_on ?? [dates.at(-1) ?? addDays(project.starts_on, 84), project.starts_on].sort()[1]!,
    probability: project.probability,
    team_gid: project.team ? gidOf("team", project.team, `${where}.team`) : null,
    people: project.people.map((person) => gidOf("person", person, `${where}.people`)),
  };
}
