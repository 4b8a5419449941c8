import type { Command } from "./command.ts";
import { doctor } from "./doctor.ts";
import { init } from "./init.ts";
import { query } from "./query.ts";
import { status } from "./status.ts";

/** Every command, in the order of `plimsoll --help`. */
export const commands: readonly Command[] = [init, doctor, status, query];
