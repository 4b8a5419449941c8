import type { Asana } from "../asana/client.ts";
import type { Config } from "../config/read.ts";
import { UserError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Effects } from "./effects.ts";

/** A client for the configured Asana; the token of writing where `forWriting` asks for it. */
export async function connect(
  config: Config,
  effects: Effects,
  { log, forWriting = false }: { readonly log: Log; readonly forWriting?: boolean },
): Promise<Asana> {
  const { createAsana } = await import("../asana/client.ts");
  return createAsana({
    baseUrl: config.baseUrl,
    accessToken: (forWriting ? config.writeToken : undefined) ?? config.accessToken ?? "",
    requestsPerMinute: config.asana.requests_per_minute,
    concurrency: config.asana.concurrency,
    clock: effects.clock,
    sleep: effects.sleep,
    random: effects.random,
    log,
  });
}

export interface Workspace {
  readonly gid: string;
  readonly name: string;
}

/** The workspace to read: the configured one, or the only one that the token sees. One request. */
export async function findWorkspace(asana: Asana, config: Config): Promise<Workspace> {
  const workspaces = await readWorkspaces(asana);
  const list = workspaces.map(({ gid, name }) => `  ${gid}  ${name}`).join("\n");
  if (config.workspace) {
    const found = workspaces.find(({ gid }) => gid === config.workspace);
    if (found) return found;
    throw new UserError(
      `workspace ${config.workspace} is not among those that this token sees. Correct \`workspace\` in ${config.file}, or use the token of a member.\n` +
        `This token sees:\n${list || "  none"}`,
    );
  }
  const [only, ...others] = workspaces;
  if (!only) throw new UserError("this token sees no workspace. Use the token of a person who is a member of one.");
  if (others.length === 0) return only;
  throw new UserError(
    `this token sees ${workspaces.length} workspaces, and none is configured. Write one into ${config.file} as \`workspace: "${only.gid}"\`, or give --set workspace=${only.gid}.\n${list}`,
  );
}

async function readWorkspaces(asana: Asana): Promise<Workspace[]> {
  const found: Workspace[] = [];
  for await (const page of asana.list("/workspaces", { opt_fields: "name" })) {
    for (const row of page.rows) found.push({ gid: String(row.gid), name: String(row.name ?? "") });
  }
  return found;
}
