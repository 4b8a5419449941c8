import type { Fact } from "../facts/fact.ts";
import { workspace } from "../facts/fact-book.ts";
import { teamOf, worstBy } from "../facts/findings.ts";
import { smallTeams } from "../facts/metrics/fragments.ts";
import type { Issue, Thresholds } from "../issue.ts";
import { section } from "../section.ts";

export const loadWords = {
  over: { word: "over", sign: "▲", meaning: "overloaded" },
  full: { word: "full", sign: "◆", meaning: "at capacity" },
  even: { word: "fine", sign: "●", meaning: "balanced" },
  room: { word: "room", sign: "▽", meaning: "underutilized" },
} as const;
export type LoadTone = keyof typeof loadWords;

export interface HeatCell {
  readonly week: string;
  readonly load: Fact;
  readonly over: Fact | undefined;
  readonly tone: LoadTone;
  readonly word: string;
  readonly sign: string;
}

export interface HeatRow {
  readonly gid: string;
  readonly name: string;
  readonly people: Fact | undefined;
  readonly cells: readonly (HeatCell | null)[];
  readonly isTotal: boolean;
}

/** Load against capacity, team by week, eight weeks ahead. */
export const capacity = section({
  id: "capacity",
  title: "Who is full, who has room",
  load: async () => null,
  view: (_, issue) => {
    const facts = issue.book.of("utilization");
    const weeks = [...new Set(facts.map(weekOf))].sort();
    const rows = [...Map.groupBy(facts, teamOf).entries()].map(([gid, items]) => toRow(gid, items, weeks, issue));
    const [finding, room] = findingOf(facts, issue);
    return {
      finding,
      empty:
        facts.length === 0
          ? "No week ahead has a capacity and a load yet. Capacity comes from the people field, the config, or an assumed 40 h."
          : undefined,
      room,
      weeks,
      rows: rows.sort(byLoad),
      thresholds: issue.thresholds,
      legend: Object.values(loadWords),
      hasSmall: rows.some((row) => row.gid === smallTeams),
    };
  },
});

const weekOf = (fact: Fact): string => fact.scope.gid.split("@")[1]!;

function toRow(gid: string, facts: readonly Fact[], weeks: readonly string[], { book, thresholds }: Issue): HeatRow {
  const byWeek = new Map(facts.map((fact) => [weekOf(fact), fact]));
  return {
    gid,
    name: facts[0]!.scope.name,
    people: book.find("people", gid),
    isTotal: gid === workspace,
    cells: weeks.map((week) => {
      const load = byWeek.get(week);
      if (!load) return null;
      const tone = toneOf(Number(load.value), thresholds);
      return { week, load, over: book.find("people_over", load.scope.gid), tone, ...loadWords[tone] };
    }),
  };
}

/** Judged as shown, in whole percent, so that no two cells with the same number have different words. */
export function toneOf(exact: number, { overload, at_capacity, underutilized }: Thresholds): LoadTone {
  const load = Math.round(exact * 100) / 100;
  if (load > overload) return "over";
  if (load > at_capacity) return "full";
  return load > underutilized ? "even" : "room";
}

/** The fullest team first, everyone last. */
function byLoad(a: HeatRow, b: HeatRow): number {
  const peak = (row: HeatRow) => Math.max(...row.cells.map((cell) => Number(cell?.load.value ?? 0)));
  return Number(a.isTotal) - Number(b.isTotal) || peak(b) - peak(a) || a.gid.localeCompare(b.gid);
}

function findingOf(facts: readonly Fact[], { say }: Issue) {
  const peaks = worstBy(
    facts.filter((fact) => teamOf(fact) !== workspace),
    teamOf,
  ).sort((a, b) => Number(b.value) - Number(a.value));
  const load = peaks[0] ?? worstBy(facts, teamOf)[0];
  if (!load) return [null, null] as const;
  const sameWeek = facts.filter((fact) => weekOf(fact) === weekOf(load) && teamOf(fact) !== workspace);
  const room = sameWeek.sort((a, b) => Number(a.value) - Number(b.value))[0];
  const hasRoom = room && Number(room.value) < 0.9 && room !== load;
  const finding = Number(load.value) > 1 ? say("capacity.finding", { load }) : say("capacity.calm", { load });
  return [finding, hasRoom ? say("capacity.room", { room }) : null] as const;
}
