import type { Fact } from "../facts/fact.ts";
import { quarterName, teamOf } from "../facts/findings.ts";
import { smallestGroup } from "../facts/metrics/fragments.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

interface Row {
  readonly gid: string;
  readonly top_driver: string | null;
  readonly assumed: readonly string[] | null;
  readonly status: string;
  readonly unlocks: string | null;
  readonly is_small: boolean;
}

/** The gap between demand for people and supply, by team and quarter. */
export const headcount = section({
  id: "headcount",
  title: "Headcount",
  load: (release) =>
    release.rows<Row>(`
      select h.team_gid || '@' || h.quarter_start_on as gid, h.top_driver, h.assumed, h.status, h.unlocks,
        t.number_of_members < ${smallestGroup} as is_small
      from marts.headcount_projection h join marts.teams t using (team_gid) where h.quarter_start_on is not null order by 1`),
  view: (rows, issue) => {
    const gaps = issue.book.of("headcount_gap");
    const details = new Map(rows.map((row) => [row.gid, row]));
    const quarters = [...new Set(gaps.map((fact) => fact.scope.gid.split("@")[1]!))].sort();
    const teams = [...Map.groupBy(gaps, teamOf).values()];
    return {
      finding: findingOf(gaps, issue),
      empty:
        gaps.length === 0
          ? (rows.find((row) => row.status !== "ok")?.unlocks ?? "No team of five people or more has a projection yet.")
          : undefined,
      quarters: quarters.map(quarterName),
      rows: teams.map((facts) => toRow(facts, { quarters, details, issue })),
      assumed: [...new Set(rows.flatMap((row) => row.assumed ?? []).map(readableInput))].sort(),
      left: new Set(rows.filter((row) => row.is_small).map((row) => row.gid.split("@")[0])).size,
    };
  },
});

/** An assumed input in words; how many people lack a capacity differs from team to team and stands in the caveats. */
const readableInput = (input: string): string =>
  input.replaceAll("_", " ").replace(/^weekly capacity of .*/, "weekly capacity of some people");

interface RowInput {
  readonly quarters: readonly string[];
  readonly details: ReadonlyMap<string, Row>;
  readonly issue: Issue;
}

function toRow(facts: readonly Fact[], { quarters, details, issue: { book } }: RowInput) {
  const team = teamOf(facts[0]!);
  const likely = book.of("shortage").find((fact) => teamOf(fact) === team && Number(fact.value) >= 0.6);
  return {
    name: facts[0]!.scope.name,
    cells: quarters.map((quarter) => {
      const gap = book.find("headcount_gap", `${team}@${quarter}`);
      const chance = book.find("shortage", `${team}@${quarter}`);
      return gap ? { gap, chance, isShort: Number(chance?.value ?? 0) >= 0.6, isOver: Number(gap.value) <= -1 } : null;
    }),
    driver: details.get(facts[0]!.scope.gid)?.top_driver ?? null,
    by: likely && book.find("requisition_by", likely.scope.gid),
  };
}

function findingOf(gaps: readonly Fact[], { say }: Issue) {
  const worst = [...gaps].sort((a, b) => Number(b.value) - Number(a.value))[0];
  if (!worst || worst.lo === null || worst.hi === null) return null;
  if (Number(worst.value) < 1) return say("headcount.calm");
  return say("headcount.finding", { gap: worst, quarter: quarterName(worst.scope.gid.split("@")[1]!) });
}
