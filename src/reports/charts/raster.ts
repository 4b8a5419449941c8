import { Resvg } from "@resvg/resvg-js";
import { fontFiles, sans } from "../theme/fonts.ts";
import { light } from "../theme/palette.ts";

export interface Picture {
  readonly png: Buffer;
  /** Size to show it at, in CSS pixels; the file has twice as many for sharp screens. */
  readonly width: number;
  readonly height: number;
}

/** An SVG as an opaque PNG of twice its shown size, with the shipped font only. */
export function toPicture(svg: string, width: number): Picture {
  const image = new Resvg(svg, {
    background: light.card,
    fitTo: { mode: "width", value: width * 2 },
    font: { fontFiles: [...fontFiles], loadSystemFonts: false, defaultFontFamily: sans },
  }).render();
  return { png: image.asPng(), width, height: Math.round(image.height / 2) };
}
