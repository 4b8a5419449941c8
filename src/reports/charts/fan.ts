import type { TopLevelSpec } from "vega-lite";
import { light } from "../theme/palette.ts";
import { vegaConfig } from "../theme/vega.ts";
import type { ChartData } from "./draw.ts";

export interface FanWeek {
  readonly week: string;
  readonly kind: string;
  readonly tasks: number | null;
  readonly lo: number | null;
  readonly mid: number | null;
  readonly hi: number | null;
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** Text size in pixels. */
  readonly size: number;
}

/** The rows of a fan: weeks measured, weeks ahead, the last measured one, and where the band is named. */
export function fanData(weeks: readonly FanWeek[]): ChartData {
  const rows = weeks.map((week) => ({ ...week, week: Date.parse(week.week) }));
  const past = rows.filter((week) => week.kind !== "forecast" && week.tasks !== null);
  const last = past.at(-1);
  const join = last ? [{ ...last, lo: last.tasks, mid: last.tasks, hi: last.tasks }] : [];
  const ahead = [...join, ...rows.filter((week) => week.kind === "forecast")];
  const end = ahead.at(-1);
  const top = Math.max(0, ...ahead.slice(-4).map((week) => week.hi ?? 0));
  return { past, ahead, last: past.slice(-1), label: end ? [{ ...end, top }] : [] };
}

/** Measured weeks as a solid line, weeks ahead as a dashed median in its 80 % band; the band starts where the line ends. */
export function fanChart({ width, height, size }: Size): TopLevelSpec {
  const x = {
    field: "week",
    type: "temporal",
    title: null,
    scale: { type: "utc" },
    axis: { format: "%-d %b", tickCount: Math.floor(width / (size * 7)), labelFlush: true },
  } as const;
  const y = (field: string) =>
    ({ field, type: "quantitative", title: null, scale: { zero: true }, axis: { tickCount: 4 } }) as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: width - 44,
    height: height - 34,
    autosize: { type: "pad" },
    config: vegaConfig(size),
    layer: [
      {
        data: { name: "ahead" },
        mark: { type: "area", color: light.band },
        encoding: { x, y: y("lo"), y2: { field: "hi" } },
      },
      {
        data: { name: "ahead" },
        mark: { type: "line", color: light.forecast, strokeDash: [6, 5] },
        encoding: { x, y: y("mid") },
      },
      { data: { name: "past" }, mark: { type: "line", color: light.actual }, encoding: { x, y: y("tasks") } },
      {
        data: { name: "last" },
        mark: { type: "point", filled: true, color: light.actual, size: size * 5, opacity: 1 },
        encoding: { x, y: y("tasks") },
      },
      {
        data: { name: "label" },
        mark: {
          ...{ type: "text", text: "80 % interval", align: "right", dx: -2, dy: -size * 0.7 },
          ...{ color: light.forecast, fontSize: size },
        },
        encoding: { x, y: y("top") },
      },
    ],
  } as TopLevelSpec;
}
