/** Progress and messages of a run, as data; the sink decides whether they become bars, JSON lines or silence. */
export type LogEvent =
  | {
      readonly type: "info" | "warn" | "error";
      readonly message: string;
      readonly data?: Readonly<Record<string, unknown>>;
    }
  | { readonly type: "stage"; readonly stage: string; readonly state: "started" | "done"; readonly seconds?: number }
  | {
      readonly type: "progress";
      readonly task: string;
      readonly done: number;
      readonly total?: number;
      readonly unit: string;
      readonly data?: Readonly<Record<string, unknown>>;
    };

export type Log = (event: LogEvent) => void;

/** Drops everything. */
export const silent: Log = () => {};
