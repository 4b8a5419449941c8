/** Anything of the graph: what it reads and what it writes, by schema-qualified table. */
export interface GraphNode {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/**
 * The nodes in an order in which each comes after those that it reads; ties go by name, so that the order is always the same.
 * Tables that no node writes are inputs. Throws on two nodes writing one table, and on a cycle, naming its members.
 */
export function orderNodes<Node extends GraphNode>(nodes: readonly Node[]): Node[] {
  const writers = new Map<string, Node>();
  for (const node of nodes) {
    for (const table of node.writes) {
      const other = writers.get(table);
      if (other) throw new Error(`${table} is written twice: by ${other.name} and by ${node.name}`);
      writers.set(table, node);
    }
  }
  const waiting = new Map(
    [...nodes]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((node) => [node, new Set(node.reads.flatMap((table) => writers.get(table) ?? []))] as const),
  );
  const ordered: Node[] = [];
  while (waiting.size > 0) {
    const next = [...waiting].find(([, before]) => before.size === 0)?.[0];
    if (!next) throw new Error(`These models read one another in a circle: ${describeCycle(waiting)}`);
    ordered.push(next);
    waiting.delete(next);
    for (const before of waiting.values()) before.delete(next);
  }
  return ordered;
}

/** Follows what is read until a node comes again. */
function describeCycle<Node extends GraphNode>(waiting: ReadonlyMap<Node, ReadonlySet<Node>>): string {
  const trail: Node[] = [];
  let current = [...waiting.keys()][0]!;
  while (!trail.includes(current)) {
    trail.push(current);
    current = [...waiting.get(current)!][0]!;
  }
  return [...trail.slice(trail.indexOf(current)), current].map((node) => node.name).join(" → ");
}
