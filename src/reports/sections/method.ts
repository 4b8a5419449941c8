import { dedent } from "../facts/dedent.ts";
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
    hedges: hedges.map((step, i) => ({ word: step.word, range: rangeOf(step.from, hedges[i - 1]?.from) })),
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

/** The ends stay open: no chance reads 0 % or 100 %. */
function rangeOf(from: number, to: number | undefined): string {
  if (to === undefined) return `${percent(from)} and more`;
  return from === 0 ? `under ${percent(to)}` : `${percent(from)} to ${percent(to)}`;
}

const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
