import type { Route } from "./call.ts";
import { Refusal, texts } from "./errors.ts";

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Node {
  readonly words: Map<string, Node>;
  wildcard: { name: string; node: Node } | null;
  readonly routes: Map<string, Route & { readonly names: readonly string[] }>;
}

/** Finds the route of a path; a fixed word wins over a parameter. @throws 404 also for a wrong method, as Asana does */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const root = node();
  for (const route of routes) add(root, route);
  return (method, path) => {
    const parts = path.split("/").filter(Boolean);
    const found = walk(root, parts);
    const route = found?.node.routes.get(method);
    if (!found || !route) throw new Refusal(404, texts.noRoute);
    const params: Record<string, string> = {};
    route.names.forEach((name, index) => {
      params[name] = found.values[index]!;
    });
    return { route, params };
  };
}

const node = (): Node => ({ words: new Map(), wildcard: null, routes: new Map() });

function add(root: Node, route: Route): void {
  let current = root;
  const names: string[] = [];
  for (const part of route.path.split("/").filter(Boolean)) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      const next = current.words.get(part) ?? node();
      current.words.set(part, next);
      current = next;
    } else {
      names.push(name);
      current.wildcard ??= { name, node: node() };
      current = current.wildcard.node;
    }
  }
  current.routes.set(route.method, { ...route, names });
}

function walk(root: Node, parts: readonly string[]): { node: Node; values: string[] } | null {
  const values: string[] = [];
  let current = root;
  for (const part of parts) {
    const word = current.words.get(part);
    if (word) current = word;
    else if (current.wildcard) {
      values.push(decodeURIComponent(part));
      current = current.wildcard.node;
    } else return null;
  }
  return { node: current, values };
}
