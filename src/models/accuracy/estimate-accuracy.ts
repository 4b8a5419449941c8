import type { ModelNode, ModelRow } from "../node.ts";
import { benjaminiHochberg } from "../statistics/false-discovery.ts";
import { median } from "../statistics/quantile.ts";
import { ranks } from "../statistics/rank.ts";
import { rankSumOfRanks, tiesOf } from "../statistics/rank-sum.ts";
import { type AccuracyGroup, type AccuracyTask, accuracyTables, groupTypes, readAccuracyTasks } from "./groups.ts";
import { type PooledMedian, poolMedians } from "./pooled-median.ts";

/** No verdict on a group of fewer tasks. */
const minimum = 8;
/** Other models claim things too: a workspace without effects is to see none at all from any, 19 times of 20. */
export const falseDiscoveryRate = 0.02;

/** Median of actual over estimate of every group, pooled, and which groups differ beyond chance. */
export const estimateAccuracyNode: ModelNode = {
  name: "estimate_accuracy",
  reads: accuracyTables,
  writes: ["marts.estimate_accuracy"],
  run: async (input) => {
    const tasks = await readAccuracyTasks(input);
    const rows = accuracyOf(tasks).map((row): ModelRow => ({ ...row, method, as_of_on: input.asOf }));
    return { "marts.estimate_accuracy": rows };
  },
};

const method = `median of actual / estimate, pooled towards the workspace; rank-sum test, false discovery rate ${100 * falseDiscoveryRate} %`;

interface Group extends AccuracyGroup {
  /** Positions of its tasks. */
  readonly members: number[];
}

/** One row per group, those below the minimum included; the workspace always has one. Ratios are actual / estimate. */
export function accuracyOf(tasks: readonly AccuracyTask[]) {
  const logs = tasks.map((task) => Math.log(task.actual_hours / task.estimate_hours));
  const groups = groupsOf(tasks);
  const large = groups.filter((group) => group.members.length >= minimum);
  const verdicts = verdictsOf(large, logs);
  const pooled = new Map<Group, PooledMedian>();
  for (const type of groupTypes) {
    const same = large.filter((group) => group.type === type);
    const medians = poolMedians(
      same.map(({ members }) => members.map((i) => logs[i]!)),
      logs,
    );
    same.forEach((group, i) => {
      pooled.set(group, medians[i]!);
    });
  }
  return groups.map((group) => {
    const values = group.members.map((i) => logs[i]!);
    const result = pooled.get(group);
    return {
      group_type: group.type,
      group_key: group.key,
      group_name: group.name,
      n: values.length,
      bias_ratio: result ? Math.exp(result.pooled) : null,
      bias_lo: result ? Math.exp(result.lo) : null,
      bias_hi: result ? Math.exp(result.hi) : null,
      raw_bias_ratio: result ? Math.exp(median(values)) : null,
      share_within_25_percent: result ? shareWithin25Percent(values) : null,
      is_beyond_chance: result ? (verdicts.get(group) ?? false) : null,
      status: result ? "ok" : "insufficient_data",
      unlocks: result ? null : unlockedBy(minimum - values.length),
    };
  });
}

const unlockedBy = (missing: number): string =>
  `${missing} more completed ${missing === 1 ? "task" : "tasks"} with estimate and actual hours`;

function groupsOf(tasks: readonly AccuracyTask[]): Group[] {
  const groups = new Map<string, Group>();
  groups.set("workspace/workspace", { type: "workspace", key: "workspace", name: "Workspace", members: [] });
  tasks.forEach((task, i) => {
    for (const group of task.groups) {
      const known = groups.get(`${group.type}/${group.key}`);
      if (known) known.members.push(i);
      else groups.set(`${group.type}/${group.key}`, { ...group, members: [i] });
    }
  });
  const place = (group: Group) => groupTypes.indexOf(group.type);
  return [...groups.values()].sort((a, b) => place(a) - place(b) || (a.key < b.key ? -1 : 1));
}

/** Each group against everyone else. The workspace has nobody to differ from; a group that is everyone neither. */
function verdictsOf(groups: readonly Group[], logs: readonly number[]): Map<Group, boolean> {
  const tested = groups.filter((group) => group.type !== "workspace" && logs.length - group.members.length >= minimum);
  const all = ranks(logs);
  const ties = tiesOf(all);
  const rejected = benjaminiHochberg(
    tested.map((group) => rankSumOfRanks(all, group.members, ties)),
    falseDiscoveryRate,
  );
  return new Map(tested.map((group, i) => [group, rejected[i]!]));
}

const shareWithin25Percent = (logs: readonly number[]): number =>
  logs.filter((log) => Math.abs(Math.exp(log) - 1) <= 0.25 + 1e-9).length / logs.length;
