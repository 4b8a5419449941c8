import type { Resource } from "./resource.ts";

/**
 * Runs each resource as soon as those that it comes after are done; resources that are not in the list do not block.
 * `run` also gets what tells when those are done that its second round waits for.
 */
export async function runInOrder<Result>(
  resources: readonly Resource[],
  run: (resource: Resource, isSecondDue: () => Promise<unknown>) => Promise<Result>,
): Promise<Result[]> {
  const started = new Map<string, Promise<Result>>();
  const done = (names: readonly string[]) =>
    Promise.all(names.map((name) => started.get(name)).filter((promise) => promise !== undefined));
  for (const resource of resources) {
    const turn = done(resource.after).then(() => run(resource, () => done(resource.secondAfter)));
    started.set(resource.name, turn);
  }
  const settled = await Promise.allSettled(started.values());
  return settled.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
