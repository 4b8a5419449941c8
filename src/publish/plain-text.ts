/**
 * Characters that steer a terminal or the direction of writing: controls, format characters, line separators. Line
 * ends and the joiner inside emoji are harmless.
 */
const steering = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\n\u200d]]/gv;

/** Text for one line of a terminal: steering characters become visible, line ends become spaces, long text is cut. */
export function oneLine(text: string, length = 100): string {
  const flat = text.replaceAll(/[\r\n\t]+/g, " ").replaceAll(steering, visible);
  const letters = [...flat];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : flat;
}

/** Text for a name or a note in Asana: no steering characters, at most `length` characters. */
export function clean(text: string, length: number): string {
  const letters = [...text.replaceAll(/\r\n?/g, "\n").replaceAll(steering, "")];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : letters.join("");
}

const visible = (character: string): string =>
  `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`;
