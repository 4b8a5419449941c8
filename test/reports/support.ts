import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Config, readConfig } from "../../src/config/read.ts";
import { silent } from "../../src/log.ts";
import type { CallLog } from "../../src/reports/narrator/narrate.ts";
import { type ReportSummary, report } from "../../src/reports/report.ts";
import type { Database } from "../../src/warehouse/database.ts";
import { keepScenario } from "./fixture/scenario.ts";
import { fixtureRelease } from "./fixture-release.ts";
import { hostileNames } from "./hostile-names.ts";

/** A config that writes to a new folder. */
export function testConfig(settings: readonly string[] = []): Config {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-report-"));
  return readConfig({ PLIMSOLL_HOME: home }, { set: settings }, home);
}

export interface Written {
  readonly summary: ReportSummary;
  readonly folder: string;
  readonly page: string;
  readonly mail: Buffer;
}

/** Writes the report of a release and reads it back. */
export async function writeReport(release: Database, config: Config = testConfig(), calls?: CallLog): Promise<Written> {
  const summary = await report({ config, log: silent }, { release, calls });
  const folder = path.dirname(summary.files[0]!);
  return {
    summary,
    folder,
    page: readFileSync(path.join(folder, "weekly.html"), "utf8"),
    mail: readFileSync(path.join(folder, "weekly.eml")),
  };
}

export interface Reported extends Written {
  readonly release: Database;
}

/** Everyone wants everything: one reader, one of teams under pseudonyms, and every manager. */
export function fullConfig(): Config {
  const config = testConfig([
    "email.from=Plimsoll <plimsoll@example.com>",
    "email.digest_to=managers",
    "operator.email=ops@example.com",
  ]);
  const reports = ["weekly", "project", "team", "time", "retro"] as const;
  const to = [
    { address: "ana@example.com", reports: [...reports] },
    { address: "ben@example.com", reports: [...reports], teams: ["t1", "t2"], pseudonymize: true },
  ];
  return { ...config, email: { ...config.email, to } };
}

const plain = once(() => reportOf({}));

/** Reports of the fixture company, each made once for all suites of a process. */
export const reported = {
  plain,
  /** The plain one with every letter that there is. */
  letters: once(async () => writeReport((await plain()).release, fullConfig())),
  /** With names that attack. */
  hostile: once(() => reportOf({ hostile: true })),
  /** The plain one where pages are hosted, one recipient leads two teams, and nothing may be said of persons. */
  configured: once(async () => {
    const { release } = await plain();
    const config = testConfig(["report_base_url=https://reports.example.com/plimsoll", "privacy.person_level=none"]);
    const to = [{ address: "ana@example.com", teams: ["t2", "t4"] }];
    return writeReport(release, { ...config, email: { ...config.email, to } });
  }),
};

async function reportOf(options: { readonly hostile?: boolean }): Promise<Reported> {
  const release = await fixtureRelease(options.hostile ? { names: hostileNames } : {});
  const config = testConfig();
  if (options.hostile) for (const name of hostileNames.slice(0, 2)) await keepScenario(config.home, release, name);
  return { ...(await writeReport(release, config)), release };
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
