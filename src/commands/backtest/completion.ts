import { paceShare } from "../../models/completion/quiet-days.ts";
import { levelOf, simulateThroughput } from "../../models/completion/throughput.ts";
import { dateOf, dayNumber, weekStart } from "../../models/statistics/calendar.ts";
import { sortedQuantile } from "../../models/statistics/quantile.ts";
import { createRandom } from "../../models/statistics/random.ts";
import { readCsv, writeCsv } from "./csv.ts";

/** Items completed by a project on a day. */
export interface CompletedOnDay {
  readonly project: string;
  readonly date: string;
  readonly completed: number;
}

export interface CompletionForecast {
  readonly project: string;
  readonly origin_on: string;
  readonly k: number;
  readonly items: number;
  readonly p10_weeks: number;
  readonly p50_weeks: number;
  readonly p85_weeks: number;
  readonly p90_weeks: number;
  readonly p95_weeks: number;
}

export interface CompletionBacktest {
  readonly forecasts: readonly CompletionForecast[];
  /** The forecasts as the CSV of the protocol. */
  readonly csv: string;
  /** Hit rates (share of outcomes at or below a quantile) and mean pinball loss of ln weeks; scored rows are those with a known outcome. */
  readonly scores: Readonly<Record<string, number>>;
}

const firstOrigin = 26;
const originEvery = 4;
const weeksKept = 20;
const scopes = [4, 8, 16];
const paths = 1000;
const maxWeeks = 260;
const levels = [0.1, 0.5, 0.85, 0.9, 0.95];
const columns = [
  "project",
  "origin_on",
  "k",
  "items",
  "p10_weeks",
  "p50_weeks",
  "p85_weeks",
  "p90_weeks",
  "p95_weeks",
] as const;

/** How well completion dates would have been forecast in the past of these projects; text is a CSV of project, date, completed. */
export function backtestCompletion(text: string, seed = 1): CompletionBacktest {
  const days = readCsv(text).map((row) => ({
    project: row.project ?? "",
    date: row.date ?? "",
    completed: Number(row.completed),
  }));
  return backtestCompletionOf(days, seed);
}

export function backtestCompletionOf(days: readonly CompletedOnDay[], seed = 1): CompletionBacktest {
  const forecasts: CompletionForecast[] = [];
  const outcomes: number[] = [];
  for (const [project, history] of historiesOf(days)) {
    const random = createRandom(`${seed}/${project}`);
    const shares = Array.from({ length: history.weeks.length + maxWeeks }, (_, week) => {
      const first = history.firstDay + 7 * week;
      return paceShare(first, first + 7);
    });
    for (let origin = firstOrigin; origin <= history.weeks.length - weeksKept; origin += originEvery) {
      const past = history.weeks.slice(0, origin);
      if (!isActive(past)) continue;
      const origin_on = dateOf(history.firstDay + 7 * origin);
      const targets = scopes.map((k) => Math.round(k * meanOfLast12(past)));
      const simulated = simulateThroughput({
        completed: past,
        targets,
        paths,
        maxWeeks,
        level: levelOf(past),
        share: (week) => shares[origin + week]!,
        random: random.fork(origin),
      });
      simulated.forEach((weeks, i) => {
        weeks.sort();
        const [p10, p50, p85, p90, p95] = levels.map((level) => sortedQuantile(weeks, level).toFixed(4));
        forecasts.push({
          ...{ project, origin_on, k: scopes[i]!, items: targets[i]! },
          ...{ p10_weeks: Number(p10), p50_weeks: Number(p50), p85_weeks: Number(p85) },
          ...{ p90_weeks: Number(p90), p95_weeks: Number(p95) },
        });
        outcomes.push(weeksUntil(history.days, 7 * origin, targets[i]!));
      });
    }
  }
  return {
    forecasts,
    csv: writeCsv(
      forecasts.map((f) => ({ ...f })),
      columns,
    ),
    scores: scoresOf(forecasts, outcomes),
  };
}

interface History {
  readonly firstDay: number;
  /** Completed on each day from firstDay, a Monday, to the last whole week. */
  readonly days: readonly number[];
  readonly weeks: readonly number[];
}

function historiesOf(rows: readonly CompletedOnDay[]): Map<string, History> {
  const valid = rows.filter((row) => row.completed > 0 && Number.isFinite(dayNumber(row.date)));
  const histories = new Map<string, History>();
  for (const [project, own] of Map.groupBy(valid, (row) => row.project)) {
    if (own.reduce((sum, row) => sum + row.completed, 0) < 300) continue;
    const numbers = own.map((row) => dayNumber(row.date));
    const firstDay = weekStart(Math.min(...numbers));
    const length = weekStart(Math.max(...numbers)) + 7 - firstDay;
    const days = new Array<number>(length).fill(0);
    own.forEach((row, i) => {
      days[numbers[i]! - firstDay]! += row.completed;
    });
    const weeks = Array.from({ length: length / 7 }, (_, w) => days.slice(7 * w, 7 * w + 7).reduce((a, b) => a + b));
    histories.set(project, { firstDay, days, weeks });
  }
  return histories;
}

const meanOfLast12 = (past: readonly number[]) => past.slice(-12).reduce((a, b) => a + b, 0) / 12;

const isActive = (past: readonly number[]) =>
  meanOfLast12(past) >= 2 && past.slice(-12).filter((completed) => completed > 0).length >= 6;

/** Weeks from a day (an index) until so many items more are completed; NaN where that lies beyond the data. */
function weeksUntil(days: readonly number[], from: number, items: number): number {
  let done = 0;
  for (let day = from; day < days.length; day++) {
    done += days[day]!;
    if (done >= items) return (day - from + 1) / 7;
  }
  return Number.NaN;
}

function scoresOf(forecasts: readonly CompletionForecast[], outcomes: readonly number[]): Record<string, number> {
  const known = forecasts.map((f, i) => [f, outcomes[i]!] as const).filter(([, actual]) => Number.isFinite(actual));
  const quantilesOf = (f: CompletionForecast) => [f.p10_weeks, f.p50_weeks, f.p85_weeks, f.p90_weeks, f.p95_weeks];
  const hit = (index: number) =>
    known.filter(([forecast, actual]) => actual <= quantilesOf(forecast)[index]!).length / known.length;
  const losses = known.flatMap(([forecast, actual]) =>
    quantilesOf(forecast).map((q, i) => pinball(Math.log(actual) - Math.log(q), levels[i]!)),
  );
  const hits = Object.fromEntries(levels.map((level, i) => [`hit_p${Math.round(100 * level)}`, hit(i)]));
  return { n: known.length, unknown: forecasts.length - known.length, ...hits, pinball: mean(losses) };
}

const pinball = (error: number, level: number) => (error >= 0 ? level * error : (level - 1) * error);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
