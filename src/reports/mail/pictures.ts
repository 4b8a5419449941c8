import { type DotStripScale, dotMarks, monthTicks } from "../charts/dot-strip.ts";
import { type Picture, toPicture } from "../charts/raster.ts";
import { sans } from "../theme/fonts.ts";
import { light } from "../theme/palette.ts";

export const pictureWidth = 552;
/** Text of 19 px in a 552 px picture is still 11 px on a phone, where the picture is 327 px wide. */
const textSize = 19;
const rowHeight = 56;
const left = 190;

export interface PictureRow {
  readonly name: string;
  readonly days: readonly string[];
  readonly due: string | null;
}

/** Dot plots of several projects in one opaque picture. */
export function completionPicture(rows: readonly PictureRow[], scale: DotStripScale): Picture {
  const width = pictureWidth - left - 10;
  const height = rows.length * rowHeight + 34;
  const lines = rows.map((row, i) => {
    const floor = (i + 1) * rowHeight;
    const name = `<text x="2" y="${floor - 12}" font-size="${textSize}" fill="${light.ink}">${escapeText(nameFor(row.name, i))}</text>`;
    const rule = `<line x1="0" x2="${pictureWidth}" y1="${floor}" y2="${floor}" stroke="${light.line}"/>`;
    return `${rule}${name}<g transform="translate(${left} ${floor - rowHeight})">${dotMarks({ ...row, scale, width, height: rowHeight, size: textSize, step: 10 })}</g>`;
  });
  const ticks = monthTicks(scale, { width, size: textSize, most: 4 });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" font-family="${sans}">${lines.join("")}<g transform="translate(${left} ${rows.length * rowHeight + 4})">${ticks}</g></svg>`;
  return toPicture(svg, pictureWidth);
}

/** The shipped font has Latin, Greek and Cyrillic letters; a name in others is called by its place in the list. */
function nameFor(name: string, index: number): string {
  const letters = name.replaceAll(/\p{Extended_Pictographic}|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}]/gu, "").trim();
  const drawable = letters
    .replaceAll(/[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}\p{P}\p{Sm}\p{Zs}]/gu, "")
    .trim();
  if (drawable.length * 2 < letters.length || drawable.length === 0) return `Project ${index + 1}`;
  return drawable.length > 20 ? `${drawable.slice(0, 19).trimEnd()}…` : drawable;
}

const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
