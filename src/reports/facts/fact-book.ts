import type { Fact } from "./fact.ts";

/** Facts by metric and scope. */
export interface FactBook {
  readonly all: readonly Fact[];
  /** The fact of a metric for a scope, undefined where there is none. */
  find(metric: string, gid: string): Fact | undefined;
  /** The number of such a fact, null where there is none or where it is a date. */
  number(metric: string, gid: string): number | null;
  /** All facts of a metric. */
  of(metric: string): readonly Fact[];
}

export const workspace = "workspace";

export function createFactBook(facts: readonly Fact[]): FactBook {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const byMetric = Map.groupBy(facts, (fact) => fact.metric);
  const find = (metric: string, gid: string) => byId.get(`${metric}:${gid}`);
  return {
    all: facts,
    find,
    number: (metric, gid) => {
      const value = find(metric, gid)?.value;
      return typeof value === "number" ? value : null;
    },
    of: (metric) => byMetric.get(metric) ?? [],
  };
}
