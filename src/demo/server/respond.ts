import type { Answer } from "./call.ts";
import { type FieldTree, parseOptFields } from "./opt-fields.ts";
import { type PageAsked, pageOf } from "./paging.ts";
import { type AnyView, defaultSelector, type Selector, treeSelector } from "./view.ts";

const selectors = new WeakMap<AnyView, Map<string, Selector>>();
const MOST = 50;

/** The body that answers a request. */
export function bodyOf(answer: Answer, asked: PageAsked, optFields: string | null): unknown {
  if (answer.kind === "raw") return { data: answer.data };
  if (answer.kind === "record") return { data: selectorOf(answer.view, optFields, "full")(answer.row) };
  const select = selectorOf(answer.view, optFields, "compact");
  if (!answer.isPaged) return { data: answer.rows.map(select) };
  const page = pageOf(answer.rows, asked);
  const data = page.rows.map(select);
  return page.nextPage === undefined ? { data } : { data, next_page: page.nextPage };
}

function selectorOf(view: AnyView, optFields: string | null, shape: "compact" | "full"): Selector {
  if (optFields === null || optFields === "") return defaultSelector(view, shape);
  const kept = selectors.get(view) ?? new Map<string, Selector>();
  selectors.set(view, kept);
  const known = kept.get(optFields);
  if (known) return known;
  if (kept.size > MOST) kept.clear();
  const tree: FieldTree = parseOptFields(optFields);
  const made = treeSelector(view, tree);
  kept.set(optFields, made);
  return made;
}
