import type { Command, ExitCode, Invocation } from "./command.ts";

export const forget: Command = {
  name: "forget",
  argument: "<gid...>",
  summary: "take people's names out of the data directory",
  about:
    "Takes names, e-mail addresses, custom fields and notes of people out of every version that the store keeps and out " +
    "of its ledgers, builds the release and the report anew, and removes older releases, reports and scenarios, which " +
    "still show them. Their work stays in sums. The people must be in privacy.left_out, so that no later night reads " +
    "them again. Tells what would be done; --apply does it, for good.",
  options: [{ flags: "--apply", about: "do it; there is no way back" }],
  examples: [
    ["plimsoll forget 1200000000000001", "what would be erased"],
    ["plimsoll forget 1200000000000001 --apply", "erase it"],
  ],
  run: async (invocation) => runForget(invocation),
};

async function runForget(invocation: Invocation): Promise<ExitCode> {
  const [{ settingsOf }, { forgetIn, readRemembered }, { describeErasure }] = await Promise.all([
    import("./settings.ts"),
    import("./forget/erase.ts"),
    import("./forget/describe-erasure.ts"),
  ]);
  const { words, options, effects } = invocation;
  const config = settingsOf(invocation);
  const known = await readRemembered(config, effects, words);
  const isApplied = options.flag("apply");
  const exitCode = isApplied ? await forgetIn(config, effects, words) : 0;
  effects.out(describeErasure(known, isApplied));
  return exitCode;
}
