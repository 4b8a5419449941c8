/** Control characters, and the marks that reorder or hide text (Unicode TR36, bidirectional spoofing). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const asText = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A text that a terminal shows as it is: no escape sequence, line break or direction mark of a task's name takes effect. */
export const visibleText = (text: string): string =>
  text.replace(hidden, (mark) => {
    if (mark === "\n") return "\\n";
    if (mark === "\t") return "\\t";
    return asText(mark);
  });

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const steering = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** What a command prints, CSV too, as a terminal may have it: lines and tabs stay, whatever else would steer it shows as text. */
export const onTerminal = (text: string): string => text.replace(steering, asText);
