import { existsSync } from "node:fs";
import type { Config } from "../config/read.ts";
import { openDatabase } from "../warehouse/database.ts";
import { explainStorageError } from "../warehouse/storage-errors.ts";
import { storePathOf } from "../warehouse/store.ts";

/** The Asana that the store came from: commands that ask Asana nothing work on it as it is. The configured one where there is no store. */
export async function readBaseUrl(config: Config): Promise<string> {
  const file = storePathOf(config.home);
  if (!existsSync(file)) return config.baseUrl;
  try {
    const database = await openDatabase(file, { readOnly: true });
    try {
      const [identity] = await database.rows<{ base_url: string }>("select base_url from ledger.identity");
      return identity?.base_url ?? config.baseUrl;
    } finally {
      database.close();
    }
  } catch (error) {
    throw explainStorageError(error, file);
  }
}
