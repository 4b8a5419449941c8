import { drawFans } from "../charts/draw-fan.ts";
import type { FanWeek } from "../charts/fan.ts";
import { cleanName, type Fact } from "../facts/fact.ts";
import { teamOf, worstBy } from "../facts/findings.ts";
import type { Issue } from "../issue.ts";
import { figuresOf, renderReport } from "../page/report-page.ts";
import type { PageTools } from "../project/project-page.ts";
import { renderSection, section } from "../section.ts";
import { loadWords, toneOf } from "../sections/capacity.ts";
import { accuracyOf, onboardingOf, skillsOf } from "./people-sections.ts";

/** The report of one team for its lead: who is full, who has room, and the team's pace. No one's performance. */
export async function teamPage(
  gid: string,
  name: string,
  issue: Issue,
  { release, render }: PageTools,
): Promise<string> {
  const loads = issue.book.of("utilization").filter((fact) => teamOf(fact) === gid);
  const peak = worstBy(loads, teamOf)[0];
  const lead = peak ? issue.say("capacity.finding", { load: peak }) : issue.say("team.unknown", { name });
  return renderReport(render, issue, {
    label: "Team report",
    methodPage: "weekly.html",
    title: `${cleanName(name)}: team report`,
    heading: lead.html,
    figures: figuresOf([
      ["people", issue.book.find("people", gid)],
      ["load in the fullest week", peak],
      ["scheduled in the next four weeks", issue.book.find("scheduled_hours_4w", gid)],
      ["of capacity in the next four weeks", issue.book.find("capacity_hours_next_4w", gid)],
    ]),
    sections: [
      await renderSection(peopleOf(gid, peak), release, issue),
      await renderSection(paceOf(gid), release, issue),
      await renderSection(accuracyOf(gid), release, issue),
      await renderSection(skillsOf(gid), release, issue),
      await renderSection(onboardingOf(gid), release, issue),
    ],
  });
}

interface LoadRow {
  readonly person_gid: string;
  readonly name: string;
  readonly capacity_source: string | null;
  readonly skills: readonly string[] | null;
  readonly week: string;
  readonly utilization: number | null;
  readonly overload_probability: number | null;
  readonly time_off_hours: number | null;
}

const peopleOf = (gid: string, peak: Fact | undefined) =>
  section({
    id: "team-load",
    title: "Who is full, who has room",
    load: (release, { asOf }) =>
      release.rows<LoadRow>(
        `
        select p.person_gid, p.name, p.capacity_source, p.skills, c.week_start_on as week, c.utilization, c.overload_probability, c.time_off_hours
        from marts.people p join marts.capacity_weekly c using (person_gid)
        where p.home_team_gid = $1 and p.is_active and not p.is_guest and c.is_future and c.status = 'ok'
          and c.week_start_on < cast($2 as date) + 56
        order by p.name, p.person_gid, c.week_start_on`,
        [gid, asOf],
      ),
    view: (rows, { thresholds, book, say }) => {
      const [over, all] = [book.find("people_over", peak?.scope.gid ?? ""), book.find("people", gid)];
      const weeks = [...new Set(rows.map((row) => row.week))].sort();
      const people = [...Map.groupBy(rows, (row) => row.person_gid).values()];
      return {
        finding: over && all ? say("team.over", { over, all }) : null,
        empty: rows.length === 0 ? "Nobody of this team has a load and a capacity in the weeks ahead." : undefined,
        weeks,
        thresholds,
        rows: people.map((cells) => ({
          name: cleanName(cells[0]!.name),
          isAssumed: cells[0]!.capacity_source === "assumed",
          skills: (cells[0]!.skills ?? []).slice(0, 4).map(cleanName).join(", "),
          cells: weeks.map((week) => {
            const cell = cells.find((one) => one.week === week);
            if (!cell || cell.utilization === null) return null;
            const tone = toneOf(cell.utilization, thresholds);
            return { ...cell, tone, ...loadWords[tone] };
          }),
        })),
      };
    },
  });

const paceOf = (gid: string) =>
  section({
    id: "team-pace",
    title: "Pace",
    load: (release, { asOf }) =>
      release.rows<FanWeek>(
        `
        select week_start_on as week, kind, number_of_tasks_completed as tasks, number_of_tasks_completed_p10 as lo, number_of_tasks_completed_p50 as mid, number_of_tasks_completed_p90 as hi
        from marts.velocity_weekly
        where scope_type = 'team' and scope_gid = $1 and (kind <> 'forecast' or status = 'ok')
          and week_start_on between cast($2 as date) - 182 and cast($2 as date) + 56
        order by week_start_on`,
        [gid, asOf],
      ),
    view: async (weeks, { book, say }: Issue) => {
      const [step, since] = [book.find("pace_step", gid), book.find("pace_step_on", gid)];
      const hasChart = weeks.filter((week) => week.kind !== "forecast").length >= 4;
      return {
        finding: step && since ? say("change.step", { step, since }) : null,
        empty: hasChart ? undefined : "There are fewer than four full weeks with finished tasks, too few for a pace.",
        weeks,
        ...(hasChart ? await drawFans(weeks) : {}),
      };
    },
  });
