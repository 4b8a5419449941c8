import Handlebars from "handlebars";
import { followTheme } from "../theme/palette.ts";
import { drawChart } from "./draw.ts";
import { type FanWeek, fanChart } from "./fan.ts";

/** A fan for wide and for narrow pages, in the page's own colors. */
export async function drawFans(weeks: readonly FanWeek[]) {
  const inline = async (rows: readonly FanWeek[], size: Parameters<typeof fanChart>[1]) =>
    new Handlebars.SafeString(followTheme(await drawChart(fanChart(rows, size))));
  return {
    wideSvg: await inline(weeks, { width: 860, height: 280, size: 14 }),
    narrowSvg: await inline(weeks.slice(-26), { width: 340, height: 230, size: 13 }),
  };
}
