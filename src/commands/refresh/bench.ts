import type { Asana } from "../../asana/client.ts";
import type { Config } from "../../config/read.ts";
import type { Context } from "../../context.ts";
import { CheckError, messageOf } from "../../errors.ts";
import { chooseWorkspace } from "../../extract/choose-workspace.ts";
import type { Log } from "../../log.ts";
import { finishRefresh } from "../../warehouse/refresh-ledger.ts";
import { openStore, type Store } from "../../warehouse/store.ts";
import type { ExitCode } from "../command.ts";
import { connect } from "../connect.ts";
import type { Effects } from "../effects.ts";
import { openLog } from "../open-log.ts";
import { readBaseUrl } from "../store-origin.ts";
import { beginRun } from "./begin-run.ts";
import { lockRuns } from "./run-lock.ts";
import type { RunRequest } from "./stages.ts";

/** What a run works with. */
export interface Bench {
  readonly ctx: Context;
  readonly effects: Effects;
  readonly request: RunRequest;
  /** The client of this run; undefined where no stage of it talks to Asana. */
  readonly asana: Asana | undefined;
  /** The client that publishes: the same, or one with ASANA_WRITE_TOKEN where that is another. */
  readonly writer: Asana | undefined;
  /** Opens the store for `work` alone: transform attaches the same file in between. */
  readonly withStore: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
}

/** What a run comes to, for its caller and for the ledger. */
export interface RunEnd<T> {
  readonly value: T;
  readonly exitCode: ExitCode;
  readonly releasePath?: string | undefined;
  /** Plain facts for ledger.refreshes.summary. */
  readonly summary?: unknown;
}

export interface BenchInput {
  readonly config: Config;
  readonly effects: Effects;
  readonly request: RunRequest;
}

/** Lets `work` run alone in the data directory, and keeps start, end and failure of the run in the ledger. */
export async function runOnBench<T>(input: BenchInput, work: (bench: Bench) => Promise<RunEnd<T>>): Promise<T> {
  const { log, close } = await openLog(input.effects);
  try {
    const lock = await lockRuns(input.config.home);
    try {
      return await withAsana({ ...input, log }, async (bench) => runNoted(bench, work));
    } finally {
      lock.release();
    }
  } finally {
    close();
  }
}

async function withAsana<T>(input: BenchInput & { readonly log: Log }, work: (bench: Bench) => Promise<T>): Promise<T> {
  const { config, effects, request, log } = input;
  const isOnline = request.stages.some((stage) => stage === "extract" || stage === "publish");
  const asana = isOnline
    ? await connect(config, effects, { log, forWriting: !request.stages.includes("extract") })
    : undefined;
  const writes = request.stages.includes("publish") && request.stages.includes("extract") && config.writeToken;
  const writer = writes ? await connect(config, effects, { log, forWriting: true }) : asana;
  try {
    const workspace = asana ? await chooseWorkspace(asana, config.workspace) : undefined;
    const origin = {
      baseUrl: asana ? config.baseUrl : await readBaseUrl(config),
      workspaceGid: workspace?.gid,
      clock: effects.clock,
    };
    const withStore = async <R>(use: (store: Store) => Promise<R>): Promise<R> => {
      const store = await openStore(config.home, origin);
      try {
        return await use(store);
      } finally {
        await store.close();
      }
    };
    const run = await withStore((store) => beginRun(store, input));
    const ctx: Context = { config, log, clock: effects.clock, sleep: effects.sleep, run };
    return await work({ ctx, effects, request, asana, writer, withStore });
  } finally {
    asana?.close();
    if (writer !== asana) writer?.close();
  }
}

async function runNoted<T>(bench: Bench, work: (bench: Bench) => Promise<RunEnd<T>>): Promise<T> {
  try {
    const { value, ...end } = await work(bench);
    await note(bench, end);
    return value;
  } catch (error) {
    // The error that ended the run matters more than that it could not be noted.
    const exitCode = error instanceof CheckError ? 3 : 1;
    await note(bench, { exitCode, summary: { error: messageOf(error) } }).catch(() => {});
    throw error;
  }
}

const note = (bench: Bench, end: Omit<RunEnd<unknown>, "value">): Promise<void> =>
  bench.withStore((store) =>
    finishRefresh(store, {
      seq: bench.ctx.run.seq,
      finishedAt: bench.ctx.clock().toISOString(),
      numberOfRequests: requestsOf(bench),
      ...end,
    }),
  );

/** Requests of a run, those of a client of its own for writing included. */
export const requestsOf = ({ asana, writer }: Pick<Bench, "asana" | "writer">): number =>
  (asana?.requests() ?? 0) + (writer && writer !== asana ? writer.requests() : 0);
