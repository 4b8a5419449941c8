import Handlebars from "handlebars";
import { addDays, daysBetween } from "../facts/format.ts";
import { followTheme, light } from "../theme/palette.ts";

export interface DotStripScale {
  readonly from: string;
  readonly to: string;
}

interface DotStripInput {
  /** Twenty equally likely dates. */
  readonly days: readonly string[];
  readonly due: string | null;
  readonly scale: DotStripScale;
}

export const stripWidth = 480;
const radius = 4.6;
const step = 10;
const pad = 10;

/**
 * A quantile dot plot: every dot is one of twenty equally likely days, stacked where they fall together, drawn hollow
 * where it lies after the due date. Dots beyond the scale stack at its end.
 */
export function dotStrip({ days, due, scale }: DotStripInput): Handlebars.SafeString {
  const columns = new Map<number, boolean[]>();
  for (const day of [...days].sort()) {
    const column = Math.min(lastColumn, Math.round((place(day, scale) - pad) / step));
    columns.set(column, [...(columns.get(column) ?? []), due !== null && day > due]);
  }
  const tallest = Math.max(3, ...[...columns.values()].map((dots) => dots.length));
  const height = tallest * step + 8;
  const floor = height - 4;
  const marks = [...columns].flatMap(([column, dots]) =>
    dots.map((isLate, level) => dot(pad + column * step, floor - radius - level * step, isLate)),
  );
  const line = `<line x1="0" x2="${stripWidth}" y1="${floor + 2}" y2="${floor + 2}" stroke="${light.line}"/>`;
  const dueMark = due ? dueLine(place(due, scale), height) : "";
  return svg(height, `${line}${dueMark}${marks.join("")}`);
}

/** The months under all strips. */
export function dotStripAxis(scale: DotStripScale): Handlebars.SafeString {
  const months = monthStarts(scale);
  const every = Math.ceil(months.length / 8);
  const ticks = months.map((month, i) => {
    const x = place(month, scale);
    const label = i % every === 0 && x < stripWidth - 24 ? `<text x="${x + 4}" y="13" font-size="12.5" fill="${light.quiet}">${monthName(month)}</text>` : "";
    return `<line x1="${x}" x2="${x}" y1="2" y2="16" stroke="${light.line}"/>${label}`;
  });
  return svg(18, ticks.join(""));
}

const lastColumn = Math.floor((stripWidth - 2 * pad) / step);

const place = (day: string, { from, to }: DotStripScale): number => {
  const share = daysBetween(from, day) / Math.max(1, daysBetween(from, to));
  return Math.round((pad + Math.min(1, Math.max(0, share)) * (stripWidth - 2 * pad)) * 10) / 10;
};

const dot = (x: number, y: number, isLate: boolean): string =>
  isLate
    ? `<circle cx="${x}" cy="${y}" r="${radius - 0.9}" fill="none" stroke="${light.late}" stroke-width="1.8"/>`
    : `<circle cx="${x}" cy="${y}" r="${radius}" fill="${light.forecast}"/>`;

const dueLine = (x: number, height: number): string =>
  `<line x1="${x}" x2="${x}" y1="0" y2="${height}" stroke="${light.ink}" stroke-width="1.6"/><path d="M${x} 0h7l-2.4 3.4 2.4 3.4h-7z" fill="${light.ink}"/>`;

const svg = (height: number, content: string): Handlebars.SafeString =>
  new Handlebars.SafeString(
    followTheme(`<svg viewBox="0 0 ${stripWidth} ${height}" width="${stripWidth}" height="${height}" aria-hidden="true" focusable="false">${content}</svg>`),
  );

function monthStarts({ from, to }: DotStripScale): string[] {
  const months: string[] = [];
  for (let month = nextMonth(from); month <= to; month = nextMonth(month)) months.push(month);
  return months;
}

const nextMonth = (day: string): string => `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;

const monthName = (month: string): string =>
  new Date(`${month}T00:00:00Z`).toLocaleString("en", { month: "short", timeZone: "UTC" });
