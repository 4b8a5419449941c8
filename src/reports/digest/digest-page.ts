import { cleanName } from "../facts/fact.ts";
import type { FactBook } from "../facts/fact-book.ts";
import type { Sentence } from "../facts/pieces.ts";
import type { Issue, Reader } from "../issue.ts";
import type { Render } from "../page/engine.ts";
import { renderReport } from "../page/report-page.ts";
import type { PageTools } from "../project/project-page.ts";
import { renderSection } from "../section.ts";
import { missingLogsOf, oddEntriesOf, reviewsOf } from "./digest-sections.ts";
import { loadAhead, loadOf } from "./load-section.ts";

export interface Manager {
  readonly gid: string;
  readonly name: string;
}

const mostManagers = 100;

/** Everyone whom the warehouse knows as manager of two people or more. */
export const findManagers = (release: Reader): Promise<Manager[]> =>
  release.rows<Manager>(
    `select m.person_gid as gid, coalesce(m.name, m.person_gid) as name
    from marts.people p join marts.people m on m.person_gid = p.manager_gid
    where p.is_active and not p.is_guest and m.is_active and p.person_gid <> m.person_gid
    group by all having count(*) >= 2 order by 1 limit ${mostManagers}`,
  );

export interface DigestTools extends PageTools {
  /** Rows about persons, where privacy.person_level keeps them in a file of their own. */
  readonly restricted?: Reader | undefined;
}

export interface DigestFacts extends DigestTools {
  /** Facts of digestMetrics. */
  readonly facts: FactBook;
}

/** What a manager looks at on Monday: the next four weeks of their people, reviews, odd entries and missing logs. */
export async function loadDigest(manager: Manager, issue: Issue, tools: DigestFacts) {
  const { release, restricted = release } = tools;
  const rows = await loadAhead(manager.gid, release, issue);
  return {
    manager,
    heading: leadOf(manager, tools.facts, issue),
    load: await renderSection(loadOf(rows), release, issue),
    reviews: await renderSection(reviewsOf(manager.gid), release, issue),
    logs: await renderSection(missingLogsOf(manager.gid), release, issue),
    odd: await renderSection(oddEntriesOf(await peopleOf(manager.gid, release)), restricted, issue),
  };
}
/** Everything that a manager's digest says. */
export type Digest = Awaited<ReturnType<typeof loadDigest>>;

export const digestPage = (
  { manager, heading, load, reviews, logs, odd }: Digest,
  issue: Issue,
  render: Render,
): string =>
  renderReport(render, issue, {
    label: `Digest for ${cleanName(manager.name)}`,
    methodPage: "weekly.html",
    title: `${cleanName(manager.name)}: manager’s digest`,
    heading: heading.mail,
    figures: [],
    sections: [load, reviews, logs, odd],
  });

/** The next four weeks in one sentence. */
function leadOf({ gid }: Manager, facts: FactBook, { say }: Issue): Sentence {
  const [people, over, room] = ["people", "over", "room"].map((what) => facts.find(`digest_${what}`, gid));
  if (!people || !over) return say("digest.none");
  const words = { people, over, room: room && Number(room.value) > 0 ? room : undefined };
  return say(Number(over.value) > 0 ? "digest.over" : "digest.calm", words);
}

async function peopleOf(manager: string, release: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await release.rows<{ gid: string; name: string | null }>(
    "select person_gid as gid, name from marts.people where manager_gid = $1 and is_active order by 1",
    [manager],
  );
  return new Map(rows.map(({ gid, name }) => [gid, cleanName(name)]));
}
