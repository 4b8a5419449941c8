import { readFileSync } from "node:fs";
import path from "node:path";
import Handlebars from "handlebars";
import { templatesFolder } from "../facts/phrasebook.ts";
import { fontFaces, sansStack, serifStack } from "../theme/fonts.ts";
import { dark, light, toCustomProperties } from "../theme/palette.ts";
import type { Render } from "./engine.ts";

/** A whole page that needs nothing else: styles, fonts, pictures and script lie inside it. */
export function renderPage(render: Render, template: string, data: Readonly<Record<string, unknown>>): string {
  return render(template, {
    ...data,
    style: new Handlebars.SafeString(style()),
    script: new Handlebars.SafeString(script()),
  });
}

function style(): string {
  const css = readFileSync(path.join(templatesFolder, "page.css"), "utf8");
  return [
    fontFaces(),
    `:root{color-scheme:light dark;--sans:${sansStack};--serif:${serifStack};${toCustomProperties(light)}}`,
    `@media (prefers-color-scheme:dark){:root{${toCustomProperties(dark)}}}`,
    `@media print{:root{color-scheme:light;${toCustomProperties({ ...light, paper: "#ffffff" })}}}`,
    css,
  ].join("\n");
}

const script = (): string => readFileSync(path.join(templatesFolder, "page.js"), "utf8");
