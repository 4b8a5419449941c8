import { decide } from "../../nights/decisions.ts";
import type { World } from "../../world/world.ts";
import { type Html, html, trusted } from "./html.ts";
import { projectPage, taskPage, workspacePage } from "./pages.ts";
import { style } from "./style.ts";

export interface Page {
  readonly status: number;
  readonly html: string;
  /** Where the reader goes on, after an answer. */
  readonly location?: string;
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

const ANSWERS = ["approved", "rejected", "changes_requested"];

/** An answer that the reader gives on the page of an approval, in place of whom it was asked of; null for other requests. */
export function answerAt(
  world: World,
  address: string,
  given: { readonly body: string; readonly at: string },
): Page | null {
  const [, gid = ""] = /^\/page\/tasks\/(\d+)\/answer$/.exec(address) ?? [];
  const task = world.tasks.get(gid);
  const status = new URLSearchParams(given.body).get("status") ?? "";
  if (task?.kind !== "approval" || !ANSWERS.includes(status)) return null;
  decide(world, task, { status, at: given.at });
  return { status: 303, html: "", location: `/page/tasks/${gid}` };
}

const missing = (world: World): Page => ({ ...shown(world, html`<h1>There is no such page</h1>`), status: 404 });

const shown = (world: World, content: Html): Page => ({
  status: 200,
  html: html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${world.workspace.name}</title>
<style>${trusted(style)}</style>
<header><p><a href="/">All projects</a></p><p class="soft">Made up, and on this machine only: a stand-in for an Asana workspace.</p></header>
<main>
${content}
</main>
</html>`.text,
});
