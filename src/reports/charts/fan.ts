import type { TopLevelSpec } from "vega-lite";
import { light } from "../theme/palette.ts";
import { vegaConfig } from "../theme/vega.ts";

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

/** Measured weeks as a solid line, weeks ahead as a dashed median in its 80 % band; the band starts where the line ends. */
export function fanChart(weeks: readonly FanWeek[], { width, height, size }: Size): TopLevelSpec {
  const past = weeks.filter((week) => week.kind !== "forecast" && week.tasks !== null);
  const last = past.at(-1);
  const join = last ? [{ week: last.week, lo: last.tasks, mid: last.tasks, hi: last.tasks }] : [];
  const ahead = [...join, ...weeks.filter((week) => week.kind === "forecast")];
  const x = {
    field: "week",
    type: "temporal",
    title: null,
    scale: { type: "utc" },
    axis: { format: "%-d %b", tickCount: Math.floor(width / (size * 7)), labelFlush: true },
  } as const;
  const y = (field: string) =>
    ({ field, type: "quantitative", title: null, scale: { zero: true }, axis: { tickCount: 4 } }) as const;
  const end = ahead.at(-1);
  const top = Math.max(0, ...ahead.slice(-4).map((week) => week.hi ?? 0));
  const label = (text: string, row: object | undefined, field: string, dy: number) => ({
    data: { values: row ? [row] : [] },
    mark: { type: "text", align: "right", dx: -2, dy, text, color: light.forecast, fontSize: size },
    encoding: { x, y: y(field) },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: width - 44,
    height: height - 34,
    autosize: { type: "pad" },
    config: vegaConfig(size),
    layer: [
      {
        data: { values: ahead },
        mark: { type: "area", color: light.band },
        encoding: { x, y: y("lo"), y2: { field: "hi" } },
      },
      {
        data: { values: ahead },
        mark: { type: "line", color: light.forecast, strokeDash: [6, 5] },
        encoding: { x, y: y("mid") },
      },
      { data: { values: past }, mark: { type: "line", color: light.actual }, encoding: { x, y: y("tasks") } },
      {
        data: { values: past.slice(-1) },
        mark: { type: "point", filled: true, color: light.actual, size: size * 5, opacity: 1 },
        encoding: { x, y: y("tasks") },
      },
      label("80 % interval", end && { ...end, top }, "top", -size * 0.7),
    ],
  } as TopLevelSpec;
}
