import { UserError } from "../errors.ts";
import type { Command, ExitCode, Invocation } from "./command.ts";

const suiteNames = ["tasks", "hours", "completion", "series"];
const defaultHorizon = 13;

export const backtest: Command = {
  name: "backtest",
  argument: "<suite>",
  argumentChoices: suiteNames,
  summary: "how well the models would have forecast the past",
  about:
    "Replays a model over history, each forecast from what was known on its day: tasks (effort of a task), hours (a " +
    "person's weekly hours), completion (when N more items are done), series (weekly series). Without --data the " +
    "workspace's own history in the newest release is used. docs/models.md tells what the measures mean.",
  options: [
    { flags: "--data <file>", about: "CSV with the history (columns: see docs/models.md)" },
    { flags: "--from <date>", about: "tasks: forecast those estimated from this day on", reads: "date" },
    { flags: "--horizon <weeks>", about: `series: weeks ahead (default ${defaultHorizon})`, reads: "number" },
    { flags: "--truth <file>", about: "series: CSV with what happened" },
    { flags: "--out <file>", about: "write the forecasts as CSV; without it and --score they go to stdout" },
    { flags: "--score", about: "print the measures" },
    { flags: "--json", about: "print the measures as JSON" },
  ],
  examples: [
    ["plimsoll backtest tasks --score", "the effort model on this workspace's own tasks"],
    ["plimsoll backtest tasks --data tasks.csv --from 2008-01-01 --out forecasts.csv", "forecasts for a file of tasks"],
    ["plimsoll backtest series --data train.csv --truth test.csv --score", "weekly series against their outcome"],
  ],
  run: async (invocation) => runBacktest(invocation),
};

async function runBacktest(invocation: Invocation): Promise<ExitCode> {
  const [{ writeFileSync }, path, { settingsOf }, { suites }, { openRelease }, { readText }] = await Promise.all([
    import("node:fs"),
    import("node:path"),
    import("./settings.ts"),
    import("./backtest/suites.ts"),
    import("../warehouse/release.ts"),
    import("./read-text.ts"),
  ]);
  const { words, options, effects } = invocation;
  const config = settingsOf(invocation);
  const suite = suites[words[0] ?? ""]!;
  const data = readText(invocation, "data");
  const horizon = options.number("horizon") ?? defaultHorizon;
  if (horizon < 1) throw new UserError("--horizon: at least one week ahead is forecast. Write 1 or more, as in 13.");
  const settings = {
    from: options.text("from"),
    horizon,
    truth: readText(invocation, "truth"),
    seed: config.seed,
  };
  const release = data === undefined ? await openRelease(config.home) : undefined;
  try {
    const result = release ? await suite.ofRelease(release, settings) : suite.ofFile(data!, settings);
    const out = options.text("out");
    if (out) writeFileSync(path.resolve(effects.directory, out), result.csv);
    if (options.flag("json")) effects.out(`${JSON.stringify(result.scores, null, 2)}\n`);
    else if (options.flag("score")) effects.out(describeScores(result.scores));
    else if (!out) effects.out(result.csv);
    return 0;
  } finally {
    release?.close();
  }
}

/** Measures as lines of name and value, four digits. */
function describeScores(scores: Readonly<Record<string, number>>): string {
  const names = Object.keys(scores);
  if (names.length === 0 || scores.n === 0) return "No outcome is known, so nothing can be measured.\n";
  const width = Math.max(...names.map((name) => name.length));
  return `${names.map((name) => `${name.padEnd(width)}  ${Number.isFinite(scores[name]) ? Number(scores[name]!.toPrecision(4)) : "not known"}`).join("\n")}\n`;
}
