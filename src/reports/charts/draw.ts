import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** Rows by the name of the data that a chart draws. */
export type ChartData = Readonly<Record<string, readonly object[]>>;

/**
 * Compiles a Vega-Lite chart over named data once, and draws it as SVG for any rows: without title, script or outside
 * reference; whoever places it says what it shows. Dates are given as milliseconds.
 */
export function prepareChart(spec: TopLevelSpec): (data: ChartData) => Promise<string> {
  const runtime = parse(compile(spec, { logger: quiet }).spec);
  return async (data) => {
    const view = new View(runtime, { renderer: "none" });
    try {
      for (const [name, rows] of Object.entries(data)) view.data(name, [...rows]);
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  };
}

/** Vega-Lite tells of harmless defaults on the console; errors still throw. */
const quiet = {
  level: () => quiet,
  error: (...message: unknown[]) => {
    throw new Error(`The chart cannot be drawn: ${message.join(" ")}`);
  },
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
} as never;
