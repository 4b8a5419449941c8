import type { World } from "../../world/world.ts";
import { type Html, html } from "./html.ts";
import { projectPage, taskPage, workspacePage } from "./pages.ts";

export interface Page {
  readonly status: number;
  readonly html: string;
}

/** The page at an address that is not one of Asana's API: `/`, `/page/projects/{gid}`, `/page/tasks/{gid}`; null elsewhere. */
export function pageAt(world: World, address: string): Page | null {
  const [path = ""] = address.split("?");
  if (path === "/") return shown(world, workspacePage(world));
  const [, kind, gid = ""] = /^\/page\/(projects|tasks)\/(\d+)$/.exec(path) ?? [];
  if (kind === undefined) return path.startsWith("/page") ? missing(world) : null;
  const project = kind === "projects" ? world.projects.get(gid) : undefined;
  if (project) return shown(world, projectPage(project));
  const task = kind === "tasks" ? world.tasks.get(gid) : undefined;
  return task ? shown(world, taskPage(task)) : missing(world);
}

const missing = (world: World): Page => ({ ...shown(world, html`<h1>There is no such page</h1>`), status: 404 });

const shown = (world: World, content: Html): Page => ({
  status: 200,
  html: html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${world.workspace.name}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 1rem; color: #1d2125; background: #fff }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #dfe3e8; vertical-align: top; overflow-wrap: anywhere }
  .note { background: #fff7d6; padding: .4rem .8rem } .done { color: #667 } blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid #9bb; white-space: pre-wrap }
  @media (prefers-color-scheme: dark) { body { color: #e3e6ea; background: #16191d } a { color: #8ab4f8 } .note { background: #4a3d00 } th, td { border-color: #3a4048 } }
</style>
<p class="note">Made up, and on this machine only: a stand-in for an Asana workspace. <a href="/">All projects</a></p>
${content}
</html>`.text,
});
