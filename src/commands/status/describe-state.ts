import { visibleText } from "../output/visible-text.ts";
import type { State } from "./read-state.ts";

export interface Verdict {
  readonly ageHours: number | null;
  readonly isStale: boolean;
  /** What is wrong, one sentence each. */
  readonly wrong: readonly string[];
}

/** A night may be late by half a day before anyone should be called. */
export const staleHours = 36;

const outcomes: Readonly<Record<number, string>> = {
  0: "done",
  1: "stopped: someone must act",
  2: "done, with something missing",
  3: "stopped by a failed check",
};

/** How old the data is and what is wrong. */
export function judge(state: State, now: Date): Verdict {
  const readAt = state.current?.data_as_of_at;
  const ageHours = readAt ? (now.getTime() - Date.parse(readAt)) / 3_600_000 : null;
  const isStale = ageHours === null || ageHours > staleHours;
  const { lastRun } = state;
  const unread = state.sources.filter((source) => !["ok", "off", "absent"].includes(source.state));
  return {
    ageHours,
    isStale,
    wrong: [
      ...(isStale ? [`the data is ${describeAge(ageHours)}; a night should have run within ${staleHours} hours`] : []),
      ...(lastRun && !lastRun.finished_at && !state.busy
        ? [`run ${lastRun.run_id} never ended; run the command again`]
        : []),
      ...(lastRun?.exit_code
        ? [`run ${lastRun.run_id} ended with ${lastRun.exit_code} (${outcomes[lastRun.exit_code]})`]
        : []),
      ...unread.map(({ source, state: word, detail }) => `${source} is ${word}${detail ? `: ${detail}` : ""}`),
      ...state.failedChecks.map((check) => `check ${check.check_id}: ${check.number_of_violations} row(s) break it`),
    ],
  };
}

export function describeState(state: State, verdict: Verdict, home: string): string {
  const { current, lastRun } = state;
  const counts = Map.groupBy(state.sources, (source) => source.state);
  const lines = [
    ["release", current ? `${current.path}, as of ${current.as_of_on}` : "none yet"],
    ["data", current ? describeAge(verdict.ageHours) : "none"],
    [
      "last run",
      state.busy ? `running now (PID ${state.busy})` : lastRun ? describeRun(lastRun) : "none in the ledger",
    ],
    ["sources", [...counts].map(([word, sources]) => `${sources.length} ${word}`).join(", ") || "none"],
    ["home", home],
  ];
  const wrong = verdict.wrong.map((sentence) => `- ${visibleText(sentence)}`).join("\n");
  const table = lines.map(([name, text]) => `${name!.padEnd(10)}${text}`).join("\n");
  return `${table}\n\n${wrong ? `Wrong:\n${wrong}` : "Nothing is wrong."}\n`;
}

const describeRun = ({ run_id, started_at, exit_code, finished_at }: NonNullable<State["lastRun"]>): string =>
  `${run_id}, began ${started_at.slice(0, 16).replace("T", " ")} UTC, ` +
  (finished_at ? (outcomes[exit_code ?? 0] ?? `ended with ${exit_code}`) : "never ended");

function describeAge(hours: number | null): string {
  if (hours === null) return "of unknown age";
  if (hours < 48) return `${Math.max(0, Math.round(hours))} hours old`;
  return `${Math.round(hours / 24)} days old`;
}
