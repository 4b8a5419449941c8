import type { Command, ExitCode, Invocation } from "./command.ts";
import type { Options } from "./options.ts";
import { rowOptions } from "./output/rows.ts";

const kinds = ["forecast", "write", "proposal", "approval", "undo", "model_call", "mail"];

export const audit: Command = {
  name: "audit",
  summary: "every published forecast, write, proposal, approval, undo, call of a language model, and mail",
  about:
    "Reads the ledgers of the store: what was forecast when and from which inputs, what was written to Asana and why, " +
    "who approved it, what was taken back; what became of each proposal; what a language model was asked and answered; who was mailed. Newest first; forecasts replayed over old history are left out. --replay makes forecasts again from the rows that " +
    "their models read, which the ledger keeps, and ends with exit code 1 where they differ from what was published.",
  options: [
    { flags: "--kind <kind>", about: `only one kind: ${kinds.join(", ")}`, choices: kinds },
    { flags: "--run <run>", about: "only this run" },
    { flags: "--subject <gid>", about: "only this task, project or person" },
    { flags: "--since <date>", about: "from this day on", reads: "date" },
    { flags: "--until <date>", about: "up to this day", reads: "date" },
    { flags: "--limit <n>", about: "newest rows, 1,000 unless told", reads: "number" },
    {
      flags: "--replay <id>",
      about: "make this forecast, or all of this run, again and compare with what was published",
    },
    ...rowOptions,
  ],
  examples: [
    ["plimsoll audit --kind write", "what was written to Asana"],
    ["plimsoll audit --kind proposal", "what was proposed to whom, and what became of it"],
    ["plimsoll audit --subject 1200000000000001 --since 2026-11-01", "all about one project this month"],
    ["plimsoll audit --kind model_call --json", "what a narrator was asked, what it answered, and the verdict"],
    [
      "plimsoll audit --replay 20261116T020000Z-3f9a",
      "whether a night's forecasts come out the same, without its release",
    ],
    ["plimsoll audit --csv > audit.csv", "for a spreadsheet"],
  ],
  run: async (invocation) => runAudit(invocation),
};

/** The run or forecast to make again, if any. Filters choose among rows of the ledger, of which a replay shows none. @throws UserError */
async function readReplay({ text, number }: Options): Promise<string | undefined> {
  const id = text("replay")?.trim();
  if (id === undefined) return undefined;
  const { UserError } = await import("../errors.ts");
  if (id === "") throw new UserError("--replay names no run. Look whether a variable in the command is empty.");
  const filter = (["kind", "run", "subject", "since", "until"] as const).find((name) => text(name) !== undefined);
  const besides = filter ?? (number("limit") === undefined ? undefined : "limit");
  if (besides) {
    throw new UserError(
      `--replay takes no --${besides}: it makes one forecast, or all of a run, again. Leave --${besides} out.`,
    );
  }
  return id;
}

async function runAudit(invocation: Invocation): Promise<ExitCode> {
  const [{ settingsOf }, { formatRows }, { openStore }, { audit: readAudit, auditKinds }, { readBaseUrl }] =
    await Promise.all([
      import("./settings.ts"),
      import("./output/rows.ts"),
      import("../warehouse/store.ts"),
      import("../publish/audit.ts"),
      import("./store-origin.ts"),
    ]);
  const { options, effects } = invocation;
  const id = await readReplay(options);
  const config = settingsOf(invocation);
  const baseUrl = await readBaseUrl(config);
  const store = await openStore(config.home, { baseUrl, clock: effects.clock, readOnly: true });
  try {
    if (id !== undefined) {
      const { replay } = await import("./audit/replay.ts");
      const compared = await replay(store.database, id);
      effects.out(
        formatRows(
          ["what", "subject_gid", "target_on", "published", "remade", "is_equal"],
          compared.map((row) => ({ ...row })),
          options,
        ),
      );
      return compared.every((row) => row.is_equal) ? 0 : 1;
    }
    const rows = await readAudit(store.database, {
      kind: auditKinds.find((kind) => kind === options.text("kind")),
      run: options.text("run"),
      subject: options.text("subject"),
      since: options.text("since"),
      until: options.text("until"),
      limit: options.number("limit"),
    });
    const names = [
      "at",
      "kind",
      "run_id",
      "subject_type",
      "subject_gid",
      "what",
      "why",
      "before",
      "after",
      "result",
      "approved_by_gid",
      "inputs_hash",
      "forecasts",
      "release_run_id",
    ];
    effects.out(
      formatRows(
        names,
        rows.map((row) => ({ ...row })),
        options,
      ),
    );
    return 0;
  } finally {
    await store.close();
  }
}
