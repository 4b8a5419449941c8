import type { Command, ExitCode, Invocation } from "./command.ts";

export const scenario: Command = {
  name: "scenario",
  argument: "<file...>",
  summary: "load, completion and headcount under another plan",
  about:
    "Reads scenario files (people joining or leaving, projects added, moved, dropped or resized, work reassigned, " +
    "attrition and hiring; docs/scenarios.md has every key), runs the same models on the newest release under that " +
    "plan, and prints what differs from the base. Nothing in Asana or the release changes; the tables are kept in " +
    "scenarios/<name>.duckdb of the data directory.",
  options: [
    { flags: "--propose", about: "search start, length and staffing of added projects for the least overload" },
    { flags: "--json", about: "print the comparison as JSON" },
  ],
  examples: [
    ["plimsoll scenario spring-launch.yaml", "what a plan changes"],
    ["plimsoll scenario hire-two.yaml hire-none.yaml", "two plans, each beside the base"],
    ["plimsoll scenario --propose spring-launch.yaml", "when and with whom a new project does least harm"],
  ],
  run: async (invocation) => runScenarios(invocation),
};

async function runScenarios(invocation: Invocation): Promise<ExitCode> {
  const [path, { settingsOf }, { openRelease, findRelease }, { simulateFile }, { describe }] = await Promise.all([
    import("node:path"),
    import("./settings.ts"),
    import("../warehouse/release.ts"),
    import("./scenario/simulate-file.ts"),
    import("./scenario/describe.ts"),
  ]);
  const { words, options, effects } = invocation;
  const config = settingsOf(invocation);
  const file = findRelease(config.home);
  const release = await openRelease(config.home, file);
  try {
    const simulated = [];
    for (const word of words) {
      const place = path.resolve(effects.directory, word);
      simulated.push(await simulateFile(place, { config, release, file, isProposing: options.flag("propose") }));
    }
    effects.out(options.flag("json") ? `${JSON.stringify(simulated, null, 2)}\n` : simulated.map(describe).join("\n"));
    return 0;
  } finally {
    release.close();
  }
}
