import { quoteText } from "../../warehouse/database.ts";
import { drawFans } from "../charts/draw-fan.ts";
import type { FanWeek } from "../charts/fan.ts";
import { cleanName } from "../facts/fact.ts";
import { liveTasks } from "../facts/metrics/fragments.ts";
import { section, tableOf } from "../section.ts";

/** Open work of a project by week, measured and simulated. */
export const burndownOf = (gid: string) =>
  section({
    id: "burndown",
    title: "Burn-down",
    load: (release, { asOf }) =>
      release.rows<FanWeek>(
        `
        select week_start_on as week, if(is_future, 'forecast', 'actual') as kind, remaining_hours as tasks,
          remaining_p10 as lo, remaining_p50 as mid, remaining_p90 as hi
        from marts.burndown
        where project_gid = $1 and week_start_on between cast($2 as date) - 182 and cast($2 as date) + 182
          and (not is_future or remaining_p50 is not null)
        order by week_start_on`,
        [gid, asOf],
      ),
    view: async (weeks, { book, say }) => {
      const p85 = book.find("completion_p85", gid);
      const hasChart = weeks.filter((week) => week.kind === "actual").length >= 2;
      return {
        finding: p85 ? say(p85.lo === null || p85.hi === null ? "project.reach" : "project.finding", { p85 }) : null,
        empty: hasChart ? undefined : "Fewer than two weeks of this project are known.",
        weeks,
        ...(hasChart ? await drawFans(weeks) : {}),
      };
    },
  });

interface TaskRow {
  readonly name: string;
  readonly link: string | null;
  readonly assignee: string | null;
  readonly due: string | null;
  readonly p50: string | null;
  readonly p85: string | null;
  readonly lo: number | null;
  readonly mid: number | null;
  readonly hi: number | null;
  readonly waits: number;
  readonly is_late: boolean | null;
  /** Share of simulated futures in which the task ends last; null where the simulation does not name it. */
  readonly criticality: number | null;
}

/** The open tasks that hold the project's end: those that decide its date most often, then those that will end last. */
export const criticalTasksOf = (gid: string) =>
  section({
    id: "critical-tasks",
    title: "Critical tasks",
    ...tableOf<TaskRow>(
      "The project’s open tasks with a forecast, twelve at most: those that are last to be done in most simulated futures first, then those with the latest 85 % date.",
      `
        select t.name, t.permalink_url as link, p.name as assignee, t.due_on as due, f.completes_on_p50 as p50,
          f.completes_on_p85 as p85, f.hours_p10 as lo, f.hours_p50 as mid, f.hours_p90 as hi,
          coalesce(t.number_of_dependencies, 0) as waits, f.completes_on_p50 > t.due_on as is_late,
          c.criticality
        from ${liveTasks} t
        join marts.task_forecasts f using (task_gid)
        left join marts.critical_tasks c on c.task_gid = t.task_gid and c.project_gid = t.project_gid
        left join marts.people p on p.person_gid = t.assignee_gid
        where t.project_gid = ${quoteText(gid)} and not t.is_completed and f.status = 'ok'
        order by c.criticality desc nulls last, f.completes_on_p85 desc nulls last, f.hours_mean desc, t.task_gid limit 12`,
    ),
    view: (rows, { say }) => ({
      finding: rows[0]
        ? say(rows[0].criticality === null ? "project.critical" : "project.decisive", { task: rows[0].name })
        : null,
      hasCriticality: rows.some((row) => row.criticality !== null),
      empty: rows.length === 0 ? "No open task of this project has a forecast." : undefined,
      rows: rows.map((row) => ({
        ...row,
        name: cleanName(row.name),
        assignee: row.assignee && cleanName(row.assignee),
      })),
    }),
  });

/** Who holds the open work: load, never pace. */
export const holdersOf = (gid: string) =>
  section({
    id: "holders",
    title: "People",
    ...tableOf<{ name: string | null; tasks: number; hours: number | null }>(
      "Open tasks of the project and their expected remaining hours, by assignee.",
      `
        select p.name, count(*) as tasks, sum(f.remaining_hours) as hours
        from ${liveTasks} t
        left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
        left join marts.people p on p.person_gid = t.assignee_gid
        where t.project_gid = ${quoteText(gid)} and not t.is_completed
        group by t.assignee_gid, p.name order by hours desc nulls last, p.name limit 20`,
    ),
    view: (rows, { say }) => ({
      finding: rows[0]?.name ? say("project.holder", { person: rows[0].name }) : null,
      empty: rows.length === 0 ? "The project has no open tasks." : undefined,
      rows: rows.map((row) => ({ ...row, name: row.name === null ? "nobody yet" : cleanName(row.name) })),
    }),
  });
