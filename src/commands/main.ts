import { CommanderError } from "commander";
import { CheckError, messageOf, UserError } from "../errors.ts";
import type { Command, ExitCode } from "./command.ts";
import type { Effects } from "./effects.ts";
import { explainError } from "./explain-error.ts";
import { buildProgram } from "./program.ts";

/** Runs one command line; the only place where errors become messages and exit codes. `words` come without node and script. */
export async function main(
  words: readonly string[],
  effects: Effects,
  { commands, version }: { readonly commands: readonly Command[]; readonly version: string },
): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = buildProgram(commands, version, effects, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words.length > 0 ? [...words] : ["--help"], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    effects.err(`${describe(error, program.opts().verbose === true)}\n`);
    return error instanceof CheckError ? 3 : 1;
  }
}

function describe(error: unknown, isVerbose: boolean): string {
  if (error instanceof CommanderError) return describeUsage(error.message);
  if (error instanceof UserError || error instanceof CheckError) return `plimsoll: ${error.message}`;
  const explained = explainError(error);
  if (explained && !isVerbose) return `plimsoll: ${explained}`;
  const stack = isVerbose && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  return (
    `plimsoll: ${explained ?? `unexpected error: ${messageOf(error)}`}` +
    (stack ||
      "\nThis should not happen. Run the command again with --verbose and open an issue with what it prints; " +
        "the last release is untouched.")
  );
}

/** Commander's message, with the way out. */
function describeUsage(message: string): string {
  const text = message.replace(/^error: /, "").replace(/\n\(Did you mean (.+)\?\)/, "; did you mean $1?");
  return `plimsoll: ${text}\nRun \`plimsoll --help\` for the commands, or \`plimsoll COMMAND --help\` for one of them.`;
}
