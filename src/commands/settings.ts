import type { Config } from "../config/read.ts";
import { readConfig } from "../config/read.ts";
import type { Invocation } from "./command.ts";

/** The config of one invocation, from file, environment and the options that every command takes. */
export const settingsOf = ({ options, effects }: Invocation): Config =>
  readConfig(
    effects.environment,
    { config: options.text("config"), home: options.text("home"), set: options.texts("set") },
    effects.directory,
  );
