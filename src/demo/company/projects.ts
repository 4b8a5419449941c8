import { addDays, dayNumber, dayText } from "../days.ts";
import type { Random } from "../random.ts";
import { newProject } from "../world/new-project.ts";
import type { CustomField, Project, Section, Tag, Team } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { DemoFields } from "./fields.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import type { Plants } from "./plants.ts";
import type { Size } from "./sizes.ts";
import { CLIENTS, PROJECT_KINDS, PROJECT_THEMES, TAG_NAMES } from "./words.ts";

/** A project with what guides the work on it. Days are numbers since 1970. */
export interface ProjectPlan {
  readonly project: Project;
  readonly team: Team;
  readonly from: number;
  /** Work on it ends here; beyond today where it goes on. */
  readonly to: number;
  /** Share of new work that it draws. */
  readonly weight: number;
  /** Keeps hours in the field "Actual Hours" instead of time entries. */
  readonly keepsHoursInField: boolean;
  readonly hasStoryPoints: boolean;
}

interface Given {
  readonly dice: Random;
  readonly today: string;
  readonly size: Size;
  readonly fields: DemoFields;
  readonly teams: readonly Team[];
  readonly plants: Plants;
}

export function addProjects(world: World, given: Given): ProjectPlan[] {
  addTags(world, given.plants);
  const perTeam = given.teams.map((_, team) => countFor(given.size.projects, given.teams.length, team));
  const archived = given.teams.map((_, team) => countFor(given.size.archivedProjects, given.teams.length, team));
  return given.teams.flatMap((team, index) =>
    Array.from({ length: perTeam[index]! }, (_, number) => {
      const isArchived = number < archived[index]!;
      return addProject(world, { ...given, team, number, isArchived, last: perTeam[index]! - 1 });
    }),
  );
}

const countFor = (all: number, parts: number, part: number): number =>
  Math.floor(all / parts) + (part < all % parts ? 1 : 0);

function addTags(world: World, plants: Plants): void {
  for (const name of ["legacy-migration", ...TAG_NAMES, ...HOSTILE_NAMES.slice(0, 4)]) {
    const tag: Tag = { workspace: world.workspace, gid: world.gid(), name, color: "dark-blue", notes: "" };
    world.tags.set(tag.gid, tag);
    plants.tag ??= tag;
  }
}

type One = Given & {
  readonly team: Team;
  readonly number: number;
  readonly isArchived: boolean;
  readonly last: number;
};

function addProject(world: World, one: One): ProjectPlan {
  const { dice, today, size, team, teams, number, isArchived } = one;
  const end = dayNumber(today);
  const begin = end - size.days;
  const isOngoing = !isArchived && (number === one.last || dice.chance(0.12));
  const isSlipping = one.plants.slipping === null && !isArchived && !isOngoing && team !== one.plants.fasterTeam;
  const to = isArchived ? begin + Math.round(size.days * (0.2 + 0.72 * dice.next())) : end + dice.whole(28, 120);
  const from = isOngoing ? begin : Math.max(begin, Math.min(to - dice.whole(130, 440), end - 45));
  const dueOn = isSlipping ? addDays(today, 21) : isOngoing ? null : dayText(to);
  const keepsHoursInField =
    !isSlipping && !isOngoing && !isArchived && teams.indexOf(team) % 3 === 1 && number === Math.max(1, one.last - 2);
  const order = world.projects.size;
  const project = addThemedProject(world, one, { startOn: dayText(from), dueOn });
  if (keepsHoursInField) attach(world, project, one.fields.actual);
  if (isSlipping) one.plants.slipping = project;
  return {
    project,
    team,
    from,
    to: isOngoing ? end + 999 : to,
    weight: isSlipping || keepsHoursInField ? 0.35 : isOngoing ? 0.6 : 0.7 + dice.next(),
    keepsHoursInField,
    hasStoryPoints: order % 3 === 0,
  };
}

function addThemedProject(world: World, one: One, dates: { startOn: string; dueOn: string | null }): Project {
  const { dice, team, fields } = one;
  const order = world.projects.size;
  const theme = PROJECT_THEMES[(order * 3) % PROJECT_THEMES.length]!;
  const client = dice.pick(CLIENTS);
  const createdAt = `${dates.startOn}T08:00:00.000Z`;
  const hostile = order % 10 === 9 ? HOSTILE_NAMES[(order * 2) % HOSTILE_NAMES.length]! : null;
  const project = newProject(world, {
    name: hostile?.trim() || `${theme} ${PROJECT_KINDS[order % PROJECT_KINDS.length]}${order >= 40 ? ` ${order}` : ""}`,
    notes: `Work for ${client}.`,
    isArchived: one.isArchived,
    completedAt: one.isArchived && dates.dueOn && order % 2 === 0 ? `${dates.dueOn}T16:00:00.000Z` : null,
    color: "light-blue",
    createdAt,
    startOn: dates.startOn,
    dueOn: dates.dueOn,
    owner: team.members[order % Math.min(3, team.members.length)]!.person,
    team,
  });
  world.projects.set(project.gid, project);
  project.values.set(fields.client, client);
  if (order % 4 !== 3) project.values.set(fields.budget, 200 + 100 * dice.whole(0, 12));
  project.members.push({ gid: world.gid(), parent: project, member: team, memberType: "team", accessLevel: "editor" });
  const owner = project.owner!;
  project.members.push({ gid: world.gid(), parent: project, member: owner, memberType: "user", accessLevel: "admin" });
  addSections(world, project, order);
  for (const field of fieldsFor(fields, order)) attach(world, project, field);
  return project;
}

/** Attaches a custom field to a project. */
export function attach(world: World, project: Project, field: CustomField): void {
  project.settings.push({ gid: world.gid(), parent: project, field, isImportant: false });
}

function fieldsFor(fields: DemoFields, order: number): CustomField[] {
  const common = [fields.estimate, fields.priority, fields.workType, fields.skills];
  if (order % 3 === 0) common.push(fields.storyPoints);
  if (order % 5 === 0) common.push(fields.reference, fields.goLive, fields.reviewer, fields.cost);
  return common;
}

function addSections(world: World, project: Project, order: number): void {
  const names = ["Backlog", "In progress", "Review", "Done"];
  if (order === 2) names[2] = HOSTILE_NAMES[0]!;
  if (order === 4) names[1] = HOSTILE_NAMES[7]!;
  for (const name of names) addSection(world, project, { name, createdAt: project.createdAt });
}

export function addSection(world: World, project: Project, given: { name: string; createdAt: string }): Section {
  const section: Section = { gid: world.gid(), name: given.name, project, createdAt: given.createdAt, tasks: [] };
  project.sections.push(section);
  world.sections.set(section.gid, section);
  return section;
}
