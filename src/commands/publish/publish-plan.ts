import path from "node:path";
import type { Config } from "../../config/read.ts";
import type { Plan } from "../../publish/action.ts";
import { type ApplySummary, applyPlan } from "../../publish/apply.ts";
import { planPublish } from "../../publish/plan.ts";
import { loadPlan, savePlan } from "../../publish/plan-file.ts";
import { planUndo } from "../../publish/undo.ts";
import { openRelease } from "../../warehouse/release.ts";
import type { Effects } from "../effects.ts";
import { type Bench, runOnBench } from "../refresh/bench.ts";

export interface PublishRequest {
  readonly isApplied: boolean;
  /** File to keep the plan in. */
  readonly out: string | undefined;
  /** File to take the plan from. */
  readonly from: string | undefined;
  /** Run to take back. */
  readonly undo: string | undefined;
}

export interface Published {
  readonly plan: Plan;
  readonly applied?: ApplySummary;
}

/** Makes, loads or reverses a plan, and carries it out where asked. */
export async function publishPlan(config: Config, effects: Effects, request: PublishRequest): Promise<Published> {
  const run = { stages: ["publish"] as const, isFull: false, isApplied: request.isApplied, isSent: false };
  return runOnBench<Published>({ config, effects, request: run }, async (bench) => {
    const plan = await choosePlan(bench, request);
    if (request.out) savePlan(plan, path.resolve(effects.directory, request.out));
    if (!request.isApplied) return { value: { plan }, exitCode: 0 };
    const applied = await bench.withStore((store) => applyPlan(bench.ctx, plan, { asana: bench.writer!, store }));
    return { value: { plan, applied }, exitCode: applied.exit_code };
  });
}

async function choosePlan({ ctx, effects, writer, withStore }: Bench, { from, undo }: PublishRequest): Promise<Plan> {
  if (undo) return withStore((store) => planUndo(ctx, undo, { asana: writer!, store }));
  const release = await openRelease(ctx.config.home);
  try {
    return await withStore((store) => {
      const input = { release, asana: writer!, store };
      return from ? loadPlan(ctx, path.resolve(effects.directory, from), input) : planPublish(ctx, input);
    });
  } finally {
    release.close();
  }
}
