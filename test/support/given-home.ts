import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConfig } from "../../src/config/read.ts";
import type { Context } from "../../src/context.ts";
import { silent } from "../../src/log.ts";
import { type GivenRows, makeRawStore } from "./raw-store.ts";

export interface GivenHome {
  readonly home: string;
  readonly storePath: string;
  /** A context of run `seq` on that day; the run's id carries its number, so that releases differ. */
  context(options?: { readonly seq?: number; readonly asOf?: string; readonly set?: readonly string[] }): Context;
  remove(): void;
}

/** A data directory whose store holds the rows given. */
export async function givenHome(given: GivenRows): Promise<GivenHome> {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const storePath = path.join(home, "store.duckdb");
  await makeRawStore(storePath, given);
  return {
    home,
    storePath,
    context: ({ seq = 1, asOf = "2026-11-16", set = [] } = {}) => {
      const startedAt = `${asOf}T02:00:00.000Z`;
      const runId = `${asOf.replaceAll("-", "")}T020000Z-run${seq}`;
      return {
        config: readConfig({}, { home, set }, home),
        log: silent,
        clock: () => new Date(startedAt),
        sleep: async () => {},
        run: { runId, seq, startedAt, asOf },
      };
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
