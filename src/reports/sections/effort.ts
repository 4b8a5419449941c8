import { workspace } from "../facts/fact-book.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

const measures = [
  "planned_hours_4w",
  "logged_hours_4w",
  "capacity_hours_4w",
  "scheduled_hours_4w",
  "capacity_hours_next_4w",
] as const;

/** Hours planned by allocations, scheduled by assigned tasks, and logged. */
export const effort = section({
  id: "effort",
  title: "Planned, scheduled, logged",
  load: async () => null,
  view: (_, issue) => {
    const rows = teamsOf(issue);
    const logged = issue.book.find("logged_hours_4w", workspace);
    const words = {
      logged,
      capacity: issue.book.find("capacity_hours_4w", workspace),
      scheduled: issue.book.find("scheduled_hours_4w", workspace),
    };
    const isKnown = words.logged && words.capacity && words.scheduled;
    return {
      finding: isKnown ? issue.say("effort.finding", words) : null,
      empty:
        rows.length === 0 || !isKnown
          ? "No hours are planned, scheduled or logged in the four weeks around the as-of date."
          : undefined,
      rows,
    };
  },
});

/** One row a team, everyone last; lengths are percent of the longest bar. */
function teamsOf({ book }: Issue) {
  const gids = book.of("capacity_hours_4w").map((fact) => fact.scope.gid);
  const perPerson = (metric: string, gid: string) =>
    (book.number(metric, gid) ?? 0) / Math.max(1, book.number("people", gid) ?? 1);
  const longest = Math.max(1, ...gids.flatMap((gid) => measures.map((metric) => perPerson(metric, gid))));
  return gids
    .map((gid) => ({
      gid,
      name: book.find("capacity_hours_4w", gid)!.scope.name,
      isTotal: gid === workspace,
      planned: { fact: book.find("planned_hours_4w", gid), length: share("planned_hours_4w", gid) },
      logged: { fact: book.find("logged_hours_4w", gid), length: share("logged_hours_4w", gid) },
      capacity: { fact: book.find("capacity_hours_4w", gid), length: share("capacity_hours_4w", gid) },
      scheduled: { fact: book.find("scheduled_hours_4w", gid), length: share("scheduled_hours_4w", gid) },
      next: { fact: book.find("capacity_hours_next_4w", gid), length: share("capacity_hours_next_4w", gid) },
    }))
    .sort((a, b) => Number(a.isTotal) - Number(b.isTotal) || a.name.localeCompare(b.name, "en"));

  function share(metric: string, gid: string): number {
    return Math.round((1000 * perPerson(metric, gid)) / longest) / 10;
  }
}
