import type { Command, ExitCode, Invocation } from "./command.ts";

export const status: Command = {
  name: "status",
  summary: "when the last night ran, how old the data is, what is wrong",
  about:
    "Tells the newest release, the age of its data, how the last run ended and what is wrong, from the data directory " +
    "alone (no request to Asana). Ends with 2 when the data is older than 36 hours, so that a monitor can call it.",
  options: [{ flags: "--json", about: "print the state as JSON" }],
  examples: [
    ["plimsoll status", "the state in a few lines"],
    ["plimsoll status --json", "the same for a monitor"],
  ],
  run: async (invocation) => runStatus(invocation),
};

async function runStatus(invocation: Invocation): Promise<ExitCode> {
  const [{ settingsOf }, { readState }, { judge, describeState }, { UserError }] = await Promise.all([
    import("./settings.ts"),
    import("./status/read-state.ts"),
    import("./status/describe-state.ts"),
    import("../errors.ts"),
  ]);
  const { home } = settingsOf(invocation);
  const state = await readState(home);
  if (!state.current && !state.lastRun && !state.busy) {
    throw new UserError(
      `nothing has run in ${home} yet. Run \`plimsoll refresh\` (or \`plimsoll demo\`), or name the data directory with --home.`,
    );
  }
  const verdict = judge(state, invocation.effects.clock());
  const text = invocation.options.flag("json")
    ? `${JSON.stringify({ ...state, ...verdict }, null, 2)}\n`
    : describeState(state, verdict, home);
  invocation.effects.out(text);
  return verdict.isStale ? 2 : 0;
}
