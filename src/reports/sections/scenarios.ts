import { cleanName } from "../facts/fact.ts";
import { liveProjects, teamPeople } from "../facts/metrics/fragments.ts";
import type { Issue } from "../issue.ts";
import type { Scenario, Side } from "../scenarios/read-scenarios.ts";
import { section } from "../section.ts";

const mostProjects = 10;

interface Names {
  readonly people: readonly { readonly gid: string; readonly team: string; readonly name: string }[];
  readonly projects: readonly { readonly gid: string; readonly name: string }[];
}

/** Today's plan beside others that were simulated, each as a table; a script lets the reader switch between them. */
export const scenarios = section({
  id: "scenarios",
  title: "Other plans",
  load: async (release): Promise<Names> => ({
    people: await release.rows(
      `select person_gid as gid, team_gid as team, team_name as name from ${teamPeople} order by 1`,
    ),
    projects: await release.rows(`select project_gid as gid, name from ${liveProjects} order by 1`),
  }),
  view: (names, issue) => {
    const plans = issue.scenarios.map((scenario) => toPlan(scenario, names, issue));
    const [best] = [...plans].sort((a, b) => a.overloaded.scenario - b.overloaded.scenario);
    const isBetter = best && best.overloaded.scenario < best.overloaded.base - 0.5;
    const finding = isBetter ? issue.say("scenarios.better", { plan: best.name }) : issue.say("scenarios.none");
    return {
      finding: best ? finding : null,
      empty: best ? undefined : "No other plan has been simulated; `plimsoll scenario` makes one.",
      plans,
    };
  },
});

type Sides = Readonly<Record<Side, number>>;

function toPlan(scenario: Scenario, names: Names, { asOf, runId }: Issue) {
  const teams = teamsOf(scenario, names);
  const projects = projectsOf(scenario, names);
  const late = (side: Side) =>
    scenario.projects.filter((row) => row.side === side && row.chance !== null && row.chance < 0.5).length;
  return {
    name: cleanName(scenario.name),
    isOld: scenario.runId !== runId && scenario.asOf !== asOf,
    madeOn: scenario.asOf,
    late: { base: late("base"), scenario: late("scenario") },
    overloaded: sum(scenario.people, "overloaded"),
    capacity: sum(scenario.people, "capacity"),
    load: sum(scenario.people, "load"),
    teams,
    projects: projects.slice(0, mostProjects),
    more: Math.max(0, projects.length - mostProjects),
  };
}

function sum<Key extends "overloaded" | "capacity" | "load">(
  rows: readonly ({ readonly side: Side } & Readonly<Record<Key, number>>)[],
  key: Key,
): Sides {
  const of = (side: Side) => rows.filter((row) => row.side === side).reduce((total, row) => total + row[key], 0);
  return { base: of("base"), scenario: of("scenario") };
}

/** Load, capacity and headcount by team as reports show them; people whom only the plan knows are a row of their own. */
function teamsOf({ people, headcount }: Scenario, names: Names) {
  const teamOf = new Map(names.people.map((person) => [person.gid, person]));
  const known = [...new Map(names.people.map((person) => [person.team, person.name]))];
  const groups = [...known, ["none", "In no team"] as const, ["joining", "People who join"] as const];
  const today = new Set(people.filter((row) => row.side === "base").map((row) => row.gid));
  const groupOf = (gid: string) => teamOf.get(gid)?.team ?? (today.has(gid) ? "none" : "joining");
  return groups.flatMap(([team, name]) => {
    const rows = people.filter((row) => groupOf(row.gid) === team);
    if (rows.length === 0) return [];
    const [load, capacity] = [sum(rows, "load"), sum(rows, "capacity")];
    const gapOf = (side: Side) => headcount.find((row) => row.side === side && row.gid === team)?.gap ?? null;
    const share = (side: Side) => (capacity[side] > 0 ? load[side] / capacity[side] : null);
    return [
      {
        name: cleanName(name),
        base: share("base"),
        scenario: share("scenario"),
        overloaded: sum(rows, "overloaded"),
        gap: { base: gapOf("base"), scenario: gapOf("scenario") },
      },
    ];
  });
}

/** Projects whose chance or date the plan changes, those that lose most first. */
function projectsOf({ projects, added }: Scenario, names: Names) {
  const nameOf = new Map([...names.projects.map(({ gid, name }) => [gid, name] as const), ...added]);
  const bySide = (side: Side) => new Map(projects.filter((row) => row.side === side).map((row) => [row.gid, row]));
  const [base, other] = [bySide("base"), bySide("scenario")];
  return [...nameOf]
    .flatMap(([gid, name]) => {
      const [before, after] = [base.get(gid), other.get(gid)];
      const change = (after?.chance ?? 0) - (before?.chance ?? 0);
      const isSame = before?.p85 === after?.p85 && Math.abs(change) < 0.01;
      return isSame ? [] : [{ name: cleanName(name), before, after, change, isNew: !before, isGone: !after }];
    })
    .sort((a, b) => a.change - b.change || a.name.localeCompare(b.name, "en"));
}
