import type { Asana } from "../asana/client.ts";
import type { Config } from "../config/read.ts";
import type { Store } from "../warehouse/store.ts";
import type { Resource, Values } from "./resource.ts";
import { wordlessStory } from "./wordless-story.ts";

/** What the config lets this warehouse know by name; outside it only what load needs is kept. */
export interface ReadScope {
  readonly isLimited: boolean;
  /** A row as it may be kept: outside the scope without names and texts. */
  limit(table: string, values: Values): Values;
}

/** Stands for every name outside the scope. */
export const outsideName = "Outside the read scope";

const everything: ReadScope = { isLimited: false, limit: (_, values) => values };

interface Known {
  readonly teams: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  readonly portfolios: ReadonlySet<string>;
  /** Grow as rows come by. */
  readonly projects: Set<string>;
  readonly tasks: Set<string>;
}

/** Reads which projects the configured portfolios hold, and what earlier nights found within the scope. */
export async function readScope(scope: Config["scope"], asana: Asana, store: Store): Promise<ReadScope> {
  const { teams = [], portfolios = [], projects = [], tags = [] } = scope;
  if (![teams, portfolios, projects, tags].some((gids) => gids.length > 0)) return everything;
  const held = await readHeld(store);
  const inPortfolios = await readPortfolios(asana, portfolios);
  const known: Known = {
    teams: new Set(teams),
    tags: new Set(tags),
    portfolios: inPortfolios.portfolios,
    projects: new Set([...projects, ...inPortfolios.projects]),
    tasks: new Set(held),
  };
  return { isLimited: true, limit: (table, values) => limits[table]?.(values, known) ?? values };
}

/** Where the scope is limited, subtasks and time come after the tasks: whether a name may be kept follows from them. */
export const inScopeOrder = (resources: readonly Resource[], { scope }: Pick<Config, "scope">): readonly Resource[] =>
  Object.values(scope).some((gids) => gids && gids.length > 0)
    ? resources.map((resource) => ({ ...resource, after: [...resource.after, ...(afterInScope[resource.name] ?? [])] }))
    : resources;

const listedTasks = ["tasks", "own_tasks", "task_changes"];
const afterInScope: Readonly<Record<string, readonly string[]>> = {
  subtasks: listedTasks,
  time_entries: [...listedTasks, "subtasks"],
};

/** Tasks that earlier nights kept by name; whether they still may be is decided when they come by. */
async function readHeld(store: Store): Promise<string[]> {
  const rows = await store.exclusive(() =>
    store.database.rows<{ gid: string }>(
      `select gid from raw.tasks where _to_seq is null and _deleted_at is null and name <> '${outsideName}'`,
    ),
  );
  return rows.map(({ gid }) => gid);
}

async function readPortfolios(asana: Asana, gids: readonly string[]) {
  const projects = new Set<string>();
  const portfolios = new Set(gids);
  for (const gid of portfolios) {
    for await (const page of asana.list(`/portfolios/${gid}/items`, { opt_fields: "resource_type" })) {
      for (const row of page.rows) (row.resource_type === "portfolio" ? portfolios : projects).add(String(row.gid));
    }
  }
  return { projects, portfolios };
}

type Limit = (values: Values, known: Known) => Values;

const limits: Readonly<Record<string, Limit>> = {
  projects: (values, known) => {
    if (known.teams.has(String(values.team_gid))) known.projects.add(values.gid);
    return known.projects.has(values.gid) ? values : { ...values, ...nameless(values), color: null };
  },
  tasks: (values, known) => {
    if (!isWithin(values, known)) {
      known.tasks.delete(values.gid);
      return { ...values, ...nameless(values), tag_gids: [], follower_gids: [] };
    }
    known.tasks.add(values.gid);
    return values;
  },
  sections: (values, known) =>
    known.projects.has(String(values.project_gid)) ? values : { ...values, name: outsideName },
  portfolios: (values, known) =>
    known.portfolios.has(values.gid) ? values : { ...values, name: outsideName, color: null, custom_fields: [] },
  time_entries: (values, known) =>
    known.tasks.has(String(values.task_gid)) ? values : { ...values, description: null },
  status_updates: (values, known) =>
    known.projects.has(String(values.parent_gid)) || known.portfolios.has(String(values.parent_gid))
      ? values
      : { ...values, title: null, text: null },
  stories: (values, known) =>
    known.tasks.has(String(values.task_gid)) ? wordlessStory(values) : { ...values, text: null, payload: {} },
  attachments: (values, known) =>
    known.tasks.has(String(values.task_gid)) ? values : { ...values, name: null, host: null },
  teams: (values, known) => (known.teams.has(values.gid) ? values : { ...values, description: null }),
  goals: (values) => ({ ...values, name: outsideName, metric: null, custom_fields: [] }),
  project_briefs: (values, known) =>
    known.projects.has(String(values.project_gid))
      ? values
      : { ...values, title: null, text: null, permalink_url: null },
  project_templates: (values, known) =>
    known.teams.has(String(values.team_gid)) ? values : { ...values, name: outsideName },
  task_templates: (values, known) =>
    known.projects.has(String(values.project_gid)) ? values : { ...values, name: outsideName, template: null },
};

interface Membership {
  readonly project_gid?: string;
}

/** In one of the projects, with one of the tags, or below a task that is. */
function isWithin({ memberships, tag_gids, parent_gid }: Values, known: Known): boolean {
  const projects = (memberships ?? []) as readonly Membership[];
  const tags = (tag_gids ?? []) as readonly string[];
  return (
    projects.some(({ project_gid }) => known.projects.has(String(project_gid))) ||
    tags.some((gid) => known.tags.has(gid)) ||
    (typeof parent_gid === "string" && known.tasks.has(parent_gid))
  );
}

interface FieldValue {
  readonly gid: string;
  readonly name?: string;
  readonly resource_subtype?: string;
  readonly number_value?: number;
}

/** Numbers stay, such as estimates and hours: load is made of them. */
const nameless = ({ custom_fields }: Values) => ({
  name: outsideName,
  notes: null,
  permalink_url: null,
  custom_fields: ((custom_fields ?? []) as readonly FieldValue[])
    .filter(({ number_value }) => number_value !== undefined)
    .map(({ gid, name, resource_subtype, number_value }) => ({ gid, name, resource_subtype, number_value })),
});
