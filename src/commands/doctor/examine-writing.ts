import { existsSync } from "node:fs";
import type { Config } from "../../config/read.ts";
import { messageOf } from "../../errors.ts";
import { type Gates, readGates } from "../../publish/gates.ts";
import { openDatabase } from "../../warehouse/database.ts";
import { openRelease, readCurrent } from "../../warehouse/release.ts";
import { storePathOf } from "../../warehouse/store.ts";
import type { Finding } from "./ask-asana.ts";

/** What writing would be about, and whether the record so far speaks for the next phase. */
export async function examineWriting(config: Config): Promise<Finding[]> {
  const area = "writing" as const;
  if (!readCurrent(config.home) || !existsSync(storePathOf(config.home))) {
    return [{ area, name: "phase", state: "ok", detail: `${config.publish.phase}; no night yet to measure` }];
  }
  try {
    const release = await openRelease(config.home);
    const store = await openDatabase(storePathOf(config.home), { readOnly: true });
    try {
      return describe(config, await readGates({ release, ledger: store, config }));
    } finally {
      store.close();
      release.close();
    }
  } catch (error) {
    return [{ area, name: "phase", state: "absent", detail: `cannot be measured: ${messageOf(error)}` }];
  }
}

function describe({ publish }: Config, { scope, gates }: Gates): Finding[] {
  const area = "writing" as const;
  const about = `${scope.projects} of ${scope.all_projects} projects and ${scope.people} of ${scope.all_people} people in scope`;
  return [
    { area, name: "phase", state: "ok", detail: `${publish.phase}; ${about}` },
    ...gates.map(({ name, measured, wanted, is_open }) => ({
      area,
      name,
      state: "ok" as const,
      detail: `${measured}; ${is_open ? "speaks for it" : `not yet: wanted is ${wanted}`}`,
    })),
  ];
}
