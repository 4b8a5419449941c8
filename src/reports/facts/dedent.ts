/** A query as readers see it, without the indentation of the file that it stands in. */
export function dedent(sql: string): string {
  const lines = sql.replace(/^\n+/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join("\n");
}
