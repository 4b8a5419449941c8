import type { Command } from "./command.ts";
import { doctor } from "./doctor.ts";
import { query } from "./query.ts";
import { status } from "./status.ts";

/** Every command, in the order of `plimsoll --help`. */
export const commands: readonly Command[] = [doctor, status, query];
