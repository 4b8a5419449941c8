import type { FieldTree } from "./opt-fields.ts";

/** How one property of a resource is answered. */
export type Field<Row> =
  | { readonly kind: "plain"; readonly get: (row: Row) => unknown }
  | {
      readonly kind: "one";
      readonly get: (row: Row) => unknown;
      readonly view: () => AnyView;
      readonly isWhole: boolean;
    }
  | {
      readonly kind: "many";
      readonly get: (row: Row) => readonly unknown[] | undefined;
      readonly view: () => AnyView;
      readonly isWhole: boolean;
    };

/** A resource as Asana shows it: every property that it has, those of a compact record, and those of a full one. */
export interface View<Row> {
  /** Null for records without gid and type, such as a membership of a task; told by the row where it may be of several. */
  readonly resourceType: string | null | ((row: Row) => string);
  readonly gid: (row: Row) => string;
  readonly fields: Readonly<Record<string, Field<Row>>>;
  readonly compact: readonly string[];
  readonly full: readonly string[];
}

/** Any view; its rows are known to whoever made it. */
export type AnyView = View<never>;

export type Selector = (row: unknown) => unknown;

export const plain = <Row>(get: (row: Row) => unknown): Field<Row> => ({ kind: "plain", get });

/** A reference: when asked for without its own fields, gid and resource_type only. */
export const one = <Row>(view: () => AnyView, get: (row: Row) => unknown): Field<Row> => ({
  kind: "one",
  view,
  get,
  isWhole: false,
});
export const many = <Row>(view: () => AnyView, get: (row: Row) => readonly unknown[] | undefined): Field<Row> => ({
  kind: "many",
  view,
  get,
  isWhole: false,
});

/** A part of the record itself: when asked for without its own fields, all of it. */
export const part = <Row>(view: () => AnyView, get: (row: Row) => unknown): Field<Row> => ({
  kind: "one",
  view,
  get,
  isWhole: true,
});
export const parts = <Row>(view: () => AnyView, get: (row: Row) => readonly unknown[] | undefined): Field<Row> => ({
  kind: "many",
  view,
  get,
  isWhole: true,
});

type Step = readonly [name: string, read: (row: never) => unknown];

const defaults = new WeakMap<AnyView, Map<string, Selector>>();

/** The record as it comes without opt_fields. */
export function defaultSelector(view: AnyView, shape: "compact" | "full"): Selector {
  const kept = defaults.get(view) ?? new Map<string, Selector>();
  defaults.set(view, kept);
  const known = kept.get(shape);
  if (known) return known;
  const steps = view[shape].map((name): Step => [name, reader(view.fields[name]!, null)]);
  const selector = selectorOf(view, steps, true);
  kept.set(shape, selector);
  return selector;
}

/** The record with exactly the fields asked for, and its gid. Fields that the resource does not have are left out. */
export function treeSelector(view: AnyView, tree: FieldTree): Selector {
  const steps: Step[] = [];
  for (const [name, branch] of tree) {
    const field = Object.hasOwn(view.fields, name) ? view.fields[name] : undefined;
    if (field) steps.push([name, reader(field, branch)]);
  }
  return selectorOf(view, steps, tree.has("resource_type"));
}

function selectorOf(view: AnyView, steps: readonly Step[], withType: boolean): Selector {
  const names = steps.map(([name]) => name);
  const reads = steps.map(([, read]) => read);
  const { resourceType, gid } = view;
  return (row) => {
    const record: Record<string, unknown> = resourceType === null ? {} : { gid: gid(row as never) };
    if (withType && resourceType !== null) {
      record.resource_type = typeof resourceType === "string" ? resourceType : resourceType(row as never);
    }
    for (let index = 0; index < names.length; index++) record[names[index]!] = reads[index]!(row as never);
    return record;
  };
}

function reader(field: Field<never>, tree: FieldTree | null): (row: never) => unknown {
  if (field.kind === "plain") return field.get;
  const select = nested(field, tree);
  if (field.kind === "one") {
    return (row) => {
      const value = field.get(row);
      return value === null || value === undefined ? value : select(value);
    };
  }
  return (row) => field.get(row)?.map(select);
}

function nested(field: Exclude<Field<never>, { kind: "plain" }>, tree: FieldTree | null): Selector {
  const view = field.view();
  if (tree && tree.size > 0) return treeSelector(view, tree);
  if (tree && !field.isWhole) return selectorOf(view, [], true);
  return defaultSelector(view, "compact");
}
