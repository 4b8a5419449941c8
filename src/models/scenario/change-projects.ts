import type { Plan, ScenarioInput } from "./plan.ts";

/** Dates beyond this are no plan and stay. */
const latest = "date '9000-01-01'";

/** Moves, drops and resizes projects in the marts that the models read. */
export async function changeProjects(plan: Plan, input: ScenarioInput): Promise<void> {
  for (const { project_gid, weeks } of plan.moves) await move(project_gid, weeks, input);
  for (const project_gid of plan.drops) await drop(project_gid, input);
  for (const { project_gid, percent } of plan.scopes) await resize(project_gid, 1 + percent / 100, input);
}

async function move(project_gid: string, weeks: number, input: ScenarioInput): Promise<void> {
  const later = (column: string) =>
    `${column} = case when ${column} < ${latest} then greatest(${column} + $2::integer, least(${column}, date '${input.asOf}')) else ${column} end`;
  const given = [project_gid, 7 * weeks];
  await input.run(
    `update marts.tasks set ${later("start_on")}, ${later("due_on")}
    where project_gid = $1 and not is_completed and not is_deleted and (due_on is null or due_on >= date '${input.asOf}')`,
    given,
  );
  await input.run(`update marts.projects set ${later("due_on")} where project_gid = $1`, given);
  await input.run(
    `update marts.allocations set ${later("start_on")}, ${later("end_on")} where project_gid = $1 and end_on >= date '${input.asOf}'`,
    given,
  );
}

async function drop(project_gid: string, input: ScenarioInput): Promise<void> {
  await resizeRunRate(project_gid, -1, input);
  await input.run("update marts.tasks set is_deleted = true where project_gid = $1 and not is_completed", [
    project_gid,
  ]);
  await input.run("update marts.projects set is_archived = true where project_gid = $1", [project_gid]);
  await input.run(`delete from marts.allocations where project_gid = $1 and end_on >= date '${input.asOf}'`, [
    project_gid,
  ]);
}

async function resize(project_gid: string, factor: number, input: ScenarioInput): Promise<void> {
  const columns = ["hours_p10", "hours_p50", "hours_p80", "hours_p90", "hours_mean", "remaining_hours"];
  await input.run(
    `update marts.task_forecasts set ${columns.map((name) => `${name} = ${name} * $2::double`).join(", ")}
    where task_gid in (select task_gid from marts.tasks where project_gid = $1 and not is_completed)`,
    [project_gid, factor],
  );
  await input.run(
    "update marts.tasks set estimate_hours = estimate_hours * $2::double where project_gid = $1 and not is_completed",
    [project_gid, factor],
  );
  await resizeRunRate(project_gid, factor - 1, input);
}

/** A team's run-rate of hours changes by the project's share in what its people logged in the last 26 weeks. */
async function resizeRunRate(project_gid: string, change: number, input: ScenarioInput): Promise<void> {
  await input.run(
    `update marts.velocity_weekly as v
    set hours_logged = hours_logged * (1 + $2::double * s.share), hours_completed = hours_completed * (1 + $2::double * s.share)
    from (
      select p.home_team_gid as team_gid, cast(sum(e.hours) filter (e.project_gid = $1) / nullif(sum(e.hours), 0) as double) as share
      from marts.time_entries e join marts.people p using (person_gid)
      where e.entered_on between date '${input.asOf}' - 182 and date '${input.asOf}' group by all
    ) as s
    where v.scope_type = 'team' and v.scope_gid = s.team_gid and s.share is not null`,
    [project_gid, change],
  );
}
