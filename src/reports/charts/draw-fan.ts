import Handlebars from "handlebars";
import { followTheme } from "../theme/palette.ts";
import { type ChartData, prepareChart } from "./draw.ts";
import { type FanWeek, fanChart, fanData } from "./fan.ts";

/** Compiled when first drawn: compiling takes as long as drawing, and every page has the same charts. */
const fans = {
  wide: once(() => prepareChart(fanChart({ width: 860, height: 280, size: 14 }))),
  narrow: once(() => prepareChart(fanChart({ width: 340, height: 230, size: 13 }))),
  mail: once(() => prepareChart(fanChart({ width: 552, height: 300, size: 19 }))),
};

/** A fan for wide and for narrow pages, in the page's own colors. */
export async function drawFans(weeks: readonly FanWeek[]) {
  const inline = async (draw: (data: ChartData) => Promise<string>, rows: readonly FanWeek[]) =>
    new Handlebars.SafeString(followTheme(await draw(fanData(rows))));
  return {
    wideSvg: await inline(fans.wide(), weeks),
    narrowSvg: await inline(fans.narrow(), weeks.slice(-26)),
  };
}

/** The same for mail, as SVG to make a picture of. */
export const drawMailFan = (weeks: readonly FanWeek[]): Promise<string> => fans.mail()(fanData(weeks.slice(-24)));

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
