import { insert } from "../../models/support/marts.ts";
import { asOf, type Bench } from "./bench.ts";

const monday = (i: number) => new Date(Date.UTC(2026, 10, 16 + 7 * i)).toISOString().slice(0, 10);

/** An open task of a project in the release, and two people. */
export async function fillForecasts(bench: Bench) {
  const { world } = bench.demo;
  const [project] = bench.projects;
  const people = await bench.release.rows<{ gid: string }>(
    "select person_gid as gid from marts.people order by person_gid",
  );
  const [busy, free] = [people[0]!.gid, people[1]!.gid];
  const task = [...world.tasks.values()].find(
    ({ places, completedAt, parent }) => !completedAt && !parent && places[0]?.project.gid === project,
  )!;
  task.assignee = world.people.get(busy)!;
  await insert(bench.release, "marts.tasks", [
    {
      task_gid: task.gid,
      project_gid: project!,
      name: task.name,
      is_completed: false,
      assignee_gid: busy,
      due_on: "2026-12-01",
      created_at: "2026-11-01 00:00:00",
    },
  ]);
  await insert(bench.release, "marts.task_forecasts", [
    {
      task_gid: task.gid,
      hours_p50: 12.4,
      hours_p80: 20,
      confidence: 0.71,
      completes_on_p50: "2026-12-04",
      n: 40,
      status: "ok",
      as_of_on: asOf,
    },
  ]);
  await insert(
    bench.release,
    "marts.capacity_weekly",
    Array.from({ length: 8 }, (_, i) => ({
      person_gid: busy,
      week_start_on: monday(i),
      is_future: true,
      capacity_hours: 40,
      load_p10: 40,
      load_p50: 52,
      load_p90: 60,
      overload_probability: i === 2 ? 0.9 : 0.2,
      load_status: i === 2 ? "overloaded" : "balanced",
      status: "ok",
      as_of_on: asOf,
    })),
  );
  await insert(bench.release, "marts.recommendations", [
    {
      recommendation_id: "reassign-1",
      kind: "reassign",
      subjects: null,
      responsible_gid: busy,
      reason: "Bo has room",
      state: "proposed",
      as_of_on: asOf,
      effect_before: { overload_probability: 0.9 },
      effect_after: {
        overload_probability: 0.2,
        changes: [{ task_gid: task.gid, name: "assignee", old: busy, new: free }],
      },
    },
  ]);
  return { task, busy, free };
}
