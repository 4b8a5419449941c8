import type { Action, Conflict, Wishes } from "../action.ts";
import { clean } from "../plain-text.ts";
import type { AsanaNow, LedgerNow } from "../state.ts";
import { percent } from "./people.ts";
import type { ProjectRow } from "./project-summaries.ts";

/** The newest status update of a project, and the newest of Plimsoll's own. */
export interface LastStatus {
  readonly project_gid: string;
  readonly status_type: string | null;
  readonly created_on: string | null;
  readonly own_created_on: string | null;
}

export interface StatusSettings {
  readonly as_of: string;
  /** Where the report of a project lies; linked where known. */
  readonly report: (projectGid: string) => string | undefined;
  /** Status updates for one owner in one night, since each notifies every follower. */
  readonly budget: number;
}

const statusOf: Readonly<Record<string, string>> = { low: "on_track", medium: "at_risk", high: "off_track" };
const daysBetweenUpdates = 7;

/** A status update where the forecast says another status than the newest one says, at most one a week and project. */
export function planStatusUpdates(
  rows: readonly ProjectRow[],
  last: readonly LastStatus[],
  given: { readonly now: AsanaNow; readonly ledger: LedgerNow; readonly settings: StatusSettings },
): Wishes {
  const newest = new Map(last.map((row) => [row.project_gid, row]));
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  const spent = spentToday(given);
  for (const row of rows.toSorted((a, b) => (a.on_time_probability ?? 1) - (b.on_time_probability ?? 1))) {
    const project = given.now.projects.find(({ gid }) => gid === row.project_gid);
    const status = row.status === "ok" && row.on_time_probability !== null ? statusOf[row.risk ?? ""] : undefined;
    if (!project || !status || !isNews(status, newest.get(row.project_gid), given.settings.as_of)) continue;
    const key = `status:${row.project_gid}:${given.settings.as_of}`;
    if (given.ledger.managed.has(key)) continue;
    const shown = { gid: project.gid, name: project.name };
    const owner = project.owner_gid ?? "";
    spent.set(owner, (spent.get(owner) ?? 0) + 1);
    if (spent.get(owner)! > given.settings.budget) {
      const reason = `${given.settings.budget} status updates a day are enough for one owner; this one waits`;
      conflicts.push({ key, label: "status update", reason, project: shown });
      continue;
    }
    actions.push(statusUpdate(key, row, { status, shown, settings: given.settings }));
  }
  return { actions, conflicts };
}

/** Status updates of this day by owner of the project, those of an earlier run included. */
function spentToday({ now, ledger, settings }: { now: AsanaNow; ledger: LedgerNow; settings: StatusSettings }) {
  const posted = now.projects.filter(({ gid }) => ledger.managed.has(`status:${gid}:${settings.as_of}`));
  const spent = new Map<string, number>();
  for (const { owner_gid } of posted) spent.set(owner_gid ?? "", (spent.get(owner_gid ?? "") ?? 0) + 1);
  return spent;
}

/** A first word is said only about trouble; later ones when the status would be another, a week apart, and not over a person's fresh word. */
function isNews(status: string, last: LastStatus | undefined, asOf: string): boolean {
  if (!last?.status_type) return status === "off_track";
  if (last.status_type === status || ["on_hold", "complete", "dropped"].includes(last.status_type)) return false;
  const newest = [last.created_on, last.own_created_on]
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  return !newest || (Date.parse(asOf) - Date.parse(newest)) / 86_400_000 >= daysBetweenUpdates;
}

function statusUpdate(
  key: string,
  row: ProjectRow,
  { status, shown, settings }: { status: string; shown: { gid: string; name: string }; settings: StatusSettings },
): Action {
  const title = `Forecast as of ${settings.as_of}: ${status.replace("_", " ")}, ${percent(row.on_time_probability)} chance of being on time`;
  const text = [
    `Half of the simulated futures are complete by ${row.completes_on_p50}, 85 % by ${row.completes_on_p85}; the project is due on ${row.due_on}.`,
    `The forecast rests on ${row.n ?? 0} weeks of history and was made by Plimsoll; a status update of your own takes its place.`,
    settings.report(shown.gid) ? `Report: ${settings.report(shown.gid)}` : "",
  ];
  return {
    key,
    action: "create",
    object_type: "status_update",
    plan: "status_updates",
    label: title,
    target: null,
    parent: { gid: shown.gid },
    values: [
      { name: "title", label: "title", old: null, new: title },
      { name: "text", label: "text", old: null, new: clean(text.filter(Boolean).join("\n\n"), 5_000) },
      { name: "status_type", label: "status", old: null, new: status },
    ],
    why: "The forecast says another status than the newest update does.",
    project: shown,
  };
}
