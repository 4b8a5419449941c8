import { createHash } from "node:crypto";

/** Short stable hash (16 hex digits of SHA-256) of a JSON value; the order of an object's keys does not matter. */
export const hashOf = (value: unknown): string => hashOfText(JSON.stringify(value, sortKeys));

/** The same of a text as it is. */
export const hashOfText = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
