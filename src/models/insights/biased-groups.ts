import { accuracyOf, falseDiscoveryRate } from "../accuracy/estimate-accuracy.ts";
import type { AccuracyTask } from "../accuracy/groups.ts";
import { type Insight, type Month, sayPercent, sayRatio } from "./insight.ts";

/** Below a sixth off, a bias changes no plan. */
const leastRatio = 1.15;
const most = { estimate_bias: 3, overrun_tag: 2 };
/** Persons are never the subject of an insight; a requester is one. */
const groupTypes = ["team", "project", "project_type", "section", "size", "tag"];

/** Groups whose estimates are off beyond chance over the year up to the month's end: tags that overrun, and others. */
export function biasedGroups(tasks: readonly AccuracyTask[], month: Month): Insight[] {
  const rows = accuracyOf(tasks).filter(
    (row) =>
      row.status === "ok" && row.is_beyond_chance && groupTypes.includes(row.group_type) && isMaterial(row.bias_ratio!),
  );
  const strongest = rows.sort((a, b) => weight(b) - weight(a) || (a.group_key < b.group_key ? -1 : 1));
  const isOverrunTag = (row: Row) => row.group_type === "tag" && row.bias_ratio! > 1;
  const tags = strongest.filter(isOverrunTag).slice(0, most.overrun_tag);
  const others = strongest.filter((row) => row.group_type !== "tag").slice(0, most.estimate_bias);
  return [...tags, ...others].map((row) => insightOf(row, month));
}

type Row = ReturnType<typeof accuracyOf>[number];

const isMaterial = (ratio: number): boolean => ratio >= leastRatio || ratio <= 1 / leastRatio;

/** How far the near end of the interval lies from no bias, in ln. */
const weight = (row: Row): number => Math.max(Math.log(row.bias_lo!), -Math.log(row.bias_hi!));

const subjects: Readonly<Record<string, (name: string) => string>> = {
  tag: (name) => `Tasks tagged "${name}"`,
  team: (name) => `Tasks of team ${name}`,
  project: (name) => `Tasks of project ${name}`,
  project_type: (name) => `Tasks of ${name} projects`,
  section: (name) => `Tasks in section "${name}"`,
  size: (name) => `Tasks estimated at ${name}`,
};

function insightOf(row: Row, month: Month): Insight {
  const subject = subjects[row.group_type]!(row.group_name);
  const kind = row.group_type === "tag" ? "overrun_tag" : "estimate_bias";
  const ratio = row.bias_ratio!;
  const interval = `80 % interval ${sayRatio(row.bias_lo!)} to ${sayRatio(row.bias_hi!)}`;
  return {
    kind,
    scope_type: row.group_type === "project" || row.group_type === "team" ? row.group_type : "workspace",
    scope_gid: row.group_type === "project" || row.group_type === "team" ? row.group_key : "workspace",
    key: `${row.group_type}:${row.group_key}`,
    title: `${subject} take ${sayRatio(ratio)} than estimated`,
    finding: `${subject} took ${sayRatio(ratio)} than estimated at the median of ${row.n} tasks of the year to the end of ${month.name} (${interval}). ${sayPercent(row.share_within_25_percent!)} ended within 25 % of the estimate. The difference from the other tasks is beyond chance (false discovery rate ${sayPercent(falseDiscoveryRate)}).`,
    n: row.n,
    effect: ratio,
    suggested_action:
      ratio > 1
        ? `Estimate them about ${sayPercent(ratio - 1)} higher, or split off the part that overruns.`
        : `Estimate them about ${sayPercent(1 - ratio)} lower; the room can be planned.`,
    evidence: {
      bias_ratio: ratio,
      bias_lo: row.bias_lo,
      bias_hi: row.bias_hi,
      group_type: row.group_type,
      group_key: row.group_key,
      sql: `select * from marts.estimate_accuracy where group_type = '${row.group_type}' and group_key = '${row.group_key.replaceAll("'", "''")}'`,
    },
  };
}
