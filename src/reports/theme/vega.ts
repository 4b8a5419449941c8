import type { Config } from "vega-lite";
import { sans } from "./fonts.ts";
import { light } from "./palette.ts";

/** The look of every Vega-Lite chart. `size` is the text size in pixels of the drawing. */
export const vegaConfig = (size: number): Config => ({
  background: light.card,
  font: sans,
  padding: 4,
  view: { stroke: null },
  axis: {
    domainColor: light.line,
    gridColor: light.line,
    gridOpacity: 0.6,
    labelColor: light.quiet,
    labelFontSize: size,
    tickColor: light.line,
    titleColor: light.quiet,
    titleFontSize: size,
    titleFontWeight: "normal",
  },
  axisY: { domain: false, ticks: false, labelPadding: 6 },
  axisX: { grid: false, labelPadding: 6 },
  text: { color: light.ink, fontSize: size, font: sans },
  line: { strokeWidth: 2.5, strokeCap: "round", strokeJoin: "round" },
});
