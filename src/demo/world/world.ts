import type {
  Absence,
  Agent,
  Allocation,
  Budget,
  Category,
  CustomField,
  CustomType,
  Entry,
  EnumOption,
  Goal,
  Person,
  Portfolio,
  Project,
  Rate,
  Section,
  Story,
  Tag,
  Task,
  Team,
  Template,
  TimePeriod,
  Timesheet,
  Workspace,
} from "./types.ts";

/** One workspace. Maps are by gid and keep the order in which rows came to be. */
export interface World {
  readonly workspace: Workspace;
  readonly workspaceGid: string;
  /** Whose token opens the workspace. */
  me: Person;
  readonly people: Map<string, Person>;
  readonly agents: Map<string, Agent>;
  readonly teams: Map<string, Team>;
  readonly fields: Map<string, CustomField>;
  readonly options: Map<string, EnumOption>;
  readonly projects: Map<string, Project>;
  readonly sections: Map<string, Section>;
  readonly tags: Map<string, Tag>;
  readonly portfolios: Map<string, Portfolio>;
  readonly tasks: Map<string, Task>;
  /** Deleted tasks, which `restoreTask` can bring back. */
  readonly trash: Map<string, Task>;
  readonly entries: Map<string, Entry>;
  readonly entriesByDay: Map<string, Set<Entry>>;
  readonly categories: Map<string, Category>;
  readonly timesheets: Map<string, Timesheet>;
  readonly absences: Map<string, Absence>;
  readonly allocations: Map<string, Allocation>;
  readonly budgets: Map<string, Budget>;
  readonly rates: Map<string, Rate>;
  readonly periods: Map<string, TimePeriod>;
  readonly goals: Map<string, Goal>;
  readonly customTypes: Map<string, CustomType>;
  readonly projectTemplates: Map<string, Template>;
  readonly taskTemplates: Map<string, Template>;
  readonly stories: Map<string, Story>;
  /** Moves with every change, so that listings can be kept while nothing changes. */
  version: number;
  /** A new gid, never used before in this workspace. */
  readonly gid: () => string;
}

const FIRST_GID = 1_207_000_000_000_000;
const GIDS_OF_ONE_WORLD = 1_000_000_000;

/**
 * An empty workspace; its owner is set by whoever fills it. Worlds of different numbers share no gid, so that a store of
 * one refuses the other.
 */
export function createWorld(name: string, number: number): World {
  let last = FIRST_GID + (number % 100_000) * GIDS_OF_ONE_WORLD;
  const gid = (): string => String(++last);
  const workspace = { gid: gid(), name };
  return {
    workspace,
    workspaceGid: workspace.gid,
    me: undefined as unknown as Person,
    people: new Map(),
    agents: new Map(),
    teams: new Map(),
    fields: new Map(),
    options: new Map(),
    projects: new Map(),
    sections: new Map(),
    tags: new Map(),
    portfolios: new Map(),
    tasks: new Map(),
    trash: new Map(),
    entries: new Map(),
    entriesByDay: new Map(),
    categories: new Map(),
    timesheets: new Map(),
    absences: new Map(),
    allocations: new Map(),
    budgets: new Map(),
    rates: new Map(),
    periods: new Map(),
    goals: new Map(),
    customTypes: new Map(),
    projectTemplates: new Map(),
    taskTemplates: new Map(),
    stories: new Map(),
    version: 0,
    gid,
  };
}
