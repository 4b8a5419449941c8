import Handlebars from "handlebars";
import { followTheme, light } from "../theme/palette.ts";

export interface TrendWeek {
  /** Load divided by capacity. */
  readonly share: number;
  readonly isAhead: boolean;
}

const [width, height, pad] = [150, 34, 4];
/** From half to a quarter over capacity: where utilization moves. */
const [least, most] = [0.5, 1.25];

/** Utilization by week, measured solid and expected dashed, with a line at full capacity. */
export function trendLine(weeks: readonly TrendWeek[]): Handlebars.SafeString {
  if (weeks.length < 2) return new Handlebars.SafeString("");
  const points = weeks.map(
    ({ share }, i) => `${round(pad + (i * (width - 2 * pad)) / (weeks.length - 1))} ${y(share)}`,
  );
  const firstAhead = weeks.findIndex((week) => week.isAhead);
  const past = firstAhead < 0 ? points : points.slice(0, firstAhead);
  const ahead = firstAhead < 0 ? [] : points.slice(Math.max(0, firstAhead - 1));
  const line = (path: readonly string[], style: string) =>
    path.length > 1
      ? `<path d="M${path.join("L")}" fill="none" stroke-width="2" stroke-linejoin="round" ${style}/>`
      : "";
  return new Handlebars.SafeString(
    followTheme(
      `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true" focusable="false"><path d="M0 ${y(1)}h${width}" stroke="${light.plan}" fill="none"/>${line(past, `stroke="${light.actual}"`)}${line(ahead, `stroke="${light.forecast}" stroke-dasharray="4 3"`)}</svg>`,
    ),
  );
}

const y = (share: number): number =>
  round(height - pad - ((Math.min(most, Math.max(least, share)) - least) / (most - least)) * (height - 2 * pad));

const round = (value: number): number => Math.round(value * 10) / 10;
