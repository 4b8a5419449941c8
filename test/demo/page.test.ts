import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { asker } from "./client.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ tasks: 600 });
});
afterAll(() => demo.close());

const page = async (path: string): Promise<string> => (await fetch(demo.url + path)).text();

describe("the page of the embedded workspace", () => {
  it("says that it is a stand-in and lists every project", async () => {
    const text = await page("/");
    expect(text).toContain("stand-in");
    for (const gid of demo.world.projects.keys()) expect(text).toContain(`/page/projects/${gid}`);
  });

  it("shows fields, subtasks and comments of a task as they are written", async () => {
    const task = [...demo.world.tasks.values()].find((one) => one.subtasks.length > 0 && one.places.length > 0)!;
    await asker(demo)("POST", `/tasks/${task.gid}/stories`, { text: "Seen by <somebody> & noted" });
    const text = await page(`/page/tasks/${task.gid}`);
    expect(text).toContain("Seen by &#60;somebody&#62; &#38; noted");
    expect(text).toContain("Estimated Hours");
    expect(text).toContain(`/page/tasks/${task.subtasks[0]!.gid}`);
  });

  it("lets no hostile name through", async () => {
    const pages = [...demo.world.projects.keys()].map((gid) => page(`/page/projects/${gid}`));
    for (const text of await Promise.all(pages)) expect(text).not.toMatch(/<script|<img|onerror="/);
  });

  it("is nowhere else", async () => {
    expect((await fetch(`${demo.url}/page/tasks/1`)).status).toBe(404);
    expect((await fetch(`${demo.url}/tasks/1`)).headers.get("content-type")).toContain("json");
  });
});
