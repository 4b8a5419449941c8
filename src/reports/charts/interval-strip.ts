import Handlebars from "handlebars";
import { followTheme, light } from "../theme/palette.ts";

interface IntervalInput {
  readonly lo: number;
  readonly mid: number;
  readonly hi: number;
  /** True where the group differs beyond chance. */
  readonly isMarked: boolean;
}

const width = 260;
const height = 22;
const [least, most] = [0.5, 3];

/** A ratio and its interval on a logarithmic scale from a half to three, with a line where the estimate is fair. */
export function intervalStrip({ lo, mid, hi, isMarked }: IntervalInput): Handlebars.SafeString {
  const color = isMarked ? (mid > 1 ? light.late : light.forecast) : light.actual;
  const y = height / 2;
  const fair = `<line x1="${x(1)}" x2="${x(1)}" y1="0" y2="${height}" stroke="${light.plan}" stroke-width="1"/>`;
  const range = `<line x1="${x(lo)}" x2="${x(hi)}" y1="${y}" y2="${y}" stroke="${color}" stroke-width="3" stroke-linecap="round" opacity="0.45"/>`;
  const point = `<circle cx="${x(mid)}" cy="${y}" r="5" fill="${color}"/>`;
  const base = `<line x1="0" x2="${width}" y1="${y}" y2="${y}" stroke="${light.line}"/>`;
  return new Handlebars.SafeString(
    followTheme(
      `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true" focusable="false">${base}${fair}${range}${point}</svg>`,
    ),
  );
}

const x = (ratio: number): number => {
  const share = Math.log(Math.min(most, Math.max(least, ratio)) / least) / Math.log(most / least);
  return Math.round((6 + share * (width - 12)) * 10) / 10;
};
