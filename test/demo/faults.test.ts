import { describe, expect, it } from "vitest";
import { type Faults, usualFaults } from "../../src/demo/server/faults.ts";
import { type DemoOptions, startDemo } from "../../src/demo/start.ts";
import { asker } from "./client.ts";

async function outcomes(options: DemoOptions, times: number): Promise<string[]> {
  const demo = await startDemo({ tasks: 300, ...options });
  const ask = asker(demo);
  const seen: string[] = [];
  for (let each = 0; each < times; each++) {
    const outcome = await ask("GET", `/workspaces/${demo.workspaceGid}/tags?limit=3`).then(
      ({ status, body }) => `${status} ${body.data ? "rows" : body.errors[0]!.message}`,
      (error: Error) => (error instanceof SyntaxError ? "not JSON" : "connection failed"),
    );
    seen.push(outcome);
  }
  await demo.close();
  return seen;
}

const always = (faults: Faults): Promise<string[]> => outcomes({ faults }, 1);

describe("faults on purpose", () => {
  it("come one kind at a time where asked for", async () => {
    expect(await always({ resets: 1 })).toEqual(["connection failed"]);
    expect(await always({ truncations: 1 })).toEqual(["connection failed"]);
    expect(await always({ stalls: 1, stallSeconds: 0.05 })).toEqual(["connection failed"]);
    expect(await always({ html: 1 })).toEqual(["not JSON"]);
    expect(await always({ wrongLengths: 1 })).toEqual(["not JSON"]);
    expect((await always({ serverErrors: 1 }))[0]).toMatch(/^50[0-4] Server Error$/);
  });

  it("come in the same order for the same seed", async () => {
    const some = { faults: { ...usualFaults, stalls: 0, serverErrors: 0.3, seed: 5 } };
    const first = await outcomes(some, 40);
    expect(await outcomes(some, 40)).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
  });

  it("storm with 429 and the seconds to wait", async () => {
    const seen = await outcomes({ faults: { storms: { every: 5, length: 2, retryAfter: 1 } } }, 12);
    expect(seen.map((one) => one.slice(0, 3)).join(" ")).toBe("200 200 200 200 429 429 200 200 200 429 429 200");
  });

  it("fail one project for good and leave the others alone", async () => {
    const demo = await startDemo({ tasks: 300 });
    const [bad, good] = [...demo.world.projects.keys()] as [string, string];
    await demo.close();
    const failing = await startDemo({ company: { world: demo.world }, faults: { failingProject: bad } });
    const ask = asker(failing);
    expect((await ask("GET", `/tasks?project=${bad}&limit=1`)).status).toBe(500);
    expect((await ask("GET", `/projects/${bad}/sections?limit=1`)).status).toBe(500);
    expect((await ask("GET", `/tasks?project=${good}&limit=1`)).status).toBe(200);
    await failing.close();
  });

  it("repeat rows across pages without losing any, and break the rows of chosen objects", async () => {
    const { world, close } = await startDemo({ tasks: 300 });
    await close();
    const bad = [...world.tags.keys()][4]!;
    const demo = await startDemo({ company: { world }, faults: { repeatedRows: 1, badRows: [bad] } });
    const ask = asker(demo);
    const seen: string[] = [];
    const names: unknown[] = [];
    for (let offset = ""; ; ) {
      const { body } = await ask("GET", `/workspaces/${demo.workspaceGid}/tags?limit=5&opt_fields=name${offset}`);
      seen.push(...body.data.map((row) => row.gid));
      names.push(...body.data.filter((row) => row.gid === bad).map((row) => row.name));
      if (!body.next_page) break;
      offset = `&offset=${body.next_page.offset}`;
    }
    await demo.close();
    expect(seen.length).toBeGreaterThan(world.tags.size);
    expect([...new Set(seen)]).toEqual([...world.tags.keys()]);
    expect(names.every((name) => name !== world.tags.get(bad)!.name)).toBe(true);
  });

  it("lose the answer of a write that was done", async () => {
    const demo = await startDemo({ tasks: 300, faults: { lostReplies: 1 } });
    await expect(asker(demo)("POST", "/tags", { name: "lost", workspace: demo.workspaceGid })).rejects.toThrow();
    expect([...demo.world.tags.values()].at(-1)!.name).toBe("lost");
    await demo.close();
  });

  it("come all at once, and tell what was chosen to fail", async () => {
    const demo = await startDemo({ tasks: 300, faults: "every" });
    await demo.close();
    expect(demo.faults!.badRows!.every((gid) => demo.world.tasks.has(gid))).toBe(true);
    expect(demo.world.projects.has(demo.faults!.failingProject!)).toBe(true);
  });

  it("refuse more than 15 writes at a time where asked for", async () => {
    const demo = await startDemo({ tasks: 300, limitsInFlight: true, latency: 1_500 });
    const ask = asker(demo);
    const names = Array.from({ length: 17 }, (_, number) => `tag ${number}`);
    const replies = await Promise.all(
      names.map((name) => ask("POST", "/tags", { name, workspace: demo.workspaceGid })),
    );
    await demo.close();
    expect(replies.filter((reply) => reply.status === 429).length).toBe(2);
    expect([...demo.world.tags.values()].filter((tag) => tag.name.startsWith("tag ")).length).toBe(15);
  });

  it("hide an e-mail address and run ahead of the time", async () => {
    const clock = () => new Date("2026-11-16T06:00:00Z");
    const demo = await startDemo({ tasks: 300, clock, clockSkewMinutes: 10, hidesAnEmail: true });
    const people = await asker(demo)("GET", `/users?workspace=${demo.workspaceGid}&limit=100&opt_fields=email`);
    expect(people.body.data.filter((one) => one.email === null).length).toBe(1);
    const tag = await asker(demo)("POST", "/tasks", { name: "now", workspace: demo.workspaceGid });
    expect(tag.body.data.created_at).toBe("2026-11-16T06:10:00.000Z");
    await demo.close();
  });
});
