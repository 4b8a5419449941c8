import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors.ts";
import type { Invocation } from "./command.ts";

/** The text of the file that an option names; undefined where the option is left out. */
export function readText({ options, effects }: Invocation, name: string): string | undefined {
  const file = options.text(name);
  if (file === undefined) return undefined;
  const place = path.resolve(effects.directory, file);
  if (!existsSync(place)) throw new UserError(`--${name} ${file}: there is no file ${place}.`);
  return readFileSync(place, "utf8");
}
