import { forecastTogether, type SeriesForecast } from "../../models/velocity/methods/combine.ts";
import { readCsvRecords, writeCsv } from "./csv.ts";

export interface SeriesBacktest {
  /** The forecasts as the CSV of the protocol: id, h, mean, lo80, hi80, lo95, hi95. */
  readonly csv: string;
  /** sMAPE, MASE, OWA against naive, MSIS and coverage; empty without truth. As the M4 competition defines them. */
  readonly scores: Readonly<Record<string, number>>;
}

interface Series {
  readonly id: string;
  readonly values: readonly number[];
}

const columns = ["id", "h", "mean", "lo80", "hi80", "lo95", "hi95"] as const;

/** One forecast from the end of each weekly series. Both texts are lines of id, values…; a header line may be there. */
export function backtestSeries(
  text: string,
  options: { readonly horizon?: number; readonly truth?: string } = {},
): SeriesBacktest {
  const horizon = options.horizon ?? 13;
  const series = readSeries(text);
  const forecasts = forecastTogether(
    series.map(({ values }) => values),
    horizon,
  );
  const round = (value: number) => Number(value.toPrecision(10));
  const rows = series.flatMap(({ id }, i) =>
    Array.from({ length: horizon }, (_, h) => ({
      ...{ id, h: h + 1, mean: round(forecasts[i]!.mean[h]!) },
      ...{ lo80: round(forecasts[i]!.lo80[h]!), hi80: round(forecasts[i]!.hi80[h]!) },
      ...{ lo95: round(forecasts[i]!.lo95[h]!), hi95: round(forecasts[i]!.hi95[h]!) },
    })),
  );
  const scores = options.truth === undefined ? {} : scoresOf(series, forecasts, readSeries(options.truth));
  return { csv: writeCsv(rows, columns), scores };
}

function readSeries(text: string): Series[] {
  return readCsvRecords(text).flatMap(([id, ...cells]) => {
    const filled = cells.filter((cell) => cell.trim() !== "");
    const values = filled.map(Number);
    return filled.length > 0 && values.every(Number.isFinite) ? [{ id: id!, values }] : [];
  });
}

/** Measures of the M4 competition (Makridakis, Spiliotis and Assimakopoulos 2020, Int. J. Forecasting 36, 54-74). */
function scoresOf(series: readonly Series[], forecasts: readonly SeriesForecast[], truth: readonly Series[]) {
  const actualOf = new Map(truth.map(({ id, values }) => [id, values]));
  const known = series.flatMap(({ id, values }, i) => {
    // The truth may reach further than the forecast.
    const actual = actualOf.get(id)?.slice(0, forecasts[i]!.mean.length);
    return actual ? [{ past: values, actual, forecast: forecasts[i]! }] : [];
  });
  if (known.length === 0) return {};
  const own = known.map((one) => errorsOf(one.past, one.actual, one.forecast.mean));
  const naive = known.map((one) =>
    errorsOf(
      one.past,
      one.actual,
      one.actual.map(() => one.past.at(-1)!),
    ),
  );
  const smape = mean(own.map((e) => e.smape));
  const mase = mean(own.map((e) => e.mase));
  const owa = (smape / mean(naive.map((e) => e.smape)) + mase / mean(naive.map((e) => e.mase))) / 2;
  const band = (level: 80 | 95) =>
    known.map(({ past, actual, forecast }) =>
      intervalOf({ past, actual, lo: forecast[`lo${level}`], hi: forecast[`hi${level}`], alpha: 1 - level / 100 }),
    );
  const [band80, band95] = [band(80), band(95)];
  return {
    ...{ n: known.length, sMAPE: smape, MASE: mase, OWA: owa },
    ...{ MSIS95: mean(band95.map((b) => b.msis)), MSIS80: mean(band80.map((b) => b.msis)) },
    ...{ cov95: mean(band95.map((b) => b.coverage)), cov80: mean(band80.map((b) => b.coverage)) },
  };
}

/** Mean absolute weekly change of the past, the unit of MASE and MSIS for weekly series. */
const unitOf = (past: readonly number[]) =>
  mean(past.slice(1).map((value, i) => Math.abs(value - past[i]!))) || Number.NaN;

function errorsOf(past: readonly number[], actual: readonly number[], forecast: readonly number[]) {
  const misses = actual.map((value, h) => Math.abs(value - forecast[h]!));
  return {
    smape: mean(misses.map((miss, h) => (200 * miss) / (Math.abs(actual[h]!) + Math.abs(forecast[h]!) || 1))),
    mase: mean(misses) / unitOf(past),
  };
}

function intervalOf(given: {
  readonly past: readonly number[];
  readonly actual: readonly number[];
  readonly lo: readonly number[];
  readonly hi: readonly number[];
  readonly alpha: number;
}) {
  const { actual, lo, hi, alpha } = given;
  const scores = actual.map(
    (value, h) => hi[h]! - lo[h]! + (2 / alpha) * (Math.max(0, lo[h]! - value) + Math.max(0, value - hi[h]!)),
  );
  return {
    msis: mean(scores) / unitOf(given.past),
    coverage: mean(actual.map((value, h) => (value >= lo[h]! && value <= hi[h]! ? 1 : 0))),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
