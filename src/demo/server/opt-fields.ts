import { badRequest } from "./errors.ts";

/** What `opt_fields` asks for, as a tree; a leaf is an empty map. */
export type FieldTree = ReadonlyMap<string, FieldTree>;

const TERM = /^(?:[a-z0-9_]+|\([a-z0-9_|]+\))$/i;

/** Parses `a.b,(c|d).e,this.f`. @throws 400 on anything else */
export function parseOptFields(text: string): FieldTree {
  const root = new Map<string, FieldTree>();
  for (const path of text.split(",")) {
    const terms = path.trim().split(".");
    if (!terms.every((term) => TERM.test(term))) throw badRequest(`opt_fields: Invalid field: ${path}`);
    grow(root, terms[0] === "this" ? terms.slice(1) : terms);
  }
  return root;
}

function grow(tree: Map<string, FieldTree>, terms: readonly string[]): void {
  const [term, ...rest] = terms;
  if (term === undefined) return;
  for (const name of term.startsWith("(") ? term.slice(1, -1).split("|") : [term]) {
    const branch = (tree.get(name) ?? new Map()) as Map<string, FieldTree>;
    tree.set(name, branch);
    grow(branch, rest);
  }
}
