import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { widenedBy } from "../record/width.ts";
import { dateOf } from "../statistics/calendar.ts";
import {
  type Band,
  bandFor,
  conformityOf,
  minimumWeeks,
  type Stretch,
  stretchOf,
  usualWeek,
} from "./forecast-series.ts";
import { readVelocity, type ScopeType, velocityTables } from "./read-velocity.ts";
import { readRecordedWidths } from "./recorded-width.ts";
import { buildScopes, type Scope } from "./scopes.ts";
import { findSteps, type Step } from "./steps.ts";

const weeksBack = 52;
const weeksAhead = 8;

/** Weekly pace of workspace, teams, projects and people: what was, and what to expect. */
export const velocityWeeklyNode: ModelNode = {
  name: "velocity_weekly",
  reads: [...new Set([...velocityTables, ...calendarTables, "staging.stg_forecasts"])],
  writes: ["marts.velocity_weekly"],
  isRecorded: true,
  run: async (input) => {
    const [read, calendar] = await Promise.all([readVelocity(input), readCalendar(input)]);
    const first = currentWeek(input.asOf, input.settings);
    const scopes = buildScopes(read, { calendar, first, weeksAhead });
    const steps = findSteps(scopes, input.seed);
    const stretches = stretchesOf(scopes);
    const widths = await readRecordedWidths(input, scopes);
    const rows = scopes.flatMap((scope) => [
      ...pastRows(scope, { input, first, step: steps.get(scope.key) }),
      ...futureRows(scope, {
        input,
        first,
        step: steps.get(scope.key),
        stretch: stretches.get(scope.type)!,
        width: widths.get(scope.type) ?? 1,
      }),
    ]);
    return { "marts.velocity_weekly": rows };
  },
};

/** Where a scope keeps the weeks of each measure of the mart. */
const seriesOf = {
  number_of_tasks_completed: "tasks",
  hours_completed: "hoursCompleted",
  hours_logged: "hours",
  story_points_completed: "points",
} as const;

type Measure = keyof typeof seriesOf;
const measures = Object.keys(seriesOf) as Measure[];
const levels = ["p10", "p50", "p80", "p90"] as const;

const forMeasures = <T>(read: (measure: Measure) => T): Record<Measure, T> =>
  Object.fromEntries(measures.map((measure) => [measure, read(measure)])) as Record<Measure, T>;

type Stretches = Readonly<Record<Measure, Stretch>>;

function stretchesOf(scopes: readonly Scope[]): Map<ScopeType, Stretches> {
  const byType = Map.groupBy(scopes, (scope) => scope.type);
  return new Map(
    [...byType].map(([type, members]) => {
      const past = (measure: Measure) =>
        members.map((scope) => conformityOf({ values: scope[seriesOf[measure]], shares: scope.shares }));
      return [type, forMeasures((measure) => stretchOf(past(measure)))];
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

function futureRows(
  scope: Scope,
  context: RowContext & { readonly stretch: Stretches; readonly width: number },
): ModelRow[] {
  // After a step only the new pace counts, once it has lasted long enough to be measured.
  const since = context.step && scope.tasks.length - context.step.index >= minimumWeeks ? context.step.index : 0;
  const usual = forMeasures((measure) => usualWeek({ values: scope[seriesOf[measure]], shares: scope.shares }, since));
  const missing = missingFor(scope, usual.number_of_tasks_completed);
  const stretch = forMeasures((measure) => {
    const { below, above } = context.stretch[measure];
    return { below: below * context.width, above: above * context.width };
  });
  return scope.sharesAhead.map((share, i) => ({
    ...baseOf(scope, context),
    week_start_on: dateOf(context.first + 7 * i),
    kind: "forecast",
    ...(missing ? insufficient : forecastOf(usual, { share, stretch })),
    n: scope.tasks.length,
    ...(missing
      ? { method: null, status: "insufficient_data", unlocks: missing }
      : { method: `${method}${widenedBy(context.width)}`, status: "ok", unlocks: null }),
  }));
}

const method = "recency-weighted quantiles per working day, conformal width";

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
  usual: Readonly<Record<Measure, Band | null>>,
  at: { readonly share: number; readonly stretch: Stretches },
): ModelRow {
  return Object.assign(
    {},
    ...measures.map((measure) => {
      const pace = usual[measure];
      if (!pace) return {};
      const band = bandFor(pace, { share: at.share, stretch: at.stretch[measure] });
      return { [measure]: pointOf(measure, band.p50), ...bandColumns(measure, (level) => round(band[level])) };
    }),
  );
}

/** Tasks are counted: the p50 of their column is a whole number, the quantiles beside it keep the fraction. */
const pointOf = (measure: Measure, value: number) =>
  measure === "number_of_tasks_completed" ? Math.round(value) : round(value);

const bandColumns = (measure: Measure, read: (level: (typeof levels)[number]) => number | null): ModelRow =>
  Object.fromEntries(levels.map((level) => [`${measure}_${level}`, read(level)]));

const baseOf = (scope: Scope, context: RowContext) => ({
  scope_type: scope.type,
  scope_gid: scope.gid,
  step_on: context.step?.on ?? null,
  step_ratio: context.step?.ratio ?? null,
  as_of_on: context.input.asOf,
});

const noBands: ModelRow = Object.assign({}, ...measures.map((measure) => bandColumns(measure, () => null)));

const insufficient: ModelRow = { ...noBands, ...forMeasures(() => null) };

const round = (value: number) => Math.round(value * 1e4) / 1e4;
