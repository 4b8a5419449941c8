import { predictHours } from "../../models/hours/person-hours.ts";
import { type HoursOutcome, scoreHours } from "../../models/scoring/score-hours.ts";
import { dateOf, dayNumber, weekStart } from "../../models/statistics/calendar.ts";
import { mean } from "../../models/statistics/quantile.ts";
import { readCsv, writeCsv } from "./csv.ts";

/** A row of the protocol's input: hours of a person in a week. */
export interface HoursRow {
  readonly person: string;
  readonly week_start_on: string;
  readonly hours: number;
}

export interface HoursBacktest {
  readonly forecasts: readonly Readonly<Record<string, string | number>>[];
  /** The forecasts as the CSV of the protocol. */
  readonly csv: string;
  readonly scores: Readonly<Record<string, number>>;
}

const firstOrigin = 26;
const originEvery = 4;
const horizon = 8;
const activeWeeks = 4;

const columns = [
  "person",
  "origin_on",
  "horizon",
  "p025_hours",
  "p10_hours",
  "p50_hours",
  "p90_hours",
  "p975_hours",
  "mean_hours",
] as const;

/** This workspace's own history as rows of the protocol. */
export const ownHoursQuery = `
select person_gid as person, cast(date_trunc('week', entered_on) as date) as week_start_on, sum(hours) as hours
from marts.time_entries group by all order by all`;

/** How well people's weekly hours would have been forecast in the past: text is a CSV of person, week_start_on, hours. */
export function backtestHours(text: string): HoursBacktest {
  return backtestHoursOf(
    readCsv(text).map((row) => ({
      person: row.person ?? "",
      week_start_on: row.week_start_on ?? "",
      hours: Number(row.hours),
    })),
  );
}

/** Origins every 4 weeks from the 27th of a person's span while 8 more follow, where 4 of the last 8 weeks have hours. */
export function backtestHoursOf(rows: readonly HoursRow[]): HoursBacktest {
  const forecasts: Record<string, string | number>[] = [];
  const outcomes: HoursOutcome[] = [];
  for (const [person, { firstDay, weeks }] of historiesOf(rows)) {
    for (let origin = firstOrigin; origin + horizon <= weeks.length; origin += originEvery) {
      const past = weeks.slice(0, origin);
      if (past.slice(-8).filter((hours) => hours > 0).length < activeWeeks) continue;
      const scale = mean(past.slice(1).map((hours, i) => Math.abs(hours - past[i]!)));
      for (let ahead = 0; ahead < horizon; ahead++) {
        const forecast = predictHours(past, firstDay + 7 * (origin + ahead));
        forecasts.push({
          ...{ person, origin_on: dateOf(firstDay + 7 * origin), horizon: ahead + 1 },
          ...{ p025_hours: round(forecast.p025), p10_hours: round(forecast.p10), p50_hours: round(forecast.p50) },
          ...{ p90_hours: round(forecast.p90), p975_hours: round(forecast.p975), mean_hours: round(forecast.mean) },
        });
        outcomes.push({ ...forecast, actual: weeks[origin + ahead]!, scale, naive: mean(past.slice(-8)) });
      }
    }
  }
  return { forecasts, csv: writeCsv(forecasts, columns), scores: scoreHours(outcomes) };
}

const round = (hours: number): number => Math.round(hours * 10_000) / 10_000;

/** Hours by week from a person's first to last; a week without a row is 0. */
function historiesOf(rows: readonly HoursRow[]): Map<string, { firstDay: number; weeks: number[] }> {
  const usable = rows.filter((row) => Number.isFinite(row.hours) && Number.isFinite(dayNumber(row.week_start_on)));
  const result = new Map<string, { firstDay: number; weeks: number[] }>();
  for (const [person, own] of Map.groupBy(usable, (row) => row.person)) {
    const starts = own.map((row) => weekStart(dayNumber(row.week_start_on)));
    const firstDay = Math.min(...starts);
    const weeks = new Array<number>((Math.max(...starts) - firstDay) / 7 + 1).fill(0);
    own.forEach((row, i) => {
      weeks[(starts[i]! - firstDay) / 7]! += row.hours;
    });
    result.set(person, { firstDay, weeks });
  }
  return result;
}
