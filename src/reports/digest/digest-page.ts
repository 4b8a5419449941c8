import { cleanName } from "../facts/fact.ts";
import type { Issue, Reader } from "../issue.ts";
import type { Render } from "../page/engine.ts";
import { renderReport } from "../page/report-page.ts";
import type { PageTools } from "../project/project-page.ts";
import { renderSection } from "../section.ts";
import { missingLogsOf, oddEntriesOf, reviewsOf } from "./digest-sections.ts";
import { type LoadRow, loadAhead, loadOf } from "./load-section.ts";

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

/** What a manager looks at on Monday: the next four weeks of their people, reviews, odd entries and missing logs. */
export async function loadDigest(manager: Manager, issue: Issue, tools: DigestTools) {
  const { release, restricted = release } = tools;
  const rows = await loadAhead(manager.gid, release, issue);
  return {
    manager,
    heading: leadOf(rows, issue),
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
    heading,
    figures: [],
    sections: [load, reviews, logs, odd],
  });

/** The next four weeks in one sentence. */
function leadOf(rows: readonly LoadRow[], { thresholds }: Issue): string {
  const people = [...Map.groupBy(rows, (row) => row.person_gid).values()];
  if (people.length === 0) return "Nobody of your people has a load and a capacity in the next four weeks";
  const has = (test: (row: LoadRow) => boolean) => people.filter((weeks) => weeks.some(test)).length;
  const over = has((row) => (row.utilization ?? 0) > thresholds.overload);
  const room = people.filter((weeks) => weeks.every((row) => (row.utilization ?? 0) < thresholds.underutilized)).length;
  const all = `${people.length} ${people.length === 1 ? "person" : "people"}`;
  if (over === 0)
    return `None of your ${all} is overloaded in the next four weeks${room > 0 ? `; ${room} ${have(room)} room` : ""}`;
  return `${over} of your ${all} ${over === 1 ? "is" : "are"} overloaded in at least one of the next four weeks; ${room === 0 ? "nobody has" : `${room} ${have(room)}`} room throughout`;
}

const have = (count: number): string => (count === 1 ? "has" : "have");

async function peopleOf(manager: string, release: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await release.rows<{ gid: string; name: string | null }>(
    "select person_gid as gid, name from marts.people where manager_gid = $1 and is_active order by 1",
    [manager],
  );
  return new Map(rows.map(({ gid, name }) => [gid, cleanName(name)]));
}
