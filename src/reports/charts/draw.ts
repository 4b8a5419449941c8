import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** Draws a Vega-Lite chart as SVG, without title, script or outside reference; whoever places it says what it shows. */
export async function drawChart(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec, { logger: quiet }).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
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
