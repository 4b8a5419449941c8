import type { Resource } from "./resource.ts";

/** Runs each resource as soon as those that it comes after are done; resources that are not in the list do not block. */
export async function runInOrder<Result>(
  resources: readonly Resource[],
  run: (resource: Resource) => Promise<Result>,
): Promise<Result[]> {
  const started = new Map<string, Promise<Result>>();
  for (const resource of resources) {
    const before = resource.after.map((name) => started.get(name)).filter((promise) => promise !== undefined);
    const turn = Promise.all(before).then(() => run(resource));
    started.set(resource.name, turn);
  }
  const settled = await Promise.allSettled(started.values());
  return settled.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
