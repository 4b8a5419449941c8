import type { Context } from "../context.ts";
import { placeRelease, prepareBuildFolder, removeBuildFolder } from "../warehouse/release-files.ts";
import { explainStorageError } from "../warehouse/storage-errors.ts";
import { type BuildOptions, type Built, buildRelease } from "./build-release.ts";
import { keepForecasts } from "./forecast-ledger.ts";

export type TransformOptions = BuildOptions;

export interface TransformSummary extends Pick<Built, "checks" | "tables"> {
  /** Absolute path of the new release. */
  readonly releasePath: string;
  /** Forecasts added to the ledger. */
  readonly numberOfForecastsKept: number;
}

/**
 * Builds a release from the store: SQL and TypeScript models in the order of what they read, checks, then the swap.
 * Throws CheckError where a blocking check fails and UserError where the disk or the store does not allow it; the old release stays.
 */
export async function transform(ctx: Context, options: TransformOptions): Promise<TransformSummary> {
  const { home } = ctx.config;
  try {
    const folder = prepareBuildFolder(home);
    const built = await buildRelease(ctx, options, folder);
    const { startedAt } = ctx.run;
    const releasePath = await placeRelease(home, { ...built, startedAt }, ctx.config.retention);
    const numberOfForecastsKept = await keepForecasts(
      options.storePath,
      { releasePath, recorded: built.recorded },
      ctx.run,
    );
    return { releasePath, checks: built.checks, tables: built.tables, numberOfForecastsKept };
  } catch (error) {
    throw explainStorageError(error, home);
  } finally {
    removeBuildFolder(home);
  }
}
