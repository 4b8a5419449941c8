import { Argument, Command as Commander, InvalidArgumentError, Option } from "commander";
import type { Command, CommandOption, ExitCode } from "./command.ts";
import type { Effects } from "./effects.ts";
import { readOptions } from "./options.ts";

const exitCodes = `
Exit codes:
  0  done
  1  you must act: the message says what, where, and the way out
  2  the release is out, but something is newly missing, refused, undelivered or unexplained (listed)
  3  stopped by a failed check; the old release stays`;

const environment = `
Environment:
  ASANA_ACCESS_TOKEN  personal access token or service account (https://app.asana.com/0/my-apps)
  ASANA_WRITE_TOKEN   another token for writing; left out: the same
  ASANA_BASE_URL      another server that speaks Asana's API; plain http only to this machine
  PLIMSOLL_HOME       data directory (default ./data)
  PLIMSOLL_CONFIG     config file (default ./plimsoll.yaml)
  SMTP_URL            mail server, as in smtp://user:password@mail.example.com:587
  PLIMSOLL_NARRATOR_KEY  your key for the language model of narrator.base_url, where one is configured`;

/** The whole command line: `execute` receives the exit code of the command that ran. */
export function buildProgram(
  commands: readonly Command[],
  version: string,
  effects: Effects,
  execute: (code: ExitCode) => void,
): Commander {
  const program = new Commander("plimsoll")
    .description("The nightly warehouse, forecasts and executive reports for teams that plan their work in Asana.")
    .version(version, "-V, --version", "print the version")
    .option("--config <file>", "config file (default ./plimsoll.yaml)")
    .option("--home <dir>", "data directory (default ./data)")
    .option("--set <key=value>", "set any key of the config; can be given several times", collect)
    .option("--verbose", "show details of unexpected errors")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help of a command")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeOut: effects.out, writeErr: effects.err, outputError: () => {} })
    .addHelpText("after", `${environment}\n${exitCodes}\n\nStart with \`plimsoll demo\`: it needs no account.`);
  for (const command of commands) program.addCommand(buildCommand(command, program, effects, execute));
  return program;
}

function buildCommand(
  command: Command,
  program: Commander,
  effects: Effects,
  execute: (code: ExitCode) => void,
): Commander {
  const built = new Commander(command.name)
    .copyInheritedSettings(program)
    .summary(command.summary)
    .description(command.about)
    .helpOption("-h, --help", "show help");
  if (command.argument) {
    const argument = new Argument(command.argument);
    built.addArgument(command.argumentChoices ? argument.choices(command.argumentChoices) : argument);
  }
  for (const option of command.options) built.addOption(buildOption(option));
  const examples = command.examples.map(([line, what]) => `  $ ${line}\n      ${what}`).join("\n");
  built.addHelpText("after", `\nExamples:\n${examples}\n${exitCodes}`);
  built.action(async () => {
    const options = readOptions({ ...program.opts(), ...built.opts() });
    execute(await command.run({ words: built.args, options, effects }));
  });
  return built;
}

function buildOption(option: CommandOption): Option {
  const built = new Option(option.flags, option.about);
  if (option.choices) built.choices([...option.choices]);
  else if (option.reads === "number") built.argParser(readNumber);
  else if (option.reads === "date") built.argParser(readDate);
  else if (option.reads === "list") built.argParser(readList);
  else if (option.reads === "repeated") built.argParser(collect);
  return built;
}

const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

function readNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Write a whole number, as in 14.");
  return Number(text);
}

function readDate(text: string): string {
  // Date.parse makes 2 March of 30 February.
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (!isDate) throw new InvalidArgumentError("Write a date as YYYY-MM-DD, as in 2026-11-16.");
  return text;
}

const readList = (text: string): readonly string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);
