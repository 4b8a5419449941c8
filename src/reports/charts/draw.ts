import type { TopLevelSpec } from "vega-lite";

/** Rows by the name of the data that a chart draws. */
export type ChartData = Readonly<Record<string, readonly object[]>>;

let libraries: Promise<readonly [typeof import("vega"), typeof import("vega-lite")]> | undefined;

/** Loads what draws charts, which can go on while queries run; the first chart waits for it. */
export function startCharts() {
  libraries ??= Promise.all([import("vega"), import("vega-lite")]);
  // Whoever draws hears of a failure; until then it is nobody's.
  libraries.catch(() => undefined);
  return libraries;
}

/**
 * Compiles a Vega-Lite chart over named data once, and draws it as SVG for any rows: without title, script or outside
 * reference; whoever places it says what it shows. Dates are given as milliseconds.
 */
export function prepareChart(spec: TopLevelSpec): (data: ChartData) => Promise<string> {
  const compiled = startCharts().then(([{ parse }, { compile }]) => parse(compile(spec, { logger: quiet }).spec));
  return async (data) => {
    const [[{ View }], runtime] = await Promise.all([startCharts(), compiled]);
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
