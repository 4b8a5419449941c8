/** Counts what could not be taken as Asana sent it: rows that break the schema, and values that no one knew. */
export interface Tally {
  broken(field: string, gid: string | undefined): void;
  unknown(column: string, value: string): void;
  readonly numberOfBroken: number;
  /** Gids of broken rows: the objects exist, so they are not gone. */
  readonly brokenGids: readonly string[];
  /** In words, for the sources; empty where all was well. */
  words(): string;
}

const mostNamed = 3;

export function createTally(): Tally {
  const fields = new Map<string, number>();
  const values = new Map<string, number>();
  const gids: string[] = [];
  let numberOfBroken = 0;
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  return {
    broken: (field, gid) => {
      numberOfBroken += 1;
      count(fields, field || "the row");
      if (gid) gids.push(gid);
    },
    unknown: (column, value) => {
      count(values, `${column} "${value.slice(0, 40)}"`);
    },
    get numberOfBroken() {
      return numberOfBroken;
    },
    brokenGids: gids,
    words: () =>
      [
        numberOfBroken &&
          `${numberOfBroken} rows were left out because ${listTop(fields)} is not as Asana documents it`,
        values.size && `unknown values kept: ${listTop(values)}`,
      ]
        .filter(Boolean)
        .join("; "),
  };
}

const listTop = (counts: Map<string, number>): string =>
  [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, mostNamed)
    .map(([name, n]) => `${name} (${n})`)
    .join(", ");
