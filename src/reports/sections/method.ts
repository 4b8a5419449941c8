import { titleOfMetric } from "../facts/fact.ts";
import { hedges } from "../facts/hedge.ts";
import { metrics } from "../facts/metrics/index.ts";
import { section } from "../section.ts";

const mostFacts = 40;

/** Where each number comes from: its definition, its query, its value. */
export const method = section({
  id: "method",
  title: "Method",
  load: async () => null,
  view: (_, issue) => ({
    finding: null,
    asOf: issue.asOf,
    runId: issue.runId,
    schemaVersion: issue.schemaVersion,
    modelVersion: issue.modelVersion,
    timeZone: issue.timeZone,
    hedges: hedges.map((step, i) => ({
      word: step.word,
      from: percent(step.from),
      to: percent(hedges[i - 1]?.from ?? 1),
    })),
    metrics: metrics
      .map((metric) => ({ metric, facts: issue.book.of(metric.id) }))
      .filter(({ facts }) => facts.length > 0)
      .map(({ metric, facts }) => ({
        id: metric.id,
        title: titleOfMetric(metric.id),
        definition: metric.definition,
        sql: dedent(metric.sql),
        facts: facts.slice(0, mostFacts),
        more: Math.max(0, facts.length - mostFacts),
      })),
  }),
});

const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

function dedent(sql: string): string {
  const lines = sql.replace(/^\n+/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join("\n");
}
