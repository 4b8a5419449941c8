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

const stripWidth = 480;
const step = 10;
const pad = 10;
const radius = 4.6;

/**
 * A quantile dot plot: every dot is one of twenty equally likely days, stacked where they fall together, drawn hollow
 * where it lies after the due date. Dots beyond the scale are a number at its end.
 */
export function dotStrip(input: DotStripInput): Handlebars.SafeString {
  const tallest = Math.max(3, ...[...stacks(input, stripWidth).values()].map((dots) => dots.length));
  const height = tallest * step + 8;
  const line = `<line x1="0" x2="${stripWidth}" y1="${height - 2}" y2="${height - 2}" stroke="${light.line}"/>`;
  return inline(height, line + dotMarks({ ...input, width: stripWidth, height, size: 12.5 }));
}

/** The months under all strips. */
export const dotStripAxis = (scale: DotStripScale): Handlebars.SafeString =>
  inline(18, monthTicks(scale, { width: stripWidth, size: 12.5, most: 8 }));

/** The marks alone, for a drawing of the given size. Tall stacks are pressed together to fit. */
export function dotMarks(
  input: DotStripInput & { readonly width: number; readonly height: number; readonly size: number },
): string {
  const { days, due, scale, width, height, size } = input;
  const floor = height - 4;
  const marks = [...stacks(input, width)].flatMap(([column, dots]) => {
    const rise = Math.min(step, (floor - radius * 2) / Math.max(1, dots.length - 1));
    return dots.map((isLate, level) => dot(column, round(floor - radius - level * rise), isLate));
  });
  const out = days.filter((day) => day > scale.to).length;
  const count =
    out > 0
      ? `<text x="${width}" y="${size + 2}" text-anchor="end" font-size="${size}" fill="${due ? light.late : light.quiet}">${out} later →</text>`
      : "";
  return `${due ? dueLine(place(due, scale, width), height) : ""}${marks.join("")}${count}`;
}

/**
 * Whether each dot is late, bottom up, by the place of its column. Columns are counted from the due date, so that no
 * dot of one side lies on the other.
 */
function stacks({ days, due, scale }: DotStripInput, width: number): Map<number, boolean[]> {
  const origin = due ? place(due, scale, width) : pad;
  const columns = new Map<number, boolean[]>();
  for (const day of days.filter((one) => one <= scale.to).sort()) {
    const isLate = due !== null && day > due;
    const steps = Math.ceil((place(day, scale, width) - origin) / step) - 0.5;
    const column = round(
      Math.min(width - radius, Math.max(radius, origin + (isLate ? Math.max(0.5, steps) : steps) * step)),
    );
    columns.set(column, [...(columns.get(column) ?? []), isLate]);
  }
  return columns;
}

interface TickSize {
  readonly width: number;
  readonly size: number;
  readonly most: number;
}

/** First days of months as ticks, at most so many of them named. */
export function monthTicks(scale: DotStripScale, { width, size, most }: TickSize): string {
  const months = monthStarts(scale);
  const every = Math.ceil(months.length / most);
  return months
    .map((month, i) => {
      const x = place(month, scale, width);
      const isNamed = i % every === 0 && x < width - size * 2;
      const label = `<text x="${x + 4}" y="${size + 1}" font-size="${size}" fill="${light.quiet}">${monthName(month)}</text>`;
      return `<line x1="${x}" x2="${x}" y1="2" y2="${size + 3}" stroke="${light.line}"/>${isNamed ? label : ""}`;
    })
    .join("");
}

function place(day: string, { from, to }: DotStripScale, width: number): number {
  const share = daysBetween(from, day) / Math.max(1, daysBetween(from, to));
  return round(pad + Math.min(1, Math.max(0, share)) * (width - 2 * pad));
}

const round = (value: number): number => Math.round(value * 10) / 10;

const dot = (x: number, y: number, isLate: boolean): string =>
  isLate
    ? `<circle cx="${x}" cy="${y}" r="${radius - 0.9}" fill="none" stroke="${light.late}" stroke-width="1.8"/>`
    : `<circle cx="${x}" cy="${y}" r="${radius}" fill="${light.forecast}"/>`;

const dueLine = (x: number, height: number): string =>
  `<line x1="${x}" x2="${x}" y1="0" y2="${height}" stroke="${light.ink}" stroke-width="1.6"/><path d="M${x} 0h7l-2.4 3.4 2.4 3.4h-7z" fill="${light.ink}"/>`;

const inline = (height: number, content: string): Handlebars.SafeString =>
  new Handlebars.SafeString(
    followTheme(
      `<svg viewBox="0 0 ${stripWidth} ${height}" width="${stripWidth}" height="${height}" aria-hidden="true" focusable="false">${content}</svg>`,
    ),
  );

function monthStarts({ from, to }: DotStripScale): string[] {
  const months: string[] = [];
  for (let month = nextMonth(from); month <= to; month = nextMonth(month)) months.push(month);
  return months;
}

const nextMonth = (day: string): string => `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;

const monthName = (month: string): string =>
  new Date(`${month}T00:00:00Z`).toLocaleString("en", { month: "short", timeZone: "UTC" });
