import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { messageOf, UserError } from "../errors.ts";

/** Writes each file under a temporary name first, so that nobody reads half of one. Returns their paths.
 * `mode` is cut by the umask. */
export function writeFiles(
  folder: string,
  contents: Readonly<Record<string, string | Buffer>>,
  mode = 0o666,
): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(contents).map(([name, content]) => {
      const file = path.join(folder, name);
      writeFileSync(`${file}.part`, content, { mode });
      renameSync(`${file}.part`, file);
      return file;
    });
  } catch (error) {
    throw new UserError(
      `The report cannot be written to ${folder}: ${messageOf(error)}. Free the disk, or give another place with --home.`,
    );
  }
}
