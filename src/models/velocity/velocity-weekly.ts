import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf } from "../statistics/calendar.ts";
import { type Band, bandFor, conformityScores, minimumWeeks, stretchOf, usualWeek } from "./forecast-series.ts";
import { readVelocity, type ScopeType, velocityTables } from "./read-velocity.ts";
import { buildScopes, type Scope } from "./scopes.ts";
import { findSteps, type Step } from "./steps.ts";

const weeksBack = 52;
const weeksAhead = 8;

/** Weekly pace of workspace, teams, projects and people: what was, and what to expect. */
export const velocityWeeklyNode: ModelNode = {
  name: "velocity_weekly",
  reads: [...new Set([...velocityTables, ...calendarTables])],
  writes: ["marts.velocity_weekly"],
  run: async (input) => {
    const [read, calendar] = await Promise.all([readVelocity(input), readCalendar(input)]);
    const first = currentWeek(input.asOf, input.settings);
    const scopes = buildScopes(read, { calendar, first, weeksAhead });
    const steps = findSteps(scopes, input.seed);
    const stretches = stretchesOf(scopes);
    const rows = scopes.flatMap((scope) => [
      ...pastRows(scope, { input, first, step: steps.get(scope.key) }),
      ...futureRows(scope, { input, first, step: steps.get(scope.key), stretch: stretches.get(scope.type)! }),
    ]);
    return { "marts.velocity_weekly": rows };
  },
};

interface Stretch {
  readonly tasks: number;
  readonly hours: number;
}

function stretchesOf(scopes: readonly Scope[]): Map<ScopeType, Stretch> {
  const byType = Map.groupBy(scopes, (scope) => scope.type);
  return new Map(
    [...byType].map(([type, members]) => {
      const scoresOf = (measure: "tasks" | "hours") =>
        members.flatMap((scope) => conformityScores({ values: scope[measure], shares: scope.shares }));
      return [type, { tasks: stretchOf(scoresOf("tasks")), hours: stretchOf(scoresOf("hours")) }];
    }),
  );
}

interface RowContext {
  readonly input: Pick<ModelInput, "asOf">;
  readonly first: number;
  readonly step: Step | undefined;
}

function pastRows(scope: Scope, context: RowContext): ModelRow[] {
  const length = scope.tasks.length;
  const shown = Math.min(weeksBack, length);
  return Array.from({ length: shown }, (_, i) => {
    const week = length - shown + i;
    return {
      ...baseOf(scope, context),
      ...noBands,
      week_start_on: dateOf(context.first - 7 * (length - week)),
      kind: scope.isNowcast[week] ? "nowcast" : "actual",
      number_of_tasks_completed: scope.tasks[week]!,
      hours_completed: round(scope.hoursCompleted[week]!),
      hours_logged: round(scope.hours[week]!),
      story_points_completed: round(scope.points[week]!),
      method: scope.isNowcast[week] ? "logged so far, divided by the share usually logged by now" : "counted",
      n: length,
      status: "ok",
      unlocks: null,
    };
  });
}

function futureRows(scope: Scope, context: RowContext & { readonly stretch: Stretch }): ModelRow[] {
  // After a step only the new pace counts, once it has lasted long enough to be measured.
  const since = context.step && scope.tasks.length - context.step.index >= minimumWeeks ? context.step.index : 0;
  const band = (values: readonly number[]) => usualWeek({ values, shares: scope.shares }, since);
  const usual = {
    tasks: band(scope.tasks),
    hours: band(scope.hours),
    points: band(scope.points),
    done: band(scope.hoursCompleted),
  };
  const missing = missingFor(scope, usual.tasks);
  return scope.sharesAhead.map((share, i) => ({
    ...baseOf(scope, context),
    week_start_on: dateOf(context.first + 7 * i),
    kind: "forecast",
    ...(usual.tasks && usual.hours && !missing
      ? forecastOf({ ...usual, tasks: usual.tasks, hours: usual.hours }, { share, stretch: context.stretch })
      : insufficient),
    n: scope.tasks.length,
    ...(missing
      ? { method: null, status: "insufficient_data", unlocks: missing }
      : { method: "recency-weighted quantiles per working day, conformal width", status: "ok", unlocks: null }),
  }));
}

/** Why nothing is forecast, or null. A scope at rest is no forecast of zero: it would be right every week and say nothing. */
function missingFor(scope: Scope, usual: Band | null): string | null {
  if (scope.tasks.length < minimumWeeks) return `Needs ${minimumWeeks} weeks of history; has ${scope.tasks.length}.`;
  if (!usual) return `Needs ${minimumWeeks} weeks with working time in the last year.`;
  const isIdle = [...scope.tasks.slice(-minimumWeeks), ...scope.hours.slice(-minimumWeeks)].every(
    (value) => value === 0,
  );
  return isIdle ? `No work in the last ${minimumWeeks} weeks.` : null;
}

function forecastOf(
  usual: { tasks: Band; hours: Band; points: Band | null; done: Band | null },
  at: { share: number; stretch: Stretch },
) {
  const tasks = bandFor(usual.tasks, { share: at.share, stretch: at.stretch.tasks });
  const hours = bandFor(usual.hours, { share: at.share, stretch: at.stretch.hours });
  return {
    number_of_tasks_completed: round(tasks.p50),
    hours_completed: round((usual.done?.p50 ?? 0) * at.share),
    hours_logged: round(hours.p50),
    story_points_completed: round((usual.points?.p50 ?? 0) * at.share),
    ...{ tasks_p10: round(tasks.p10), tasks_p50: round(tasks.p50), tasks_p80: round(tasks.p80) },
    ...{ tasks_p90: round(tasks.p90), hours_p10: round(hours.p10), hours_p50: round(hours.p50) },
    ...{ hours_p80: round(hours.p80), hours_p90: round(hours.p90) },
  };
}

const baseOf = (scope: Scope, context: RowContext) => ({
  scope_type: scope.type,
  scope_gid: scope.gid,
  step_on: context.step?.on ?? null,
  step_ratio: context.step?.ratio ?? null,
  as_of_on: context.input.asOf,
});

const noBands = {
  ...{ tasks_p10: null, tasks_p50: null, tasks_p80: null, tasks_p90: null },
  ...{ hours_p10: null, hours_p50: null, hours_p80: null, hours_p90: null },
};

const insufficient = {
  ...noBands,
  number_of_tasks_completed: null,
  hours_completed: null,
  hours_logged: null,
  story_points_completed: null,
};

const round = (value: number) => Math.round(value * 1e4) / 1e4;
