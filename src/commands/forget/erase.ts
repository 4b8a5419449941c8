import type { Config } from "../../config/read.ts";
import { UserError } from "../../errors.ts";
import { forgetPeople, type Remembered, remembered } from "../../warehouse/forget-people.ts";
import { readCurrent } from "../../warehouse/release.ts";
import { rewriteStore } from "../../warehouse/rewrite-store.ts";
import { openStore, type Store } from "../../warehouse/store.ts";
import type { ExitCode } from "../command.ts";
import type { Effects } from "../effects.ts";
import { lockRuns } from "../refresh/run-lock.ts";
import { runStages } from "../refresh/run-stages.ts";
import { readBaseUrl } from "../store-origin.ts";
import { oldFiles, removeFiles } from "./old-files.ts";

/** What there is to erase of the people named. */
export interface Erasure extends Remembered {
  readonly people: number;
  /** Files made before the newest release. */
  readonly files: readonly string[];
}

/** Looks, and changes nothing. Throws UserError for people whom the next night would read again, or whom the store does not know. */
export async function readRemembered(config: Config, effects: Effects, people: readonly string[]): Promise<Erasure> {
  const missing = people.filter((gid) => !config.privacy.left_out.includes(gid));
  if (missing.length > 0) {
    throw new UserError(
      `${missing.join(", ")}: the next night would read the name again. Add \`privacy: { left_out: [${missing.map((gid) => `"${gid}"`).join(", ")}] }\` to ${config.file} first.`,
    );
  }
  return withStore(config, effects, { readOnly: true }, async (store) => {
    const held = await store.database.rows<{ gid: string }>("select distinct gid from raw.users");
    const unknown = people.filter((gid) => !held.some((user) => user.gid === gid));
    if (unknown.length > 0) {
      throw new UserError(
        `${unknown.join(", ")}: no such person in ${store.path}. \`plimsoll query "select person_gid, name from marts.people"\` lists them.`,
      );
    }
    return { ...(await remembered(store, people)), people: people.length, files: oldFiles(config.home) };
  });
}

/** Erases, then builds the release and the report of the same day anew, then removes what older ones show. */
export async function forgetIn(config: Config, effects: Effects, people: readonly string[]): Promise<ExitCode> {
  const lock = await lockRuns(config.home);
  try {
    await withStore(config, effects, { readOnly: false }, (store) => forgetPeople(store, people));
    await rewriteStore(config.home);
  } finally {
    lock.release();
  }
  const isOf = { isFull: false, isApplied: false, isSent: false, today: readCurrent(config.home)?.as_of_on };
  await runStages(config, effects, { stages: ["transform"], ...isOf });
  removeFiles(oldFiles(config.home));
  const { exitCode } = await runStages(config, effects, { stages: ["report"], ...isOf });
  return exitCode;
}

async function withStore<T>(
  config: Config,
  effects: Effects,
  { readOnly }: { readonly readOnly: boolean },
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const baseUrl = await readBaseUrl(config);
  const store = await openStore(config.home, { baseUrl, clock: effects.clock, readOnly });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
