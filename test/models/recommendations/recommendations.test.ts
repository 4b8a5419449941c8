import { expect, test } from "vitest";
import type { ModelRow } from "../../../src/models/node.ts";
import { recommendationsNode } from "../../../src/models/recommendations/recommendations.ts";
import type { Database } from "../../../src/warehouse/database.ts";
import { type Company, fill, makeCompany } from "../support/company.ts";
import { asOf, badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

interface Change {
  readonly task_gid: string;
  readonly name: string;
  readonly old: string | null;
  readonly new: string | null;
}
interface Shown {
  readonly recommendation_id: string;
  readonly kind: string;
  readonly subjects: string[];
  readonly responsible_gid: string | null;
  readonly reason: string;
  readonly effect_before: Record<string, number>;
  readonly effect_after: Record<string, number> & { readonly changes: Change[] };
  readonly state: string;
}

/** One team of four; person 0 has 48 hours of work more in the week of 2026-12-07, the others are as usual. */
function overloaded(change: (company: Company) => Company = (company) => company): Company {
  const company = makeCompany({ people: 4, teams: 1, projects: 1, weeks: 14 });
  const people = company.people.map((person) => ({
    ...person,
    skills: person.person_gid === "u3" ? ["Law"] : ["Data"],
    manager_gid: "u3",
  }));
  const made = { ...company, people };
  for (let i = 0; i < 4; i++) addTask(made, `extra${i}`, {});
  return change(made);
}

function addTask(company: Company, gid: string, parts: ModelRow): void {
  company.tasks.push({
    ...company.tasks.at(-1)!,
    ...{ task_gid: gid, name: gid, assignee_gid: "u0", project_gid: "p0", estimate_hours: 12, skills: ["Data"] },
    ...{ start_on: "2026-12-07", due_on: "2026-12-11", completed_at: null, is_completed: false },
    ...parts,
  });
  company.forecasts.push({
    ...{ task_gid: gid, hours_p10: 10, hours_p50: 12, hours_p80: 14, hours_p90: 15, hours_mean: 12.2, status: "ok" },
    remaining_hours: 12.2,
  });
}

async function recommend(company: Company, more: (database: Database) => Promise<void> = async () => {}) {
  const database = await openMarts();
  await fill(database, company);
  await more(database);
  const written = await runNode(recommendationsNode, database);
  expect(badNumbers(written)).toEqual([]);
  database.close();
  return written["marts.recommendations"] as unknown as Shown[];
}

const changesOf = (rows: readonly Shown[]) => rows.flatMap((row) => row.effect_after.changes);

test("work of an overloaded person goes to somebody with the skill and the room", async () => {
  const rows = await recommend(overloaded());
  const [best] = rows.filter((row) => row.kind === "reassign");
  expect(best?.responsible_gid).toBe("u3");
  expect(best?.reason).toMatch(/^Person 0 has \d+ h of work for 40 h in the week of 2026-12-07; Person [12]/);
  expect(best!.effect_before.overload_probability).toBeGreaterThan(0.9);
  expect(best!.effect_after.overload_probability).toBeLessThan(0.35);
  expect(best!.effect_after.expected_overloaded_weeks!).toBeLessThan(best!.effect_before.expected_overloaded_weeks!);
  for (const change of best!.effect_after.changes) {
    expect(change).toMatchObject({ name: "assignee", old: "u0" });
    if (change.task_gid.startsWith("extra")) expect(["u1", "u2"]).toContain(change.new);
    expect(best!.subjects).toContain(change.task_gid);
  }
});

test("the same situation gives the same ids", async () => {
  const ids = async () => (await recommend(overloaded())).map((row) => row.recommendation_id);
  expect(await ids()).toEqual(await ids());
});

test("nothing goes to somebody who is absent, and dates move where nobody can take work", async () => {
  const rows = await recommend(overloaded(), (database) =>
    insert(
      database,
      "marts.absence",
      ["u1", "u2"].map((gid) => ({ absence_gid: gid, person_gid: gid, start_on: "2026-12-09", end_on: "2026-12-09" })),
    ),
  );
  expect(changesOf(rows).filter((change) => change.new === "u1" || change.new === "u2")).toEqual([]);
  const [shift] = rows.filter((row) => row.kind === "shift");
  expect(shift!.effect_after.overload_probability).toBeLessThan(shift!.effect_before.overload_probability!);
  for (const change of shift!.effect_after.changes) expect(change.new! > "2026-12-11").toBe(true);
});

const alone = (company: Company): Company => ({
  ...company,
  people: company.people.map((person) => ({ ...person, is_active: person.person_gid === "u0" })),
});

test("a task moves with those that wait for it", async () => {
  const waiting = (company: Company) => {
    addTask(company, "waits", { start_on: null, due_on: "2026-12-14", assignee_gid: null });
    return alone(company);
  };
  const rows = await recommend(overloaded(waiting), (database) =>
    insert(
      database,
      "marts.task_dependencies",
      Array.from({ length: 4 }, (_, i) => ({ task_gid: "waits", depends_on_gid: `extra${i}` })),
    ),
  );
  const dates = new Map(changesOf(rows).map((change) => [change.task_gid, change.new!]));
  const moved = [...dates].filter(([gid]) => gid.startsWith("extra"));
  expect(moved.length).toBeGreaterThan(0);
  for (const [, due] of moved) expect(due <= (dates.get("waits") ?? "2026-12-14")).toBe(true);
});

test("tasks that wait for each other in a circle are not moved", async () => {
  const rows = await recommend(overloaded(alone), (database) =>
    insert(
      database,
      "marts.task_dependencies",
      Array.from({ length: 4 }, (_, i) => ({ task_gid: `extra${i}`, depends_on_gid: `extra${(i + 1) % 4}` })),
    ),
  );
  expect(changesOf(rows).filter((change) => change.task_gid.startsWith("extra"))).toEqual([]);
});

test("where nobody can take work and nothing can move, the least important work is named", async () => {
  const fixed = (company: Company) =>
    alone({ ...company, projects: company.projects.map((p) => ({ ...p, due_on: "2026-12-11" })) });
  const rows = await recommend(overloaded(fixed));
  const [reduce] = rows.filter((row) => row.subjects.includes("u0"));
  expect(reduce?.kind).toBe("reduce");
  expect(reduce?.effect_after.changes).toEqual([]);
  expect(reduce?.responsible_gid).toBeNull();
});

test("work that asks for a skill which its assignee lacks goes to a skilled person with room", async () => {
  const company = makeCompany({ people: 3, teams: 1, projects: 1, weeks: 14 });
  const people = company.people.map((person, i) => ({ ...person, skills: i === 2 ? ["Law"] : ["Data"] }));
  const made = { ...company, people };
  addTask(made, "contract", { skills: ["law"], due_on: "2026-12-18" });
  const rows = await recommend(made);
  expect(rows.filter((row) => row.kind === "skill_mismatch").map((row) => row.effect_after.changes)).toEqual([
    [{ task_gid: "contract", name: "assignee", old: "u0", new: "u2" }],
  ]);
  const nobody = await recommend({ ...made, people: company.people.map((p) => ({ ...p, skills: ["Data"] })) });
  expect(nobody.filter((row) => row.kind === "skill_mismatch")).toEqual([]);
});

test("hopeless due dates, missing estimates and estimates that are always too low are named", async () => {
  const company = makeCompany({ people: 3, teams: 1, projects: 1, weeks: 14 });
  const owned = { ...company, projects: company.projects.map((project) => ({ ...project, owner_gid: "u1" })) };
  for (let i = 0; i < 3; i++) addTask(owned, `bare${i}`, { estimate_hours: null, due_on: "2026-12-18" });
  for (let i = 1; i <= 12; i++) {
    owned.tasks.push({
      ...owned.tasks[0]!,
      ...{ task_gid: `report${i}`, name: `Monthly report ${i}`, original_estimate_hours: 4, actual_hours: 6 },
      ...{ completed_at: "2026-06-01T12:00:00Z", is_completed: true },
    });
  }
  const rows = await recommend(owned, (database) =>
    insert(database, "marts.project_forecasts", [
      {
        ...{ project_gid: "p0", due_on: "2026-12-01", on_time_probability: 0.02, status: "ok", remaining_tasks: 9 },
        ...{ completes_on_p50: "2027-01-10", completes_on_p80: "2027-02-01", completes_on_p90: "2027-02-20" },
      },
    ]),
  );
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  expect(byKind.get("renegotiate")?.effect_after).toMatchObject({ due_on: "2027-02-01", on_time_probability: 0.8 });
  expect(byKind.get("adopt_estimate")?.subjects).toEqual(["p0", "bare0", "bare1", "bare2"]);
  expect(byKind.get("template_change")?.effect_after).toMatchObject({ estimate_hours: 6, n: 12 });
  expect([...byKind.values()].every((row) => row.responsible_gid === "u1" || row.kind === "reassign")).toBe(true);
});

test("a proposal that was answered keeps its answer", async () => {
  const [first] = await recommend(overloaded());
  const id = first!.recommendation_id;
  const again = await recommend(overloaded(), (database) =>
    insert(database, "meta.writes", [
      { write_id: "1", key: `review:${id}`, action: "create", state: "done" },
      {
        write_id: "2",
        key: `settled:review:${id}`,
        action: "decision",
        state: "done",
        new_value: { decision: "rejected" },
      },
    ]),
  );
  expect(again.find((row) => row.recommendation_id === id)?.state).toBe("rejected");
});

test("nobody decides about more than five proposals a night", async () => {
  const company = makeCompany({ people: 8, teams: 1, projects: 1, weeks: 12, openHoursPerWeek: 60 });
  const rows = await recommend({ ...company, people: company.people.map((p) => ({ ...p, manager_gid: "u0" })) });
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter((row) => row.responsible_gid === "u0").length).toBeLessThanOrEqual(5);
});

test.each([
  ["no rows at all", { people: [], projects: [], tasks: [], entries: [], forecasts: [] }],
  ["people without capacity", withoutCapacity()],
  ["dates of the year 9999", far()],
] as readonly (readonly [string, Company])[])("%s: nothing is made up", async (_name, company) => {
  const rows = await recommend(company);
  expect(changesOf(rows).every((change) => change.new !== null && change.new < "9999")).toBe(true);
});

function withoutCapacity(): Company {
  const company = overloaded();
  return { ...company, people: company.people.map((person) => ({ ...person, weekly_capacity_hours: 0 })) };
}

function far(): Company {
  const company = overloaded();
  return { ...company, tasks: company.tasks.map((t) => (t.is_completed ? t : { ...t, due_on: "9999-12-31" })) };
}

test("rows are as of the date of the run", async () => {
  const database = await openMarts();
  await fill(database, overloaded());
  const written = await runNode(recommendationsNode, database);
  expect(written["marts.recommendations"]!.every((row) => row.as_of_on === asOf)).toBe(true);
});
