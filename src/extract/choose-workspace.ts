import type { Asana } from "../asana/client.ts";
import { optFields } from "../asana/schema/opt-fields.ts";
import { workspace } from "../asana/schema/people.ts";
import { UserError } from "../errors.ts";

export interface Workspace {
  readonly gid: string;
  readonly name: string;
}

/** The configured workspace, or the only one that the token sees. Throws UserError with the list otherwise. */
export async function chooseWorkspace(asana: Asana, configured: string | undefined): Promise<Workspace> {
  const found = await readWorkspaces(asana);
  const list = found.map(({ gid, name }) => `  ${gid}  ${name}`).join("\n");
  if (configured) {
    const match = found.find(({ gid }) => gid === configured);
    if (match) return match;
    throw new UserError(
      `Workspace ${configured} is not among those that this token sees${found.length ? `:\n${list}\nSet \`workspace\` to one of them` : ""}, or use a token of someone who is a member.`,
    );
  }
  if (found.length > 1) {
    throw new UserError(
      `This token sees ${found.length} workspaces:\n${list}\nSet \`workspace\` in plimsoll.yaml (or --set workspace=GID) to the one to read.`,
    );
  }
  const [only] = found;
  if (!only)
    throw new UserError("This token sees no workspace. Use a personal access token of someone who is a member of one.");
  return only;
}

async function readWorkspaces(asana: Asana): Promise<Workspace[]> {
  const found: Workspace[] = [];
  for await (const page of asana.list("/workspaces", { opt_fields: optFields(workspace) })) {
    for (const row of page.rows) {
      const { gid, name } = workspace.parse(row);
      found.push({ gid, name: name ?? gid });
    }
  }
  return found;
}
