import type { Leave, Plan, Reassign, ScenarioInput } from "./plan.ts";
import { pickPerson, type Rooms, spanOf } from "./rooms.ts";

/** Newcomers and leavers in marts.people. */
export async function changePeople(plan: Plan, input: ScenarioInput): Promise<void> {
  for (const join of plan.joins) {
    await input.run(
      `insert into marts.people by name select $1 as person_gid, $2 as name, $3 as home_team_gid, $4 as weekly_capacity_hours,
        'scenario' as capacity_source, from_json($5::json, '["VARCHAR"]') as skills, cast($6 as date) as started_on,
        true as is_active, false as is_guest`,
      [join.person_gid, join.name, join.team_gid, join.weekly_hours, JSON.stringify(join.skills), join.on],
    );
  }
  for (const leave of plan.leaves) {
    await input.run("update marts.people set ends_on = cast($2 as date) where person_gid = $1", [
      leave.person_gid,
      leave.on,
    ]);
  }
}

/** Moves work between people; returns sentences on what found nobody. */
export async function changeAssignees(plan: Plan, input: ScenarioInput, rooms: Rooms): Promise<string[]> {
  const takeovers = plan.joins.flatMap((join): Reassign[] =>
    join.takes_from
      ? [{ from: join.takes_from, to: join.person_gid, project_gid: null, share: 0.5, since: join.on }]
      : [],
  );
  for (const reassign of [...plan.reassigns, ...takeovers]) await carryOut(reassign, input);
  const notes: string[] = [];
  for (const leave of plan.leaves) notes.push(...(await handOver(leave, input, rooms)));
  return notes;
}

/** Every n-th task, so that large and small, early and late ones go alike. */
async function carryOut(reassign: Reassign, input: ScenarioInput): Promise<void> {
  await input.run(
    `update marts.tasks set assignee_gid = $2 where task_gid in (
      select task_gid from (
        select task_gid, row_number() over (order by due_on nulls last, task_gid) as i from marts.tasks
        where ${isOpen} and assignee_gid = $1 and ($3 is null or project_gid = $3)
          and ($5 is null or due_on is null or due_on >= cast($5 as date))
      ) where floor(i * $4::double + 1e-9) > floor((i - 1) * $4::double + 1e-9))`,
    [reassign.from, reassign.to, reassign.project_gid, reassign.share, reassign.since],
  );
}

const isOpen = "not is_completed and not is_own and not is_deleted";

interface LeftTask {
  readonly task_gid: string;
  readonly start_on: string | null;
  readonly due_on: string | null;
  readonly skills: readonly string[] | null;
  readonly hours: number;
}

async function handOver(leave: Leave, input: ScenarioInput, rooms: Rooms): Promise<string[]> {
  const tasks = await input.rows<LeftTask>(leftSql(leave));
  const receivers = receiversOf(leave, rooms);
  const given: { task_gid: string; person_gid: string | null }[] = [];
  let [count, hours] = [0, 0];
  for (const task of tasks) {
    const span = spanOf(task, input.asOf);
    const person =
      pickPerson(rooms, receivers, { ...span, skills: task.skills ?? [] }) ??
      pickPerson(rooms, receivers, { ...span, skills: [] });
    given.push({ task_gid: task.task_gid, person_gid: person?.person_gid ?? null });
    if (person) rooms.take(person.person_gid, { ...span, hours: task.hours });
    else [count, hours] = [count + 1, hours + task.hours];
  }
  await input.run(
    `update marts.tasks set assignee_gid = given.person_gid
    from (select r.* from (select unnest(from_json($1::json, '[{"task_gid":"VARCHAR","person_gid":"VARCHAR"}]')) as r)) as given
    where given.task_gid = tasks.task_gid`,
    [JSON.stringify(given)],
  );
  await input.run("delete from marts.allocations where person_gid = $1 and start_on > cast($2 as date)", [
    leave.person_gid,
    leave.on,
  ]);
  return count > 0
    ? [`${count} open tasks (${Math.round(hours)} h) of a person who leaves on ${leave.on} have nobody.`]
    : [];
}

function receiversOf({ work_goes_to: to, person_gid }: Leave, rooms: Rooms) {
  if (to === "nobody") return [];
  if (to !== "team") return rooms.candidates.filter((person) => person.person_gid === to.person_gid);
  const team = rooms.candidates.find((person) => person.person_gid === person_gid)?.team_gid;
  return rooms.candidates.filter((person) => person.team_gid === team && person.person_gid !== person_gid);
}

/** Gids and dates come out of the release or were parsed; still nothing but letters, digits and marks of a gid gets in. */
const leftSql = ({ person_gid, on }: Leave) => `
  select t.task_gid, t.start_on, t.due_on, t.skills,
    cast(coalesce(f.remaining_hours, t.estimate_hours, 0) as double) as hours
  from marts.tasks t left join marts.task_forecasts f using (task_gid)
  where not t.is_completed and not t.is_own and not t.is_deleted and t.assignee_gid = '${person_gid.replace(/[^\w:.-]/g, "")}'
    and (t.due_on is null or t.due_on > date '${on}')
  order by t.due_on nulls last, t.task_gid`;
