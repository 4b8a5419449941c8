import { type DotStripScale, dotStrip, dotStripAxis } from "../charts/dot-strip.ts";
import type { Fact } from "../facts/fact.ts";
import { cleanName } from "../facts/fact.ts";
import { workspace } from "../facts/fact-book.ts";
import { addDays } from "../facts/format.ts";
import { horizonDays, liveProjects } from "../facts/metrics/fragments.ts";
import type { Sentence } from "../facts/phrasebook.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

export const mostProjects = 12;
const longestView = 400;
const shareInView = 0.95;

interface Row {
  readonly project_gid: string;
  readonly name: string;
  readonly owner: string | null;
  readonly permalink_url: string | null;
  readonly status: string;
  readonly unlocks: string | null;
  readonly due_on: string | null;
  readonly on_time_probability: number | null;
  readonly quantile_dates: readonly string[] | null;
}

export interface ProjectLine {
  readonly gid: string;
  readonly name: string;
  readonly owner: string | null;
  readonly link: string | null;
  readonly due: Fact | undefined;
  readonly p85: Fact | undefined;
  readonly p50: Fact | undefined;
  readonly chance: Fact | undefined;
  readonly answer: Sentence;
  readonly by: Sentence | null;
  readonly isLate: boolean;
  readonly dots: readonly string[];
  readonly strip: ReturnType<typeof dotStrip>;
}

/** When each project will be done, as twenty equally likely days. */
export const completion = section({
  id: "completion",
  title: "When will it be done",
  load: (release) =>
    release.rows<Row>(`
      select f.project_gid, p.name, o.name as owner, p.permalink_url, f.status, f.unlocks, f.due_on, f.on_time_probability, f.quantile_dates
      from marts.project_forecasts f
      join ${liveProjects} p using (project_gid)
      left join marts.people o on o.person_gid = p.owner_gid
      where f.remaining_tasks > 0
      order by f.on_time_probability nulls last, f.completes_on_p85 desc, f.project_gid`),
  view: (rows, issue) => {
    const known = rows.filter((row) => row.status === "ok" && (row.quantile_dates?.length ?? 0) > 0);
    const scale = scaleOf(known.slice(0, mostProjects), issue.asOf);
    const lines = known.map((row) => toLine(row, scale, issue));
    return {
      finding: findingOf(issue),
      empty: lines.length === 0 ? emptyReason(rows) : undefined,
      scale,
      axis: dotStripAxis(scale, "wide"),
      narrowAxis: dotStripAxis(scale, "narrow"),
      shown: lines.slice(0, mostProjects),
      all: lines,
      more: Math.max(0, lines.length - mostProjects),
      unknown: rows
        .filter((row) => row.status !== "ok")
        .slice(0, 20)
        .map((row) => ({ name: cleanName(row.name), unlocks: row.unlocks ?? "more history" })),
    };
  },
});

function findingOf({ book, say }: Issue): Sentence {
  const [late, dated] = [book.find("projects_late", workspace), book.find("projects_forecast", workspace)];
  if (!dated || dated.value === 0) return say("completion.undated");
  return Number(late?.value) > 0 ? say("completion.finding", { late, dated }) : say("completion.calm", { dated });
}

const emptyReason = (rows: readonly Row[]): string =>
  rows.length === 0
    ? "No open project has open tasks, so there is nothing to forecast."
    : `None of ${rows.length} open projects has enough history. What would unlock the first: ${rows[0]!.unlocks ?? "more weeks with completed tasks"}.`;

/**
 * One scale for all rows, wide enough for nearly all dots and every due date, at most 400 days: one project that runs for
 * years must not press the others together. What lies beyond is counted at the end of its row.
 */
function scaleOf(rows: readonly Row[], asOf: string): DotStripScale {
  const horizon = addDays(asOf, horizonDays);
  const dots = rows.flatMap((row) => row.quantile_dates ?? []).sort();
  const most = dots[Math.ceil(dots.length * shareInView) - 1] ?? addDays(asOf, 60);
  const dues = rows.flatMap((row) => (row.due_on && row.due_on < horizon ? [addDays(row.due_on, 14)] : []));
  const last = [most < horizon ? most : asOf, ...dues, addDays(asOf, 28)].sort().at(-1)!;
  return { from: asOf, to: [last, addDays(asOf, longestView)].sort()[0]! };
}

function toLine(row: Row, scale: DotStripScale, { book, say }: Issue): ProjectLine {
  const p85 = book.find("completion_p85", row.project_gid);
  const chance = book.find("on_time", row.project_gid);
  const isLate = row.on_time_probability !== null && row.on_time_probability < 0.5;
  return {
    gid: row.project_gid,
    name: cleanName(row.name),
    owner: row.owner === null ? null : cleanName(row.owner),
    link: row.permalink_url,
    due: book.find("due_on", row.project_gid),
    p50: book.find("completion_p50", row.project_gid),
    p85,
    chance,
    answer: answerOf(row.project_gid, { book, say }),
    by: byOf(row.project_gid, { book, say }),
    isLate,
    dots: row.quantile_dates ?? [],
    strip: dotStrip({ days: row.quantile_dates ?? [], due: row.due_on, scale }),
  };
}

function byOf(gid: string, { book, say }: Pick<Issue, "book" | "say">): Sentence | null {
  const [p85, beyond] = [book.find("completion_p85", gid), book.find("futures_beyond", gid)];
  if (p85) return say("completion.by", { p85 });
  return beyond ? say("completion.beyond", { beyond }) : null;
}

function answerOf(gid: string, { book, say }: Pick<Issue, "book" | "say">): Sentence {
  const [futures, chance] = [book.find("futures_on_time", gid), book.find("on_time", gid)];
  if (futures) return say("completion.futures", { futures });
  return chance ? say("completion.sure", { chance }) : say("completion.open");
}
