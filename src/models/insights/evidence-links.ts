import type { Cell } from "../cell.ts";
import type { ModelInput } from "../node.ts";
import type { Insight } from "./insight.ts";

const mostLinks = 5;

/** Links into Asana and owners of projects, by gid of a task or project. */
export interface Places {
  readonly links: ReadonlyMap<string, string>;
  readonly owners: ReadonlyMap<string, string>;
}

/** Looks up what the insights point at. */
export async function readPlaces(insights: readonly Insight[], { rows }: Pick<ModelInput, "rows">): Promise<Places> {
  const gids = [...new Set(insights.flatMap(gidsOf))].map((gid) => `'${gid.replace(/[^\w:.-]/g, "")}'`);
  if (gids.length === 0) return { links: new Map(), owners: new Map() };
  const found = await rows<{ gid: string; link: string | null; owner_gid: string | null }>(`
    select task_gid as gid, permalink_url as link, null as owner_gid from marts.tasks where task_gid in (${gids.join(", ")})
    union all
    select project_gid, permalink_url, owner_gid from marts.projects where project_gid in (${gids.join(", ")}) order by gid`);
  return {
    links: new Map(found.flatMap(({ gid, link }) => (link ? [[gid, link] as const] : []))),
    owners: new Map(found.flatMap(({ gid, owner_gid }) => (owner_gid ? [[gid, owner_gid] as const] : []))),
  };
}

/** Tasks and projects behind a finding, the project that it is about first. */
function gidsOf({ scope_type, scope_gid, evidence }: Insight): string[] {
  const listed = [evidence.task_gids, evidence.project_gids].flatMap((gids): Cell[] =>
    Array.isArray(gids) ? gids : [],
  );
  return [...(scope_type === "project" ? [scope_gid] : []), ...listed.slice(0, mostLinks).map(String)];
}

/** The evidence with links to what it names; unchanged where Asana gave none. */
export function withLinks(insight: Insight, { links }: Places): Insight["evidence"] {
  const known = gidsOf(insight).flatMap((gid) => links.get(gid) ?? []);
  return known.length > 0 ? { ...insight.evidence, links: known.slice(0, mostLinks) } : insight.evidence;
}

/** Who could act: the owner of the project that the finding is about. */
export const ownerOf = ({ scope_type, scope_gid }: Insight, { owners }: Places): string | null =>
  scope_type === "project" ? (owners.get(scope_gid) ?? null) : null;
