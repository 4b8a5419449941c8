import type { Effects } from "./effects.ts";
import type { Options } from "./options.ts";

/** 0 done; 1 the user must act; 2 the release is out, with something missing; 3 stopped by a failed check. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface CommandOption {
  /** As commander reads it: "--days N". */
  readonly flags: string;
  readonly about: string;
  /** How the text is read; plain text where left out. A list is separated by commas, `repeated` gathers every use. */
  readonly reads?: "number" | "date" | "list" | "repeated";
  readonly choices?: readonly string[];
}

export interface Invocation {
  readonly words: readonly string[];
  readonly options: Options;
  readonly effects: Effects;
}

/** One command of the contract as data: what `--help` teaches, and what runs. Heavy modules are imported inside `run`. */
export interface Command {
  readonly name: string;
  /** Positional arguments as commander reads them: "<sql>". */
  readonly argument?: string;
  readonly argumentChoices?: readonly string[];
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What it is for, for a reader who has never run it. */
  readonly about: string;
  readonly options: readonly CommandOption[];
  /** Command lines with what each does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  readonly run: (invocation: Invocation) => Promise<ExitCode>;
}
