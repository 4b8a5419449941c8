import type { Cell, Row } from "../../warehouse/database.ts";
import { visibleText } from "./visible-text.ts";

const widestCell = 60;

/** Rows as aligned columns with a header; numbers to the right, long texts cut, nothing in a cell steers the terminal. */
export function table(names: readonly string[], rows: readonly Row[]): string {
  const cells = rows.map((row) => names.map((name) => cut(visibleText(textOf(row[name] ?? null)))));
  const header = names.map((name) => cut(visibleText(name)));
  const widths = header.map((name, i) => Math.max(widthOf(name), ...cells.map((line) => widthOf(line[i]!))));
  const isNumber = names.map((name) => rows.some((row) => typeof row[name] === "number"));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => {
        const space = " ".repeat(widths[i]! - widthOf(text));
        return isNumber[i] ? space + text : text + space;
      })
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((width) => "─".repeat(width))), ...cells.map(line)].join("\n");
}

function textOf(cell: Cell): string {
  if (cell === null) return "";
  // Six digits are more than a forecast supports; --json and --csv give them all.
  if (typeof cell === "number" && !Number.isInteger(cell)) return String(Number(cell.toPrecision(6)));
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length <= widestCell ? text : `${letters.slice(0, widestCell - 1).join("")}…`;
}

/** Columns that a text takes, near enough: letters, with East Asian wide ones and emoji as two. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, letter) =>
      sum +
      (/\p{Mark}/u.test(letter)
        ? 0
        : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
              letter,
            )
          ? 2
          : 1),
    0,
  );
