/** That one thing waits for another. */
export type Edge = readonly [from: string, to: string];

/**
 * Circles of things that wait for each other, of any length, each with its members in order; whatever waits for itself is a
 * circle of one. Strongly connected components (Tarjan 1972, SIAM Journal on Computing 1, 146-160), with a stack of its own:
 * a chain of 50,000 tasks would overflow the language's. Takes time in proportion to the edges.
 */
export function circlesOf(edges: readonly Edge[]): string[][] {
  const byStart = Map.groupBy(edges, ([from]) => from);
  const next = new Map([...byStart].map(([from, out]) => [from, out.map(([, to]) => to)]));
  const isAlone = (component: readonly string[]) =>
    component.length === 1 && !next.get(component[0]!)!.includes(component[0]!);
  return components(next)
    .filter((component) => !isAlone(component))
    .map((component) => component.sort());
}

interface Visit {
  readonly at: string;
  /** How many of its successors have been looked at. */
  looked: number;
}

function components(next: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const [open, isOpen]: [string[], Set<string>] = [[], new Set()];
  const enter = (at: string): Visit => {
    lowest.set(at, order.size);
    order.set(at, order.size);
    open.push(at);
    isOpen.add(at);
    return { at, looked: 0 };
  };
  const lower = (at: string, to: number) => lowest.set(at, Math.min(lowest.get(at)!, to));
  for (const start of next.keys()) {
    const path = order.has(start) ? [] : [enter(start)];
    while (path.length > 0) {
      const visit = path.at(-1)!;
      const to = next.get(visit.at)?.[visit.looked++];
      if (to !== undefined) {
        // What nothing follows from lies in no circle.
        if (!next.has(to)) continue;
        if (!order.has(to)) path.push(enter(to));
        else if (isOpen.has(to)) lower(visit.at, order.get(to)!);
        continue;
      }
      path.pop();
      if (path.length > 0) lower(path.at(-1)!.at, lowest.get(visit.at)!);
      if (lowest.get(visit.at) === order.get(visit.at)) found.push(closed(visit.at));
    }
  }
  return found;

  function closed(root: string): string[] {
    const component = open.splice(open.lastIndexOf(root));
    for (const each of component) isOpen.delete(each);
    return component;
  }
}
