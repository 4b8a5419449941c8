import { describe, expect, it } from "vitest";
import { type DemoOptions, startDemo } from "../../src/demo/start.ts";
import { type Ask, asker } from "./client.ts";

async function withDemo<Result>(
  options: DemoOptions,
  act: (ask: Ask, gid: string) => Promise<Result>,
): Promise<Result> {
  const demo = await startDemo({ tasks: 300, ...options });
  try {
    return await act(asker(demo), demo.workspaceGid);
  } finally {
    await demo.close();
  }
}

describe("what a workspace may refuse", () => {
  it("answers 402 for what a free plan lacks", async () => {
    const statuses = await withDemo({ plan: "free" }, async (ask, gid) => [
      (await ask("GET", `/workspaces/${gid}/tasks/search?limit=10`)).body.errors[0]!.message,
      (await ask("GET", `/time_tracking_entries?workspace=${gid}&entered_on_start_date=2026-01-01&limit=1`)).status,
      (await ask("GET", `/workspaces/${gid}/custom_fields?limit=1`)).status,
      (await ask("GET", `/workspaces/${gid}/projects?limit=1`)).status,
    ]);
    expect(statuses).toEqual(["Search is only available to premium users.", 402, 402, 200]);
  });

  it("hides values of custom fields and time on a free plan", async () => {
    const task = await withDemo({ plan: "free" }, async (ask, gid) => {
      const projects = await ask("GET", `/workspaces/${gid}/projects?limit=1`);
      const fields = "actual_time_minutes,custom_fields.name";
      const { body } = await ask("GET", `/tasks?project=${projects.body.data[0]!.gid}&limit=1&opt_fields=${fields}`);
      return body.data[0];
    });
    expect(Object.keys(task!)).toEqual(["gid"]);
  });

  it("refuses single operations with the status that it was told", async () => {
    const statuses = await withDemo({ refuse: { getTeamsForWorkspace: 403 } }, async (ask, gid) => [
      (await ask("GET", `/workspaces/${gid}/teams?limit=1`)).status,
      (await ask("GET", `/workspaces/${gid}/tags?limit=1`)).status,
    ]);
    expect(statuses).toEqual([403, 200]);
  });

  it("leaves the task out of the flat time entry list when told so", async () => {
    const entry = await withDemo({ flatEntriesHaveTask: false }, async (ask, gid) => {
      const route = `/time_tracking_entries?workspace=${gid}&entered_on_start_date=2026-01-01&limit=1`;
      return (await ask("GET", `${route}&opt_fields=task.gid,duration_minutes`)).body.data[0];
    });
    expect(Object.keys(entry!).sort()).toEqual(["duration_minutes", "gid"]);
  });

  it("sends 429 with the seconds to wait beyond the rate, and admits again after them", async () => {
    let now = Date.parse("2026-11-16T06:00:00Z");
    const options = { requestsPerMinute: 3, clock: () => new Date(now) };
    const seen = await withDemo(options, async (ask) => {
      const statuses: (number | string | null)[] = [];
      for (let each = 0; each < 4; each++) {
        const reply = await ask("GET", "/workspaces?limit=1");
        statuses.push(reply.status);
        if (reply.status === 429) statuses.push(reply.headers.get("retry-after"));
        now += 1_000;
      }
      now += 60_000;
      return [...statuses, (await ask("GET", "/workspaces?limit=1")).status];
    });
    expect(seen).toEqual([200, 200, 200, 429, "57", 200]);
  });

  it("lets offsets expire, and takes them for their own listing only", async () => {
    let now = Date.parse("2026-11-16T06:00:00Z");
    const messages = await withDemo({ clock: () => new Date(now) }, async (ask, gid) => {
      const page = await ask("GET", `/workspaces/${gid}/tags?limit=2`);
      const offset = page.body.next_page!.offset;
      const foreign = await ask("GET", `/workspaces/${gid}/teams?limit=2&offset=${offset}`);
      now += 14 * 60_000;
      const fresh = await ask("GET", `/workspaces/${gid}/tags?limit=2&offset=${offset}`);
      now += 2 * 60_000;
      const late = await ask("GET", `/workspaces/${gid}/tags?limit=2&offset=${offset}`);
      return [foreign.body.errors[0]!.message, fresh.status, late.body.errors[0]!.message];
    });
    expect(messages).toEqual([
      "offset: Your pagination token is invalid.",
      200,
      "offset: Your pagination token has expired.",
    ]);
  });
});
