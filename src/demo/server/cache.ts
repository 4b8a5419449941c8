import type { World } from "../world/world.ts";

/** Rows of listings, kept while the world does not change; a page of a long listing then costs a slice. */
const kept = new WeakMap<World, { version: number; rows: Map<string, readonly unknown[]> }>();

const MOST = 200;

export function cached<Row>(world: World, key: string, rows: () => readonly Row[]): readonly Row[] {
  let cache = kept.get(world);
  if (!cache || cache.version !== world.version || cache.rows.size > MOST) {
    cache = { version: world.version, rows: new Map() };
    kept.set(world, cache);
  }
  const known = cache.rows.get(key);
  if (known) return known as readonly Row[];
  const made = rows();
  cache.rows.set(key, made);
  return made;
}
