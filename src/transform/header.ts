/** The contract that a SQL file states in its leading comment. */
export interface Header {
  /** What a row is, in words. */
  readonly about: string;
  readonly grain: readonly string[];
  /** Conditions that hold for every row; a row that breaks one stops the release. */
  readonly checks: readonly string[];
  /** Conditions whose breaches are counted and shown, and stop nothing. */
  readonly warnings: readonly string[];
  /** Every other `key: value` line, such as a metric's unit. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Reads the leading block comment of a SQL file. Throws where there is none, or where it says nothing in words. */
export function parseHeader(name: string, sql: string): Header {
  const comment = /^\s*\/\*([\s\S]*?)\*\//.exec(sql)?.[1];
  if (comment === undefined) throw new Error(`${name}: the file must begin with a comment that says what a row is`);
  const lines = comment
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const keyed = lines.flatMap((line) => {
    const match = /^([a-z_]+):\s+(.+)$/.exec(line);
    return match ? [{ key: match[1]!, value: match[2]! }] : [];
  });
  const valuesOf = (key: string) => keyed.filter((line) => line.key === key).map((line) => line.value);
  const about = lines.filter((line) => !/^[a-z_]+:\s/.test(line)).join(" ");
  if (about === "") throw new Error(`${name}: the header must say in words what a row is`);
  return {
    about,
    grain: valuesOf("grain").flatMap((value) => value.split(",").map((column) => column.trim())),
    checks: valuesOf("check"),
    warnings: valuesOf("warn"),
    facts: Object.fromEntries(keyed.map((line) => [line.key, line.value])),
  };
}
