import { digestMetrics } from "./digest/digest-metrics.ts";
import { type Digest, type DigestTools, digestPage, findManagers, loadDigest } from "./digest/digest-page.ts";
import { cleanName, gatherFacts } from "./facts/fact.ts";
import { createFactBook } from "./facts/fact-book.ts";
import { liveProjects, smallestGroup } from "./facts/metrics/fragments.ts";
import type { Issue } from "./issue.ts";
import { projectPage } from "./project/project-page.ts";
import { retroPage } from "./retro/retro-page.ts";
import { teamPage } from "./team/team-page.ts";
import { timePage } from "./time/time-page.ts";

const mostPages = 300;

export interface DetailPage {
  readonly file: string;
  readonly title: string;
  readonly html: string;
}

/** The time summary, the retro, and a page for every team of five or more and every open project. */
export async function detailPages(issue: Issue, tools: DigestTools): Promise<DetailPage[]> {
  const { release } = tools;
  const projects = await release.rows<{ gid: string; name: string }>(
    `select project_gid as gid, name from ${liveProjects} order by project_gid limit ${mostPages}`,
  );
  const teams = await release.rows<{ gid: string; name: string }>(
    `select team_gid as gid, name from marts.teams where number_of_members >= ${smallestGroup} order by team_gid limit ${mostPages}`,
  );
  const pages: DetailPage[] = [
    { file: "time.html", title: "Weekly time summary", html: await timePage(issue, tools) },
    { file: "retro.html", title: "Monthly retro", html: await retroPage(issue, tools) },
  ];
  for (const { gid, name } of teams) {
    pages.push({
      file: `team-${safeGid(gid)}.html`,
      title: cleanName(name),
      html: await teamPage(gid, name, issue, tools),
    });
  }
  for (const { gid, name } of projects) {
    pages.push({
      file: `project-${safeGid(gid)}.html`,
      title: cleanName(name),
      html: await projectPage(gid, name, issue, tools),
    });
  }
  return pages;
}

/** A digest for each manager. No index lists them: they speak about persons. */
export async function digestPages(issue: Issue, tools: DigestTools): Promise<(DetailPage & Digest)[]> {
  const facts = createFactBook(await gatherFacts(tools.release, digestMetrics(issue.thresholds)));
  const pages: (DetailPage & Digest)[] = [];
  for (const manager of await findManagers(tools.release)) {
    const digest = await loadDigest(manager, issue, { ...tools, facts });
    const html = digestPage(digest, issue, tools.render);
    pages.push({ ...digest, file: `digest-${safeGid(manager.gid)}.html`, title: cleanName(manager.name), html });
  }
  return pages;
}

/** A gid as part of a file name. Asana's are digits; a foreign server's need not be. */
export const safeGid = (gid: string): string => gid.replaceAll(/[^\w-]/g, "_").slice(0, 64);
