import { createHash } from "node:crypto";

/**
 * The line that Plimsoll ends its notes and descriptions with. It finds an object again when an answer was lost or
 * when the store is new, and tells the extract that a task is nobody's work.
 */
const line = /(?:^|\s)plimsoll:([\w.:-]+)\s*$/;

/** The marker line of a key. */
export const markerOf = (key: string): string => `plimsoll:${key}`;

/** Text with its marker as the last line. */
export const withMarker = (text: string, key: string): string => `${text.trimEnd()}\n\n${markerOf(key)}`;

/** The key that a text carries; undefined where it carries none. */
export const keyIn = (text: string | null | undefined): string | undefined => line.exec(text ?? "")?.[1];

/** A part of a key: kept where it is made of harmless characters, else hashed, so that names from outside cannot break keys. */
export const keyPart = (text: string): string =>
  /^[\w.-]{1,60}$/.test(text) ? text : createHash("sha256").update(text).digest("hex").slice(0, 16);
