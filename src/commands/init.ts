import type { Asana } from "../asana/client.ts";
import type { Workspace } from "../extract/choose-workspace.ts";
import type { Command, ExitCode, Invocation } from "./command.ts";

export const init: Command = {
  name: "init",
  summary: "write plimsoll.yaml from what Asana tells",
  about:
    "Reads the workspace, its custom fields and what they seem to be used for, and writes a commented plimsoll.yaml. " +
    "It asks nothing. An existing file stays unless --force is given.",
  options: [
    { flags: "--force", about: "overwrite the file that is there" },
    { flags: "--print", about: "print the config instead of writing it" },
  ],
  examples: [
    ["plimsoll init", "write ./plimsoll.yaml"],
    ["plimsoll init --set workspace=1200000000000001", "where the token sees several workspaces"],
    ["plimsoll init --print", "look first"],
  ],
  run: async (invocation) => runInit(invocation),
};

async function runInit({ options, effects }: Invocation): Promise<ExitCode> {
  const [fs, { UserError }, { readConfig }, { openLog }, { connect }, { chooseWorkspace }] = await Promise.all([
    import("node:fs"),
    import("../errors.ts"),
    import("../config/read.ts"),
    import("./open-log.ts"),
    import("./connect.ts"),
    import("../extract/choose-workspace.ts"),
  ]);
  const config = readConfig(
    effects.environment,
    {
      config: options.text("config"),
      home: options.text("home"),
      set: options.texts("set"),
      isFileIgnored: true,
    },
    effects.directory,
  );
  const { file } = config;
  const isPrinted = options.flag("print");
  if (fs.existsSync(file) && !options.flag("force") && !isPrinted) {
    throw new UserError(
      `${file} is already there. Give --force to overwrite it, or --print to see what would be written.`,
    );
  }
  const { log, close } = await openLog(effects);
  const asana = await connect(config, effects, { log });
  try {
    const text = await describeWorkspace(asana, await chooseWorkspace(asana, config.workspace), config.time_zone);
    if (isPrinted) effects.out(text);
    else {
      fs.writeFileSync(file, text, { mode: 0o640 });
      effects.out(`${file} written. Look it over, then run \`plimsoll refresh\`.\n`);
    }
    return 0;
  } finally {
    asana.close();
    close();
  }
}

async function describeWorkspace(asana: Asana, workspace: Workspace, timeZone: string): Promise<string> {
  const [{ readFields }, { findFields }, { configText }] = await Promise.all([
    import("./init/read-fields.ts"),
    import("./init/find-fields.ts"),
    import("./init/write-config.ts"),
  ]);
  const fields = await findFields(await readFields(asana, workspace.gid));
  return configText({ workspace, timeZone, fields });
}
