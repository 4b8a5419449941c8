import type { Command, ExitCode, Invocation } from "./command.ts";
import type { Options } from "./options.ts";

export const publish: Command = {
  name: "publish",
  summary: "print the write plan and why; --apply writes it",
  about:
    "Compares the newest release with Asana and prints, like a diff, what would be created, changed or closed there, and " +
    "why. Nothing is written without --apply. A plan can be kept in a file, read by others and applied later; it is " +
    "refused when anything it rests on has changed since. --undo takes a run back where nobody has touched its values.",
  options: [
    { flags: "--apply", about: "write the plan to Asana" },
    { flags: "--out <file>", about: "keep the plan in a file" },
    { flags: "--from <file>", about: "take the plan from a file" },
    { flags: "--undo <run>", about: "plan to take back what a run wrote" },
    { flags: "--json", about: "print the plan, and what was written, as JSON" },
  ],
  examples: [
    ["plimsoll publish", "what would be written"],
    ["plimsoll publish --out plan.json", "keep it for a reader"],
    ["plimsoll publish --from plan.json --apply", "write just that"],
    ["plimsoll publish --undo 20261116T020000Z-3f9a --apply", "take a run back"],
  ],
  run: async (invocation) => runPublish(invocation),
};

/** An empty variable of a script must not turn "take this run back" into "write today's plan". @throws UserError */
async function checkNames({ text }: Options): Promise<void> {
  const { UserError } = await import("../errors.ts");
  const empty = (["undo", "from", "out"] as const).find((name) => text(name)?.trim() === "");
  if (empty)
    throw new UserError(
      `--${empty} names no ${empty === "undo" ? "run" : "file"}. Nothing was written. Look whether a variable in the command is empty.`,
    );
  if (text("undo") !== undefined && text("from") !== undefined)
    throw new UserError("--undo and --from exclude each other: one takes a run back, the other applies a kept plan.");
}

async function runPublish(invocation: Invocation): Promise<ExitCode> {
  await checkNames(invocation.options);
  const [{ settingsOf }, { publishPlan }, { renderPlan }] = await Promise.all([
    import("./settings.ts"),
    import("./publish/publish-plan.ts"),
    import("../publish/render-plan.ts"),
  ]);
  const { options, effects } = invocation;
  const { plan, applied } = await publishPlan(settingsOf(invocation), effects, {
    isApplied: options.flag("apply"),
    out: options.text("out"),
    from: options.text("from"),
    undo: options.text("undo"),
  });
  if (options.flag("json")) effects.out(`${JSON.stringify({ plan, applied }, null, 2)}\n`);
  else {
    const lines = applied?.not_written.map(({ label, reason }) => `! not written: ${label}: ${reason}`) ?? [];
    const result = applied ? [`${applied.written} written, ${applied.unchanged} unchanged.`, ...lines] : [];
    effects.out(`${[renderPlan(plan), ...result].join("\n")}\n`);
  }
  return applied?.exit_code ?? 0;
}
