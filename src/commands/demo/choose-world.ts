import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { nearest } from "../../config/nearest.ts";
import { type DemoOptions, demoToday } from "../../demo/start.ts";
import { UserError } from "../../errors.ts";
import type { Invocation } from "../command.ts";
import type { Effects } from "../effects.ts";

export interface ChosenWorld {
  readonly options: DemoOptions;
  /** The company's last day. */
  readonly today: string;
  /** Tells one world from another: the gids of two made-up workspaces are the same. */
  readonly origin: string;
  /** True where this run changes the world; the next demo starts without the changes, so it begins anew. */
  readonly isChanged: boolean;
}

/** The company of the options: made up by seed and size, or loaded from a CSV file. */
export async function chooseWorld({ options, effects }: Invocation): Promise<ChosenWorld> {
  const csv = options.text("csv");
  const isChanged = options.flag("apply") || (options.number("nights") ?? 0) > 0;
  if (csv === undefined) {
    const seed = options.number("seed") ?? 1;
    const tasks = options.number("tasks");
    const today = options.text("today") ?? demoToday;
    return { options: { seed, tasks }, today, origin: JSON.stringify({ seed, tasks, today }), isChanged };
  }
  const file = path.resolve(effects.directory, csv);
  const { createCsvCompany } = await import("../../demo/csv/csv-company.ts");
  const columns = await readColumns(options.texts("column"));
  const company = createCsvCompany(file, columns);
  const content = createHash("sha256").update(readFileSync(file)).digest("hex");
  const today = options.text("today") ?? company.today;
  return { options: { company }, today, origin: JSON.stringify({ content, columns, today }), isChanged };
}

async function readColumns(pairs: readonly string[]): Promise<Record<string, string>> {
  const { csvColumns } = await import("../../demo/csv/columns.ts");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [what = "", name] = pair.split(/=(.*)/s);
      if (csvColumns.some((column) => column === what) && name) return [what, name];
      const meant = nearest(what, csvColumns);
      throw new UserError(
        `--column ${pair}: write what=name, as in estimate=Hours${meant ? `; did you mean "${meant}"?` : "."} Columns are ${csvColumns.join(", ")}.`,
      );
    }),
  );
}

/** What a night leaves in a data directory. */
const leftByNights = [
  "store.duckdb",
  "store.duckdb.wal",
  "releases",
  "reports",
  "export",
  "build",
  "current.duckdb",
  "current.json",
  "restricted.duckdb",
];

/** A demo of another world begins anew: its store would take all that it knows for deleted. */
export function forgetOtherWorld(home: string, { origin, isChanged }: ChosenWorld, effects: Effects): void {
  const file = path.join(home, "world.json");
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (before !== origin && existsSync(path.join(home, "store.duckdb"))) {
    const why =
      before === changed(origin)
        ? "The company is made afresh, without what the last demo wrote into it"
        : "Another company than last time";
    effects.err(`${why}: the demo in ${home} begins anew.\n`);
    for (const name of leftByNights) rmSync(path.join(home, name), { recursive: true, force: true });
  }
  mkdirSync(home, { recursive: true });
  writeFileSync(file, isChanged ? changed(origin) : origin);
}

const changed = (origin: string): string => `${origin} changed`;
