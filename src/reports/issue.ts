import type { Config } from "../config/read.ts";
import { configSchema } from "../config/schema.ts";
import { UserError } from "../errors.ts";
import type { Database } from "../warehouse/database.ts";
import { schemaVersion } from "../warehouse/release.ts";
import { type Fact, gatherFacts, type Metric } from "./facts/fact.ts";
import { createFactBook, type FactBook } from "./facts/fact-book.ts";
import { metrics } from "./facts/metrics/index.ts";
import { createPhrasebook, type Say } from "./facts/phrasebook.ts";

import type { Scenario } from "./scenarios/read-scenarios.ts";

export type Reader = Pick<Database, "rows">;
export type Thresholds = Config["thresholds"];
export type Material = Config["email"]["material"];

/** What every section of one issue of a report shares. */
export interface Issue {
  readonly asOf: string;
  readonly dataAsOf: string;
  readonly runId: string;
  /** The run's instant, ISO; the only time in a report. */
  readonly startedAt: string;
  readonly schemaVersion: string;
  readonly modelVersion: string;
  readonly timeZone: string;
  readonly thresholds: Thresholds;
  /** What counts as material, as email.material says. */
  readonly material: Material;
  readonly book: FactBook;
  readonly say: Say;
  /** Language model that phrased some of the sentences; undefined where the rules did. */
  readonly narrator?: string | undefined;
  readonly earlier: EarlierIssues;
  /** Other plans that were simulated. */
  readonly scenarios: readonly Scenario[];
}

/** What the issues that lie beside this one said. */
export interface EarlierIssues {
  /** The newest issue that is a week old or more. */
  readonly last?: LastIssue | undefined;
  /** Risks of each, the newest first. */
  readonly listed: readonly ListedRisks[];
}

export interface ListedRisks {
  readonly asOf: string;
  readonly risks: readonly string[];
}

/** An earlier issue as it was published. */
export interface LastIssue {
  readonly asOf: string;
  readonly facts: readonly Fact[];
}

interface RefreshRow {
  readonly run_id: string;
  readonly as_of_on: string;
  readonly data_as_of_at: string | null;
  readonly started_at: string;
  readonly schema_version: string;
  readonly model_version: string;
  readonly time_zone: string;
}

export interface IssueOptions {
  /** From when on a change is worth a letter; the config's usual where left out. */
  readonly material?: Material;
  /** Metrics to gather; all of them where left out. */
  readonly asked?: readonly Metric[];
  readonly earlier?: EarlierIssues;
  readonly scenarios?: readonly Scenario[];
}

const usualMaterial = (): Material => configSchema.shape.email.parse({}).material;

/** Reads a release's own run and every fact in it. */
export async function openIssue(
  release: Reader,
  thresholds: Thresholds,
  { asked = metrics, material = usualMaterial(), earlier = { listed: [] }, scenarios = [] }: IssueOptions = {},
): Promise<Issue> {
  const [run] = await release.rows<RefreshRow>("select * from meta.refreshes where is_this_release");
  if (!run)
    throw new UserError("The release does not say which run it came from. Run `plimsoll refresh` to build it anew.");
  if (run.schema_version !== schemaVersion)
    throw new UserError(
      `The release is of schema version ${run.schema_version}, and this version of Plimsoll reads ${schemaVersion}. Run \`plimsoll transform\` to build it anew from the store.`,
    );
  return {
    asOf: run.as_of_on,
    dataAsOf: run.data_as_of_at ?? run.started_at,
    runId: run.run_id,
    startedAt: run.started_at,
    schemaVersion: run.schema_version,
    modelVersion: run.model_version,
    timeZone: run.time_zone,
    thresholds,
    material,
    book: createFactBook(await gatherFacts(release, asked)),
    say: createPhrasebook(run.as_of_on),
    earlier,
    scenarios,
  };
}
