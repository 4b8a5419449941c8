import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const sans = "Source Sans 3";
export const serif = "Source Serif 4";
export const sansStack = `"${sans} Variable","${sans}",system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif`;
export const serifStack = `"${serif} Variable","${serif}",Charter,Georgia,"Times New Roman",serif`;

/** Font files for drawing PNG; a bare server has none of its own, and text would silently vanish. */
export const fontFiles: readonly string[] = [
  require.resolve("@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf"),
  require.resolve("@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf"),
];

/** Rules that carry the page's fonts inside the page, so that it needs nothing else. */
export function fontFaces(): string {
  const faces = [
    [sans, "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2", "normal"],
    [serif, "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2", "normal"],
  ] as const;
  return faces
    .map(([family, file, style]) => {
      const data = readFileSync(require.resolve(file)).toString("base64");
      return `@font-face{font-family:"${family} Variable";font-style:${style};font-weight:200 900;font-display:swap;src:url(data:font/woff2;base64,${data}) format("woff2")}`;
    })
    .join("\n");
}
