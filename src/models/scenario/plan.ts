import type { ModelInput, ModelSettings } from "../node.ts";
import type { Newcomer } from "../onboarding/first-months.ts";

/** Another plan: what would be different from the release. People, teams and projects by gid; dates YYYY-MM-DD. */
export interface Plan {
  readonly name: string;
  readonly joins: readonly Join[];
  readonly leaves: readonly Leave[];
  readonly reassigns: readonly Reassign[];
  readonly added: readonly AddedProject[];
  readonly moves: readonly { readonly project_gid: string; readonly weeks: number }[];
  readonly drops: readonly string[];
  readonly scopes: readonly { readonly project_gid: string; readonly percent: number }[];
  readonly headcount: Partial<ModelSettings["headcount"]>;
}

/** Somebody made up, as nobody has joined yet. */
export interface Join extends Newcomer {
  /** Somebody half of whose later tasks the newcomer takes over; null for nobody. */
  readonly takes_from: string | null;
}

export interface Leave {
  readonly person_gid: string;
  /** Last day at work. */
  readonly on: string;
  /** Who gets the open work that is due later: the home team by room, nobody, or one person. */
  readonly work_goes_to: "team" | "nobody" | { readonly person_gid: string };
}

export interface Reassign {
  readonly from: string;
  readonly to: string;
  /** Of all projects where null. */
  readonly project_gid: string | null;
  /** Share of the tasks, above 0 to 1. */
  readonly share: number;
  /** Only tasks due from this day on, or undated; all where null. */
  readonly since: string | null;
}

export interface AddedProject {
  /** Made up. */
  readonly project_gid: string;
  readonly name: string;
  readonly team_gid: string | null;
  /** Who would do it; empty: the team. */
  readonly people: readonly string[];
  readonly starts_on: string;
  readonly ends_on: string;
  readonly probability: number;
  readonly hours: number;
  /** Its tasks; empty where only the hours are known. */
  readonly items: readonly WorkItem[];
}

export interface WorkItem {
  readonly name: string;
  readonly hours: number;
  readonly start_on: string | null;
  readonly due_on: string | null;
  readonly assignee_gid: string | null;
  readonly skills: readonly string[];
}

/** A copy of the release's marts that the scenario may change. */
export interface ScenarioInput extends ModelInput {
  readonly run: (sql: string, parameters?: readonly (string | number | null)[]) => Promise<void>;
}
