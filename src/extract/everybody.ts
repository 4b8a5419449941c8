import type { Asana } from "../asana/client.ts";
import type { World } from "./resource.ts";

/** Gids of everybody whom the workspace shows or the store still knows: people who left have their work. */
export async function everybody(asana: Asana, { workspaceGid, rows }: World): Promise<string[]> {
  const held = await rows<{ gid: string }>("select gid from raw.users where _to_seq is null order by gid");
  const gids = new Set(held.map(({ gid }) => gid));
  for await (const page of asana.list("/users", { workspace: workspaceGid })) {
    for (const { gid } of page.rows) gids.add(`${gid}`);
  }
  return [...gids];
}
