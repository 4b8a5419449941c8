import type { z } from "zod";
import { nearest } from "./nearest.ts";

/** What is wrong at one place of a document, in words. */
export interface Explained {
  readonly path: readonly PropertyKey[];
  /** Given the name of a path as the document's readers write it. */
  readonly say: (nameOf: (path: readonly PropertyKey[]) => string) => string;
}

/** The issues of a schema as people can act on them: an unknown key with the nearest known one, a union by its nearest branch. */
export const explainIssues = (issues: readonly z.core.$ZodIssue[], schema: unknown): Explained[] =>
  issues.flatMap((issue) => explain(issue, { schema, path: issue.path }));

interface Place {
  readonly schema: unknown;
  readonly path: readonly PropertyKey[];
}

function explain(issue: z.core.$ZodIssue, { schema, path }: Place): Explained[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const meant = nearest(key, knownKeys(schema, path));
      const unknown = [...path, key];
      return {
        path: unknown,
        say: (nameOf) =>
          `unknown key "${nameOf(unknown)}"${meant ? `; did you mean "${nameOf([...path, meant])}"?` : "."}`,
      };
    });
  }
  if (issue.code === "invalid_union") {
    const branch = nearestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => explain(inner, { schema, path: [...path, ...inner.path] }));
  }
  return [{ path, say: (nameOf) => `${nameOf(path)}: ${issue.message}` }];
}

/** The branch of a union that the value comes nearest to: one that it fails deeper in, or over its keys rather than its kind. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const fits = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(...issues.map(({ path, code }) => path.length + (code === "invalid_type" ? 0 : 0.5)));
  return [...branches]
    .filter((issues) => issues.length > 0)
    .sort((a, b) => fits(b) - fits(a) || a.length - b.length)[0];
}

/** The keys that the schema knows at a path; of unions those of all branches. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let schemas = branchesOf(schema);
  for (const key of path) schemas = schemas.flatMap((each) => innerOf(each, key)).flatMap(branchesOf);
  return schemas.flatMap((each) => Object.keys(each.shape ?? {}));
}

interface Node {
  readonly unwrap?: () => unknown;
  readonly shape?: Record<string, unknown>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
  readonly def?: { readonly in?: unknown };
}

function branchesOf(schema: unknown): Node[] {
  const node = (schema ?? {}) as Node;
  if (node.options) return node.options.flatMap(branchesOf);
  if (node.shape || node.element || node.valueType) return [node];
  if (typeof node.unwrap === "function") return branchesOf(node.unwrap());
  return node.def?.in ? branchesOf(node.def.in) : [];
}

function innerOf(node: Node, key: PropertyKey): unknown[] {
  const inner = node.shape ? node.shape[String(key)] : (node.element ?? node.valueType);
  return inner === undefined ? [] : [inner];
}
