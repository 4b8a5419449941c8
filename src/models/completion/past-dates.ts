import { readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";
import { completionOutcomes } from "../record/outcomes.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { type Agreement, effortOverPace, learnAgreement } from "./agreement.ts";
import { forecastByEffort } from "./critical-tasks.ts";
import { readProjects } from "./read-projects.ts";
import { simulateProjects } from "./simulate-projects.ts";

/** Past days at which both ways are tried: the last ones of a fixed beat, so that nights and replays share them. */
const origins = 4;
const beatDays = 28;
/** Work known later is hardly ever done yet, and what is done already was quick. */
const leastDays = 56;
/** A Monday. */
const firstBeat = dayNumber("1970-01-05");
/** Medians alone are wanted. */
const paths = 100;

/** A date by pace at a past day, and by how much effort differed. */
interface PastForecast {
  readonly project_gid: string;
  readonly made_on: string;
  /** First day of the week that weeks count from. */
  readonly start: number;
  readonly weeks: number;
  /** Days from made_on to the 90 % date. */
  readonly p90: number;
  readonly difference: number;
}

/** What both ways would have said at past days, each day worked out once. */
export type PastForecasts = (origin: string) => Promise<readonly PastForecast[]>;

export function createPastForecasts(input: ModelInput): PastForecasts {
  const known = new Map<string, Promise<readonly PastForecast[]>>();
  return (origin) => {
    const forecasts = known.get(origin) ?? forecastsAt({ ...input, asOf: origin });
    known.set(origin, forecasts);
    return forecasts;
  };
}

async function forecastsAt(input: ModelInput): Promise<PastForecast[]> {
  const [flows, calendar] = await Promise.all([readProjects(input), readCalendar(input)]);
  const byPace = simulateProjects(flows, { calendar, input, paths });
  const byEffort = await forecastByEffort(input, flows, paths);
  const start = currentWeek(input.asOf, input.settings);
  return [...effortOverPace(byPace, byEffort.weeks)].map(([project_gid, difference]) => {
    const { weeks } = byPace.get(project_gid)!;
    const p90 = Math.ceil(sortedQuantile(weeks, 0.9) * 7) + start - 1 - dayNumber(input.asOf);
    return { project_gid, made_on: input.asOf, start, weeks: sortedQuantile(weeks, 0.5), p90, difference };
  });
}

/** How far dates follow effort, by what was known of past dates on the as-of date. */
export async function readAgreement(input: ModelInput, pastForecasts: PastForecasts): Promise<Agreement> {
  const outcomeOf = await completionOutcomes(input);
  const past = await Promise.all(pastOrigins(input.asOf).map(pastForecasts));
  const dates = past.flat().flatMap((forecast) => {
    const { project_gid, made_on, start, weeks, difference } = forecast;
    const question = { kind: "project_completion", subject_type: "project", subject_gid: project_gid, target_on: null };
    const outcome = outcomeOf({ ...question, made_on, p90: forecast.p90 });
    if (!outcome) return [];
    const took = (dayNumber(made_on) + outcome.actual - start + 1) / 7;
    return [{ difference, miss: Math.log(took / weeks) }];
  });
  return learnAgreement(dates);
}

function pastOrigins(asOf: string): string[] {
  const latest = dayNumber(asOf) - leastDays;
  const beat = latest - ((latest - firstBeat) % beatDays);
  return Array.from({ length: origins }, (_, i) => dateOf(beat - i * beatDays));
}
