import type { Cell } from "./cell.ts";

/** A number of weeks with its doubt: the middle, and what nine of ten cases stay below. */
export interface WeeksRange {
  readonly p50: number;
  readonly p90: number;
}

/** Settings that models take from the config; plain values, so that models know nothing of files. */
export interface ModelSettings {
  readonly thresholds: {
    readonly at_capacity: number;
    readonly overload: number;
    readonly severe: number;
    readonly underutilized: number;
    readonly time_variance: number;
    readonly anomaly_confidence: number;
  };
  readonly headcount: {
    readonly attrition_per_year?: number | undefined;
    readonly hiring_lead_weeks?: number | WeeksRange | undefined;
    readonly ramp_weeks?: number | WeeksRange | undefined;
    /** Positions that are open, or were: filled ones teach how long hiring takes. */
    readonly requisitions?:
      | readonly {
          readonly team?: string | undefined;
          readonly skills?: readonly string[] | undefined;
          readonly opened_on: string;
          readonly filled_on?: string | undefined;
          readonly count?: number | undefined;
          readonly weekly_hours?: number | undefined;
        }[]
      | undefined;
    readonly pipeline?:
      | readonly {
          readonly name: string;
          readonly team?: string | undefined;
          readonly skills?: readonly string[] | undefined;
          readonly hours: number;
          readonly starts_on: string;
          readonly ends_on: string;
          readonly probability: number;
        }[]
      | undefined;
  };
  /** Windows that are planned as one: a list, or the first of a row of equal ones. */
  readonly sprints?:
    | readonly { readonly name: string; readonly starts_on: string; readonly ends_on: string }[]
    | { readonly name: string; readonly starts_on: string; readonly weeks: number }
    | undefined;
  readonly default_weekly_capacity_hours: number;
  readonly week_starts_on: "monday" | "sunday" | "saturday";
  readonly time_zone: string;
}

export type ModelRow = Readonly<Record<string, Cell>>;

export interface ModelInput {
  /** Rows of a query over the tables that the node says it reads. Dates are 'YYYY-MM-DD', instants ISO, hours numbers. */
  readonly rows: <T = ModelRow>(sql: string) => Promise<T[]>;
  /** As-of date, YYYY-MM-DD. */
  readonly asOf: string;
  readonly seed: number;
  readonly runId: string;
  readonly settings: ModelSettings;
}

/** A TypeScript model as a node of the graph: it names what it reads and what it writes. Column types come from the dictionary. */
export interface ModelNode {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Whether what it reads is kept in the store, so that its forecasts can be made again after the release is gone. */
  readonly isRecorded?: true;
  /** Rows by table written. Every column of the dictionary must be given (null where nothing can be said). */
  readonly run: (input: ModelInput) => Promise<Readonly<Record<string, readonly ModelRow[]>>>;
}

export const modelVersion = "0.1.0";
