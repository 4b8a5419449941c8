import type { Actor } from "../world/tasks.ts";
import type { World } from "../world/world.ts";
import type { AnyView } from "./view.ts";

/** What the server was told to refuse or leave out; everything is there by default. */
export interface Abilities {
  readonly plan: "free" | "starter" | "advanced";
  /** Tasks that are approvals; the free plan never has them. */
  readonly approvals: boolean;
  /** Task search; the free plan never has it. */
  readonly search: boolean;
  /** Whether the flat list of time entries tells the task of an entry. */
  readonly flatEntriesHaveTask: boolean;
  /** Whether the token may write custom fields of people. */
  readonly writesPeople: boolean;
}

/** One request, parsed. */
export interface Call {
  readonly world: World;
  readonly abilities: Abilities;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The `data` of a body; empty where none was sent. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The instant of the request. */
  readonly now: Date;
  /** The token's user, now. */
  readonly actor: Actor;
}

/** What a route answers; the HTTP layer applies opt_fields and paging. */
export type Answer =
  | { readonly kind: "list"; readonly view: AnyView; readonly rows: readonly unknown[]; readonly isPaged: boolean }
  | { readonly kind: "record"; readonly view: AnyView; readonly row: unknown; readonly status?: number }
  | { readonly kind: "raw"; readonly data: unknown };

export interface Route {
  /** The operation's name in Asana's document. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly answer: (call: Call) => Answer;
  /** Feature that a lower plan lacks; answered with 402. */
  readonly feature?: Feature;
}

export type Feature = "time" | "custom_fields" | "search" | "portfolios" | "capacity" | "money" | "goals" | "approvals";

export const list = (view: AnyView, rows: Iterable<unknown>): Answer => ({
  kind: "list",
  view,
  rows: Array.isArray(rows) ? rows : [...rows],
  isPaged: true,
});
export const unpaged = (view: AnyView, rows: Iterable<unknown>): Answer =>
  ({ ...list(view, rows), isPaged: false }) as Answer;
export const record = (view: AnyView, row: unknown): Answer => ({ kind: "record", view, row });
export const created = (view: AnyView, row: unknown): Answer => ({ kind: "record", view, row, status: 201 });
export const empty: Answer = { kind: "raw", data: {} };

export const get = (id: string, path: string, answer: Route["answer"], feature?: Feature): Route => ({
  id,
  method: "GET",
  path,
  answer,
  ...(feature && { feature }),
});
export const write = (
  id: string,
  [method, path]: readonly ["POST" | "PUT" | "DELETE", string],
  answer: Route["answer"],
  feature?: Feature,
): Route => ({ id, method, path, answer, ...(feature && { feature }) });
