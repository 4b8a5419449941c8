import path from "node:path";
import { UserError } from "../errors.ts";
import type { Command, CommandOption, ExitCode, Invocation } from "./command.ts";
import type { Stage } from "./refresh/stages.ts";

const today: CommandOption = {
  flags: "--today <date>",
  about: "as-of date, YYYY-MM-DD (default: today in time_zone)",
  reads: "date",
};
const full: CommandOption = { flags: "--full", about: "read everything again, whatever was read before" };
const json: CommandOption = { flags: "--json", about: "print what the run did as JSON" };

export const refresh: Command = {
  name: "refresh",
  summary: "the nightly job: extract, transform, report, publish plan",
  about:
    "Reads what changed in Asana, builds and checks a new release, renders the report and plans what would be written " +
    "back. Nothing is written to Asana without --apply and nothing is mailed without --send. Can be run again without " +
    "harm; a run that was killed is resumed. The newest release changes at once, and only when every check holds.",
  options: [
    { flags: "--apply", about: "write the publish plan to Asana" },
    { flags: "--send", about: "mail the report to email.to" },
    full,
    { flags: "--plan", about: "tell what the next reading would cost in requests and minutes, and stop" },
    { flags: "--only <stages>", about: "only these stages: extract,transform,report,publish", reads: "list" },
    today,
    json,
  ],
  examples: [
    ["plimsoll refresh", "the night, without writing to Asana"],
    ["plimsoll refresh --apply --send", "the night as cron runs it"],
    ["plimsoll refresh --plan", "the price of the next night, before its first request"],
    ["plimsoll refresh --only transform,report --today 2026-11-02", "the world as it was known on that day"],
  ],
  run: async (invocation) => {
    if (invocation.options.flag("plan")) return (await import("./refresh/print-price.ts")).printPrice(invocation);
    const { readStages } = await import("./refresh/read-stages.ts");
    return run(invocation, readStages(invocation.options.texts("only")));
  },
};

export const extract: Command = {
  name: "extract",
  summary: "read what changed in Asana into the store",
  about:
    "The first stage of a night alone: reads Asana into the private store, with every change as a version. Follow it " +
    "with `plimsoll transform` to see the changes in a release.",
  options: [full, today, json],
  examples: [
    ["plimsoll extract", "read what changed"],
    ["plimsoll extract --full", "read everything again"],
  ],
  run: (invocation) => run(invocation, ["extract"]),
};

export const transform: Command = {
  name: "transform",
  summary: "build and check a new release from the store",
  about:
    "The second stage of a night alone: runs the SQL and TypeScript models over the store, checks the result and swaps " +
    "it in. A failed check leaves the old release and ends with 3. Needs no request to Asana.",
  options: [today, json],
  examples: [
    ["plimsoll transform", "after a change of config or models"],
    ["plimsoll transform --today 2026-11-02", "the release of a past day, as it was known then"],
  ],
  run: (invocation) => run(invocation, ["transform"]),
};

export const report: Command = {
  name: "report",
  summary: "render the report and the e-mail from the newest release",
  about:
    "The third stage of a night alone: writes reports/<as-of>/weekly.html and weekly.eml from the newest release. The " +
    "same release gives the same bytes. --send mails what was rendered, once for each recipient and week.",
  options: [
    { flags: "--send", about: "mail the report to email.to" },
    { flags: "--to <address>", about: "with --send: a trial to this address alone, which counts for nobody" },
    {
      flags: "--preview <file>",
      about: "also write the mail to a file: .eml, .html for a browser, .txt for its plain text",
    },
    {
      flags: "--letter <name>",
      about: "with --to or --preview: another letter than weekly, as its file is called (time, retro)",
    },
    { flags: "--retry-unknown", about: "with --send: mail again what may or may not have arrived" },
    {
      flags: "--pdf",
      about:
        "print the pages to PDF beside them, digests left out; needs the packages playwright-core and @sparticuz/chromium",
    },
    json,
  ],
  examples: [
    ["plimsoll report", "write the page and the e-mail"],
    ["plimsoll report --send", "and mail it"],
    ["plimsoll report --preview mail.html", "look at the mail in a browser"],
    ["plimsoll report --send --to me@example.com", "look at it in your own mailbox first"],
  ],
  run: (invocation) => run(invocation, ["report"]),
};

async function run(invocation: Invocation, stages: readonly Stage[]): Promise<ExitCode> {
  const [{ settingsOf }, { runStages }, { describeRun }, { beat }] = await Promise.all([
    import("./settings.ts"),
    import("./refresh/run-stages.ts"),
    import("./refresh/describe-run.ts"),
    import("./refresh/beat.ts"),
  ]);
  const { options, effects } = invocation;
  const config = settingsOf(invocation);
  const trial = trialOf(options);
  const outcome = await runStages(config, effects, {
    stages,
    isFull: options.flag("full"),
    isApplied: options.flag("apply"),
    isSent: options.flag("send"),
    isPrinted: options.flag("pdf"),
    to: trial,
    letter: options.text("letter"),
    preview: options.text("preview") && path.resolve(effects.directory, options.text("preview")!),
    retryUnknown: options.flag("retryUnknown"),
    today: options.text("today"),
  }).catch(async (error: unknown) => {
    const { describeFailure, tellFailure } = await import("./refresh/tell-failure.ts");
    await beat(config, describeFailure(error), effects);
    if (options.flag("send") && trial === undefined) await tellFailure(config, error, effects);
    throw error;
  });
  const held = outcome.summaries.mail?.held ?? [];
  if (held.length > 0) await beat(config, `Mail is held: ${held.join("; ")}. Run plimsoll status.`, effects);
  else if (outcome.summaries.transform) await beat(config, undefined, effects);
  effects.out(options.flag("json") ? `${JSON.stringify(outcome, null, 2)}\n` : describeRun(outcome, config.home));
  return outcome.exitCode;
}

/** A trial needs an address, and --send to go anywhere. */
function trialOf(options: Invocation["options"]): string | undefined {
  const address = options.text("to");
  if (address === undefined) return undefined;
  if (!options.flag("send"))
    throw new UserError("--to sends nothing by itself. Add --send, or use --preview FILE to look at the mail.");
  if (!/^[^\s<>@]+@[^\s<>@]+$/.test(address)) throw new UserError("--to takes one bare address, as in me@example.com.");
  return address;
}
