import { asBefore } from "../../extract/judge-source.ts";
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
  const lacking = now.filter(({ source, state }) => isLacking(state) && before.get(source) !== state);
  return [
    ...(lacking.length > fewEnoughToName ? lackingTogether(lacking) : lacking.flatMap((row) => missing(row, before))),
    ...now.flatMap((row) => [...(isLacking(row.state) ? [] : missing(row, before)), ...unexplained(row)]),
  ];
}

/** So many sources that plan or token lack get a line each; more of them, as in a first night, one line together. */
const fewEnoughToName = 3;

const isLacking = (state: string): boolean => state === "absent" || state === "refused";

function lackingTogether(sources: readonly SourceState[]): Problem[] {
  const named = (wanted: string) =>
    sources.filter(({ state }) => state === wanted).map(({ source }) => source.replaceAll("_", " "));
  const parts = [
    [named("absent"), "not in this plan, or not offered by this server"],
    [named("refused"), "not for this token"],
  ] as const;
  return parts.flatMap(([names, why]): Problem[] =>
    names.length === 0
      ? []
      : [
          {
            stage: "extract",
            what: `${why}, seen first tonight: ${names.join(", ")}. \`plimsoll doctor\` says what each costs`,
          },
        ],
  );
}

function missing({ source, state, detail }: SourceState, before: ReadonlyMap<string, string>): Problem[] {
  const isKnown = before.get(source) === state;
  const isNews =
    state === "failed" || (state === "partial" && !isRefusedAsBefore(detail)) || (!isKnown && isLacking(state));
  if (!isNews) return [];
  const since = isKnown ? "" : "newly ";
  return [{ stage: "extract", what: `${source} is ${since}${state}${detail ? `: ${detail}` : ""}` }];
}

/** Only single listings that this token may not see, each of them refused before, and no row lost. */
const isRefusedAsBefore = (detail: string | null): boolean =>
  Boolean(detail?.includes(`not for this token, ${asBefore}`)) && !detail?.includes("left out");

const unexplained = (row: SourceState): Problem[] =>
  row.is_explained === false
    ? [
        {
          stage: "extract",
          what: `${row.source}: Asana says ${row.asana_says}, the warehouse holds ${row.warehouse_says}, and nothing explains the difference`,
        },
      ]
    : [];
