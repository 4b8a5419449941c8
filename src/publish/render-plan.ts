import { type Action, type Change, type Conflict, countLooks, isWrite, type Plan, type Value } from "./action.ts";
import { oneLine } from "./plain-text.ts";

const signs = { create: "+", change: "~", close: "x", remove: "-", unchanged: " " } as const;

/** A plan as text, like a diff grouped by project. Names are shown on one line, without characters that steer a terminal. */
export function renderPlan(plan: Plan): string {
  const groups = new Map<string, { actions: Action[]; conflicts: Conflict[] }>([
    ["Workspace", { actions: [], conflicts: [] }],
  ]);
  for (const action of plan.actions) groupOf(groups, action.project).actions.push(action);
  for (const conflict of plan.conflicts) groupOf(groups, conflict.project).conflicts.push(conflict);
  const sections = [...groups]
    .filter(([, { actions, conflicts }]) => actions.some(isWrite) || conflicts.length > 0)
    .map(([name, group]) => [name, ...renderGroup(group)].join("\n"));
  return [head(plan), ...sections, summarize(plan)].join("\n\n");
}

const head = (plan: Plan): string =>
  `Write plan of run ${plan.run_id}, as of ${plan.as_of_on}, phase ${plan.phase}. Nothing is written without --apply.`;

function groupOf<T>(groups: Map<string, T & { actions: Action[]; conflicts: Conflict[] }>, project: Action["project"]) {
  const name = project ? `${oneLine(project.name)} (${project.gid ?? "new project"})` : "Workspace";
  const known =
    groups.get(name) ?? ({ actions: [], conflicts: [] } as unknown as T & { actions: Action[]; conflicts: Conflict[] });
  groups.set(name, known);
  return known;
}

function renderGroup({ actions, conflicts }: { actions: readonly Action[]; conflicts: readonly Conflict[] }): string[] {
  const unchanged = actions.filter((action) => !isWrite(action)).length;
  return [
    ...actions.filter(isWrite).flatMap(renderAction),
    ...conflicts.map(({ label, reason }) => `  ! ${oneLine(label, 160)}: ${oneLine(reason, 300)}`),
    ...(unchanged > 0 ? [`    ${unchanged} unchanged`] : []),
  ];
}

function renderAction(action: Action): string[] {
  const changes =
    action.action === "create" || action.action === "remove"
      ? []
      : action.values.map((change) => `      ${renderChange(change)}`);
  return [
    `  ${signs[action.action]} ${oneLine(action.label, 160)}`,
    ...changes,
    `      why: ${oneLine(action.why, 200)}`,
  ];
}

const renderChange = ({ label, old, new: value, name }: Change): string =>
  name === "notes" || name === "text"
    ? `${oneLine(label)}: a new text of ${String(value).length} characters`
    : `${oneLine(label)}: ${show(old)} → ${show(value)}`;

const show = (value: Value): string => (value === null ? "empty" : oneLine(String(value)));

/** The count of each kind, and what applying costs. */
export function summarize(plan: Plan): string {
  const count = (kind: Action["action"]) => plan.actions.filter(({ action }) => action === kind).length;
  const minutes = plan.minutes < 1 ? "under a minute" : `about ${Math.ceil(plan.minutes)} minutes`;
  const kept = plan.conflicts.length > 0 ? `, ${plan.conflicts.length} left alone (!)` : "";
  const looks = countLooks(plan.actions);
  const removed = count("remove") > 0 ? `${count("remove")} to remove, ` : "";
  return (
    `${removed}${count("create")} to create, ${count("change")} to change, ${count("close")} to close, ` +
    `${count("unchanged")} unchanged${kept}. ${plan.requests} requests that write${looks > 0 ? ` and ${looks} that look first` : ""}, ${minutes} at the configured rate.`
  );
}
