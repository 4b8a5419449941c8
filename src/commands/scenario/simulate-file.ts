import type { Config } from "../../config/read.ts";
import type { ModelRow } from "../../models/node.ts";
import type { OnboardingMonth } from "../../models/onboarding/first-months.ts";
import { applyProposals } from "../../models/scenario/apply-proposals.ts";
import type { Plan } from "../../models/scenario/plan.ts";
import { type Proposal, proposeStarts } from "../../models/scenario/propose.ts";
import type { Database } from "../../warehouse/database.ts";
import { type Comparison, compare } from "./compare.ts";
import { keepFile } from "./keep-file.ts";
import { readScenario } from "./read-scenario.ts";
import { openCopy, runPlan, type ScenarioOptions, writeTables } from "./run-scenario.ts";

export interface Simulated extends Comparison {
  readonly scenario: string;
  readonly as_of_on: string;
  readonly notes: readonly string[];
  /** The first 90 days of people who join. */
  readonly onboarding: readonly OnboardingMonth[];
  /** Other starts, lengths and staffing of added projects; empty unless asked for. */
  readonly proposals: readonly Proposal[];
  /** Person-weeks that are likely overloaded as planned, and with the best proposals in its place; null without any. */
  readonly overloaded_weeks: { readonly planned: number; readonly proposed: number } | null;
  /** The DuckDB file with all rows. */
  readonly file: string;
}

export interface SimulateOptions {
  readonly config: Config;
  readonly release: Database;
  /** Path of the release. */
  readonly file: string;
  readonly isProposing: boolean;
}

/** One scenario file from reading to the kept tables. */
export async function simulateFile(place: string, options: SimulateOptions): Promise<Simulated> {
  const { config, release } = options;
  const [run] = await release.rows<{ run_id: string; as_of_on: string }>(
    "select run_id, as_of_on from meta.refreshes where is_this_release",
  );
  const { run_id: runId, as_of_on: asOf } = run!;
  const plan = await readScenario(place, { release, asOf, usualWeeklyHours: config.default_weekly_capacity_hours });
  const given: ScenarioOptions = { release: options.file, asOf, runId, seed: config.seed, settings: config };
  const copy = await openCopy(options.file);
  try {
    const result = await runPlan(plan, copy, given);
    await writeTables(plan, result, copy);
    const comparison = await compare(plan, copy);
    const file = await keepFile(plan, copy, { home: config.home, runId, asOf, notes: result.notes });
    const proposals = options.isProposing ? await propose(plan, given) : [];
    const overloaded_weeks = await overloadedWeeks(plan, { proposals, planned: result.capacity, given });
    const { notes, onboarding } = result;
    return { scenario: plan.name, as_of_on: asOf, ...comparison, notes, onboarding, proposals, overloaded_weeks, file };
  } finally {
    copy.close();
  }
}

async function propose(plan: Parameters<typeof proposeStarts>[0], given: ScenarioOptions): Promise<Proposal[]> {
  const copy = await openCopy(given.release);
  try {
    return await proposeStarts(plan, {
      rows: (sql) => copy.rows(sql),
      run: (sql, parameters) => copy.run(sql, parameters),
      ...{ asOf: given.asOf, runId: given.runId, seed: given.seed, settings: given.settings },
    });
  } finally {
    copy.close();
  }
}

/** What the best proposals are worth, simulated whole. */
async function overloadedWeeks(
  plan: Plan,
  at: {
    readonly proposals: readonly Proposal[];
    readonly planned: readonly ModelRow[];
    readonly given: ScenarioOptions;
  },
): Promise<Simulated["overloaded_weeks"]> {
  if (at.proposals.every(({ is_planned }) => is_planned)) return null;
  const copy = await openCopy(at.given.release);
  try {
    const { capacity } = await runPlan(applyProposals(plan, at.proposals), copy, at.given);
    return { planned: likelyOverloaded(at.planned), proposed: likelyOverloaded(capacity) };
  } finally {
    copy.close();
  }
}

const likelyOverloaded = (capacity: readonly ModelRow[]): number =>
  capacity.filter((row) => Number(row.overload_probability ?? 0) >= 0.5).length;
