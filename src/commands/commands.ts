import { audit } from "./audit.ts";
import { backtest } from "./backtest.ts";
import type { Command } from "./command.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { forget } from "./forget.ts";
import { init } from "./init.ts";
import { publish } from "./publish.ts";
import { query } from "./query.ts";
import { extract, refresh, report, transform } from "./refresh.ts";
import { scenario } from "./scenario.ts";
import { status } from "./status.ts";

/** Every command, in the order of `plimsoll --help`. */
export const commands: readonly Command[] = [
  refresh,
  extract,
  transform,
  report,
  publish,
  init,
  doctor,
  status,
  query,
  scenario,
  audit,
  forget,
  backtest,
  demo,
];
