import type { ModelInput } from "../node.ts";
import type { History } from "./assumptions.ts";

export const historyTables = ["marts.people", "marts.tasks", "marts.time_entries"] as const;

/** Who left and who came up to pace in the last two years. */
export async function readHistory(input: ModelInput): Promise<History> {
  const [[left], ramps] = await Promise.all([
    input.rows<{ leavers: number; person_years: number }>(leaversSql(input.asOf)),
    input.rows<{ weeks: number }>(rampsSql(input.asOf)),
  ]);
  return {
    leavers: left?.leavers ?? 0,
    personYears: left?.person_years ?? 0,
    rampWeeks: ramps.map(({ weeks }) => weeks),
  };
}

// Whoever Asana no longer lists left on the last day at which anything was done.
const leaversSql = (asOf: string) => `
  with seen as (
    select person_gid, max(day) as day from (
      select person_gid, entered_on as day from marts.time_entries where entered_on <= date '${asOf}'
      union all
      select assignee_gid, cast(completed_at as date) from marts.tasks where is_completed and not is_own
    ) where person_gid is not null group by person_gid
  ), spans as (
    select greatest(coalesce(p.started_on, date '${asOf}' - 730), date '${asOf}' - 730) as from_on,
      case when p.ends_on <= date '${asOf}' then p.ends_on when not coalesce(p.is_active, false) then s.day end as left_on
    from marts.people p left join seen s using (person_gid)
    where not coalesce(p.is_guest, false) and (p.is_active or p.ends_on <= date '${asOf}' or s.day is not null)
  )
  select count(*) filter (left_on >= date '${asOf}' - 730) as leavers,
    cast(coalesce(sum(greatest(0, least(coalesce(left_on, date '${asOf}'), date '${asOf}') - from_on)), 0) / 365.25 as double) as person_years
  from spans`;

/*
A pace that rises evenly from nothing loses half of the ramp: twice the weeks missing in the first half year, held against
the half year after. Only people who came a quarter after the records begin; whoever was there before shows no ramp.
*/
const rampsSql = (asOf: string) => `
  with weekly as (
    select p.person_gid, (e.entered_on - p.started_on) // 7 as week, sum(e.hours) as hours
    from marts.people p join marts.time_entries e using (person_gid)
    where not coalesce(p.is_guest, false) and e.hours > 0 and e.entered_on between p.started_on and date '${asOf}'
      and p.started_on between date '${asOf}' - 730 and date '${asOf}' - 364
      and p.started_on > (select min(entered_on) + 91 from marts.time_entries)
    group by all
  ), halves as (
    select person_gid, coalesce(sum(hours) filter (week < 26), 0) / 26 as early, coalesce(sum(hours) filter (week between 26 and 51), 0) / 26 as later
    from weekly group by person_gid
  )
  select cast(least(26, greatest(1, 2 * 26 * (1 - early / later))) as double) as weeks
  from halves where later > 4 order by person_gid`;
