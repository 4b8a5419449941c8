import { lastSourceStates } from "../../warehouse/refresh-ledger.ts";
import type { Store } from "../../warehouse/store.ts";
import type { Problem } from "./stages.ts";

interface SourceState {
  readonly source: string;
  readonly state: string;
  readonly detail: string | null;
  readonly asana_says: number | null;
  readonly warehouse_says: number | null;
  readonly is_explained: boolean | null;
}

/** What the night's reading lacks: failures always, what plan or token refuse only when the last night did not know it. */
export async function findSourceProblems(store: Store, seq: number): Promise<Problem[]> {
  const before = await lastSourceStates(store, seq);
  const now = await store.exclusive(() =>
    store.database.rows<SourceState>(
      "select source, state, detail, asana_says, warehouse_says, is_explained from ledger.sources where seq = $1 order by source",
      [seq],
    ),
  );
  return now.flatMap((source) => [...missing(source, before), ...unexplained(source)]);
}

function missing({ source, state, detail }: SourceState, before: ReadonlyMap<string, string>): Problem[] {
  const isKnown = before.get(source) === state;
  const isTold = state === "failed" || state === "partial" || (!isKnown && (state === "absent" || state === "refused"));
  if (!isTold) return [];
  const since = isKnown ? "" : "newly ";
  return [{ stage: "extract", what: `${source} is ${since}${state}${detail ? `: ${detail}` : ""}` }];
}

const unexplained = (row: SourceState): Problem[] =>
  row.is_explained === false
    ? [
        {
          stage: "extract",
          what: `${row.source}: Asana says ${row.asana_says}, the warehouse holds ${row.warehouse_says}, and nothing explains the difference`,
        },
      ]
    : [];
