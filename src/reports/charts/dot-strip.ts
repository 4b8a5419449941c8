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

interface DotMarksInput extends DotStripInput {
  readonly width: number;
  readonly height: number;
  /** Size of text in pixels. */
  readonly size: number;
  /** Width of a stack. */
  readonly step: number;
}

const stripWidth = 480;
const pad = 10;
/** Width of a stack on the page; wide enough that most stacks hold several dots, which gives the shape. */
const pageStep = 15;

/**
 * A quantile dot plot: every dot is one of twenty equally likely days, stacked where they fall together, drawn hollow
 * where it lies after the due date. Dots beyond the scale are a number at its end.
 */
export function dotStrip(input: DotStripInput): Handlebars.SafeString {
  const tallest = Math.max(
    3,
    ...[...stacks({ ...input, width: stripWidth, step: pageStep }).values()].map((dots) => dots.length),
  );
  const height = tallest * pageStep + 10;
  const line = `<line x1="0" x2="${stripWidth}" y1="${height - 2}" y2="${height - 2}" stroke="${light.line}"/>`;
  const months = monthStarts(input.scale).map((month) => place(month, input.scale, stripWidth));
  const grid = `<path d="${months.map((x) => `M${x} 0v${height - 2}`).join("")}" stroke="${light.line}" fill="none"/>`;
  return inline(height, grid + line + dotMarks({ ...input, width: stripWidth, height, size: 15, step: pageStep }));
}

/** The months over all strips; on a phone the same drawing is two thirds as wide, so that its text must be larger. */
export const dotStripAxis = (scale: DotStripScale, screen: "wide" | "narrow"): Handlebars.SafeString =>
  screen === "wide"
    ? inline(18, monthTicks(scale, { width: stripWidth, size: 14, most: 8 }))
    : inline(24, monthTicks(scale, { width: stripWidth, size: 18, most: 6 }));

/** The marks alone, for a drawing of the given size. Tall stacks are pressed together to fit. */
export function dotMarks(input: DotMarksInput): string {
  const { days, due, scale, width, height, size, step } = input;
  const [floor, radius] = [height - 4, round(step * 0.45)];
  const marks = [...stacks(input)].flatMap(([column, dots]) => {
    const rise = Math.min(step, (floor - radius * 2) / Math.max(1, dots.length - 1));
    return dots.map((isLate, level) => dot({ x: column, y: round(floor - radius - level * rise), radius }, isLate));
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
function stacks({ days, due, scale, width, step }: Omit<DotMarksInput, "height" | "size">): Map<number, boolean[]> {
  const radius = step / 2;
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

const dot = (
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
  isLate: boolean,
): string =>
  isLate
    ? `<circle cx="${x}" cy="${y}" r="${round(radius - 0.9)}" fill="none" stroke="${light.late}" stroke-width="1.8"/>`
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
