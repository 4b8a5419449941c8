import type { Config } from "../../config/read.ts";
import type { ExitCode } from "../command.ts";
import type { Effects } from "../effects.ts";
import { type Bench, requestsOf, runOnBench } from "./bench.ts";
import { type StageResult, type StageSummaries, stageWork } from "./stage-work.ts";
import type { Problem, RunRequest, Stage } from "./stages.ts";

/** What one run did, stage by stage. */
export interface RunOutcome {
  readonly runId: string;
  readonly asOf: string;
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];
  /** Seconds of each stage that ran. */
  readonly seconds: Partial<Readonly<Record<Stage, number>>>;
  readonly summaries: Partial<StageSummaries>;
  readonly requests: number;
  /** Megabytes of resident memory at most. */
  readonly peakMemory: number;
}

/** Runs stages in order; what they tell, their timings and the outcome are kept in the ledger. */
export async function runStages(config: Config, effects: Effects, request: RunRequest): Promise<RunOutcome> {
  return runOnBench({ config, effects, request }, async (bench) => {
    const results = await runAll(bench);
    const problems = results.flatMap(({ result }) => result.problems);
    const outcome: RunOutcome = {
      runId: bench.ctx.run.runId,
      asOf: bench.ctx.run.asOf,
      exitCode: problems.length > 0 ? 2 : 0,
      problems,
      seconds: Object.fromEntries(results.map(({ stage, took }) => [stage, took])),
      summaries: Object.assign({}, ...results.map(({ result }) => result.summaries)),
      requests: requestsOf(bench),
      peakMemory: effects.peakMemory(),
    };
    const releasePath = results.findLast(({ result }) => result.releasePath)?.result.releasePath;
    return { value: outcome, exitCode: outcome.exitCode, releasePath, summary: outcome };
  });
}

interface Done {
  readonly stage: Stage;
  readonly took: number;
  readonly result: StageResult;
}

async function runAll(bench: Bench): Promise<Done[]> {
  const done: Done[] = [];
  for (const stage of bench.request.stages) done.push(await runStage(bench, stage));
  return done;
}

async function runStage(bench: Bench, stage: Stage): Promise<Done> {
  const { log, clock } = bench.ctx;
  const startedAt = clock().getTime();
  log({ type: "stage", stage, state: "started" });
  const result = await stageWork[stage](bench);
  const took = (clock().getTime() - startedAt) / 1000;
  log({ type: "stage", stage, state: "done", seconds: took });
  return { stage, took, result };
}
