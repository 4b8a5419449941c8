import { quoteText } from "../../warehouse/database.ts";
import { intervalStrip } from "../charts/interval-strip.ts";
import { cleanName } from "../facts/fact.ts";
import { asOf, liveTasks } from "../facts/metrics/fragments.ts";
import { section, tableOf } from "../section.ts";

interface QuarterRow {
  readonly quarter: string;
  readonly n: number;
  readonly ratio: number | null;
  readonly within: number | null;
}

/** The team's estimates as a whole, now and by quarter. Never by person. */
export const accuracyOf = (gid: string) =>
  section({
    id: "team-accuracy",
    title: "Estimates",
    load: (release) =>
      release.rows<QuarterRow>(
        `
        select year(quarter_start_on) || ' Q' || quarter(quarter_start_on) as quarter, n, raw_bias_ratio as ratio,
          share_within_25_percent as within
        from marts.estimate_accuracy_quarterly where group_type = 'team' and group_key = $1 and n >= 8
        order by quarter_start_on desc limit 6`,
        [gid],
      ),
    view: (rows, { book, say }) => {
      const bias = book.find("team_bias", gid);
      const isKnown = bias && bias.lo !== null && bias.hi !== null;
      return {
        finding: isKnown ? say("team.accuracy", { bias }) : null,
        empty:
          rows.length === 0 && !isKnown
            ? "Fewer than eight finished tasks of this team have both an estimate and actual hours."
            : undefined,
        strip: isKnown
          ? intervalStrip({ lo: Number(bias.lo), mid: Number(bias.value), hi: Number(bias.hi), isMarked: false })
          : null,
        rows,
      };
    },
  });

interface SkillRow {
  readonly skill: string;
  readonly people: number;
  readonly tasks: number;
  readonly hours: number | null;
  readonly room: number | null;
}

/** What the team can do, beside the work that asks for it and the room of those who can. */
export const skillsOf = (gid: string) =>
  section({
    id: "team-skills",
    title: "Skills",
    ...tableOf<SkillRow>(
      "People of the team by skill with their room in the next four weeks, and the team’s open tasks that ask for the skill with their expected remaining hours.",
      `
        with members as (
          select person_gid, unnest(skills) as skill from marts.people
          where home_team_gid = ${quoteText(gid)} and is_active and not is_guest
        ), room as (
          select person_gid, sum(greatest(0, capacity_hours - load_mean)) as hours from marts.capacity_weekly
          where is_future and status = 'ok' and week_start_on < ${asOf} + 28 group by 1
        ), held as (
          select skill, count(*) as people, sum(room.hours) as room from members left join room using (person_gid) group by 1
        ), asked as (
          select skill, count(*) as tasks, sum(hours) as hours
          from (
            select unnest(t.skills) as skill, f.remaining_hours as hours
            from ${liveTasks} t join marts.people p on p.person_gid = t.assignee_gid
            left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
            where p.home_team_gid = ${quoteText(gid)} and not t.is_completed
          ) group by 1
        )
        select coalesce(held.skill, asked.skill) as skill, coalesce(held.people, 0) as people,
          coalesce(asked.tasks, 0) as tasks, cast(asked.hours as double) as hours, cast(held.room as double) as room
        from held full join asked on held.skill = asked.skill order by people desc, skill limit 20`,
    ),
    view: (rows) => ({
      finding: null,
      empty: rows.length === 0 ? "Nobody of this team has skills in the people field or the config." : undefined,
      rows: rows.map((row) => ({ ...row, skill: cleanName(row.skill) })),
    }),
  });

interface NewcomerRow {
  readonly name: string;
  readonly started: string;
  readonly capacity: number | null;
  readonly load: number | null;
}

/** Whoever began in the last 90 days, or is about to: what they can take, and what they have. */
export const onboardingOf = (gid: string) =>
  section({
    id: "team-onboarding",
    title: "Onboarding",
    ...tableOf<NewcomerRow>(
      "People of the team who began in the last 90 days or are about to, with their capacity and expected load over the next four weeks.",
      `
        select p.name, p.started_on as started, cast(sum(c.capacity_hours) as double) as capacity,
          cast(sum(c.load_mean) as double) as load
        from marts.people p
        left join marts.capacity_weekly c on c.person_gid = p.person_gid and c.is_future and c.status = 'ok'
          and c.week_start_on < ${asOf} + 28
        where p.home_team_gid = ${quoteText(gid)} and p.is_active and not p.is_guest and p.started_on > ${asOf} - 90
        group by p.person_gid, p.name, p.started_on order by p.started_on, p.person_gid limit 20`,
    ),
    view: (rows) => ({
      finding: null,
      empty: rows.length === 0 ? "Nobody has joined this team in the last 90 days." : undefined,
      rows: rows.map((row) => ({ ...row, name: cleanName(row.name) })),
    }),
  });
