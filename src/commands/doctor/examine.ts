import { accessSync, constants, existsSync, mkdirSync, statfsSync } from "node:fs";
import path from "node:path";
import { isLoopback } from "../../config/loopback.ts";
import type { Config } from "../../config/read.ts";
import { messageOf, UserError } from "../../errors.ts";
import { chooseWorkspace } from "../../extract/choose-workspace.ts";
import { silent } from "../../log.ts";
import { connect } from "../connect.ts";
import type { Effects } from "../effects.ts";
import { askAsana, type Finding } from "./ask-asana.ts";
import { examineWriting } from "./examine-writing.ts";

const leastFreeGigabytes = 2;

/** Everything a night needs, looked at once. */
export async function examine(
  config: Config,
  effects: Effects,
): Promise<{ readonly findings: Finding[]; readonly requests: number }> {
  const local = [examineConfig(config), examineDisk(config), examineLimit(config)];
  const asana = await examineAsana(config, effects);
  const writing = await examineWriting(config);
  const mail = await examineMail(config);
  return { findings: [...local, ...asana.findings, ...writing, mail], requests: asana.requests };
}

const examineConfig = ({ file }: Config): Finding => ({
  area: "config",
  name: "config",
  state: "ok",
  detail: existsSync(file) ? file : `${file} does not exist; defaults hold (\`plimsoll init\` writes one)`,
});

function examineDisk({ home }: Config): Finding {
  const finding = { area: "disk", name: "data directory" } as const;
  try {
    mkdirSync(home, { recursive: true, mode: 0o750 });
    accessSync(home, constants.W_OK);
    const { bavail, bsize } = statfsSync(home);
    const free = (bavail * bsize) / 1e9;
    const detail = `${home}, ${free.toFixed(1)} GB free`;
    if (free < leastFreeGigabytes)
      return { ...finding, state: "bad", detail: `${detail}; a night needs ${leastFreeGigabytes} GB` };
    return { ...finding, state: "ok", detail };
  } catch (error) {
    return { ...finding, state: "bad", detail: `${path.resolve(home)} cannot be written: ${messageOf(error)}` };
  }
}

function examineLimit({ baseUrl, asana }: Config): Finding {
  const here = isLoopback(new URL(baseUrl));
  const limit = asana.requests_per_minute ?? 1_500;
  const detail = here ? "unlimited on loopback" : `${limit} requests a minute, ${asana.concurrency} at once`;
  return { area: "asana", name: "pace", state: "ok", detail };
}

async function examineAsana(
  config: Config,
  effects: Effects,
): Promise<{ readonly findings: Finding[]; readonly requests: number }> {
  const area = "asana" as const;
  if (!config.accessToken) {
    const detail = "ASANA_ACCESS_TOKEN is missing; make one at https://app.asana.com/0/my-apps";
    return { findings: [{ area, name: "token", state: "bad", detail }], requests: 0 };
  }
  const asana = await connect(config, effects, { log: silent });
  try {
    const me = (await asana.get("/users/me", { opt_fields: "name" })) as { name?: string };
    const token: Finding = { area, name: "token", state: "ok", detail: `speaks for ${me.name ?? "a service account"}` };
    const workspace = await chooseWorkspace(asana, config.workspace);
    const place: Finding = { area, name: "workspace", state: "ok", detail: `${workspace.gid} ${workspace.name}` };
    const today = effects.clock().toISOString().slice(0, 10);
    const features = await askAsana(asana, workspace, today);
    return { findings: [token, place, ...features], requests: asana.requests() };
  } catch (error) {
    if (!(error instanceof UserError) && (error as Error).name !== "AsanaError") throw error;
    return { findings: [{ area, name: "asana", state: "bad", detail: messageOf(error) }], requests: asana.requests() };
  } finally {
    asana.close();
  }
}

async function examineMail({ smtpUrl, email }: Config): Promise<Finding> {
  const finding = { area: "mail", name: "mail" } as const;
  const missing = [
    ...(smtpUrl ? [] : ["SMTP_URL"]),
    ...(email.from ? [] : ["email.from"]),
    ...(email.to.length ? [] : ["email.to"]),
  ];
  if (missing.length > 0) {
    return {
      ...finding,
      state: "absent",
      detail: `${missing.join(", ")} not set; the e-mail is written to a file, not sent`,
    };
  }
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(smtpUrl);
  try {
    await transport.verify();
    return { ...finding, state: "ok", detail: `the server takes the login; ${email.to.length} recipient(s)` };
  } catch (error) {
    return { ...finding, state: "bad", detail: `the mail server refuses: ${messageOf(error)}. Check SMTP_URL.` };
  } finally {
    transport.close();
  }
}
