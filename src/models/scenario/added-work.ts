import type { AddedProject, ScenarioInput, WorkItem } from "./plan.ts";
import { type Candidate, isThereUntil, pickPerson, type Rooms, spanOf } from "./rooms.ts";

/** Work of an added project with the person who would do it. */
export interface PlacedItem extends WorkItem {
  readonly from: string;
  readonly to: string;
}

export interface Placed {
  readonly project: AddedProject;
  readonly items: readonly PlacedItem[];
  readonly people: readonly Candidate[];
  readonly notes: readonly string[];
}

/** 80 % of planned work ends within a factor of 2 of its plan: spread of a lognormal. */
const sigma = 0.5;
const upperTenth = 1.2816;

/** Gives each item to whoever has its skills and most room; hours without tasks go to people by their room. */
export function placeWork(project: AddedProject, rooms: Rooms): Placed {
  const people = peopleFor(project, rooms);
  const wanted = project.items.length > 0 ? project.items : shareHours(project, people, rooms);
  const items = wanted.map((item): PlacedItem => {
    const span = spanOf({ start_on: item.start_on, due_on: item.due_on ?? project.ends_on }, project.starts_on);
    const assignee_gid = item.assignee_gid ?? pickPerson(rooms, people, { ...span, skills: item.skills })?.person_gid;
    if (assignee_gid) rooms.take(assignee_gid, { ...span, hours: item.hours });
    return { ...item, ...span, assignee_gid: assignee_gid ?? null };
  });
  return { project, items, people, notes: notesOf(project, items, people) };
}

/** People named by the plan, else the team; nobody who leaves before the project ends. */
export const peopleFor = (project: AddedProject, rooms: Rooms): Candidate[] =>
  rooms.candidates.filter(
    (person) =>
      isThereUntil(person, project.ends_on) &&
      (project.people.length > 0 ? project.people.includes(person.person_gid) : person.team_gid === project.team_gid),
  );

function shareHours(project: AddedProject, people: readonly Candidate[], rooms: Rooms): WorkItem[] {
  const rated = people.map(({ person_gid }) => ({
    person_gid,
    room: Math.max(0, rooms.between(person_gid, project.starts_on, project.ends_on)),
  }));
  const total = rated.reduce((sum, { room }) => sum + room, 0);
  const common = { name: project.name, start_on: project.starts_on, due_on: project.ends_on, skills: [] };
  if (rated.length === 0) return [{ ...common, hours: project.hours, assignee_gid: null }];
  return rated
    .map(({ person_gid, room }) => ({
      ...common,
      hours: total > 0 ? (project.hours * room) / total : project.hours / rated.length,
      assignee_gid: person_gid,
    }))
    .filter((item) => item.hours > 0);
}

function notesOf(project: AddedProject, items: readonly PlacedItem[], people: readonly Candidate[]): string[] {
  if (people.length === 0)
    return [`Nobody with hours to give is there for "${project.name}": its work has no assignee.`];
  const left = items.filter((item) => item.assignee_gid === null);
  if (left.length === 0) return [];
  const skills = [...new Set(left.flatMap((item) => item.skills))].sort().join(", ");
  const hours = Math.round(left.reduce((sum, item) => sum + item.hours, 0));
  const tasks = left.length === 1 ? "1 task" : `${left.length} tasks`;
  return [`No one there is listed with ${skills}: ${tasks} (${hours} h) of "${project.name}" without assignee.`];
}

/** Puts the placed work among the open tasks. Work that is not sure to come counts with its probability. */
export async function insertWork({ project, items }: Placed, input: ScenarioInput): Promise<void> {
  const tasks = items.map((item, i) => ({
    task_gid: `${project.project_gid}:${i}`,
    ...{ name: item.name, assignee_gid: item.assignee_gid, project_gid: project.project_gid, skills: item.skills },
    ...{ start_on: item.from, due_on: item.to },
    hours: item.hours * project.probability,
  }));
  await input.run(
    `create or replace temp table added as select r.* from (select unnest(from_json($1::json,
      '[{"task_gid":"VARCHAR","name":"VARCHAR","assignee_gid":"VARCHAR","project_gid":"VARCHAR","skills":["VARCHAR"],"start_on":"DATE","due_on":"DATE","hours":"DOUBLE"}]')) as r)`,
    [JSON.stringify(tasks)],
  );
  await input.run(
    `insert into marts.tasks by name select * exclude (hours), hours as estimate_hours, hours as original_estimate_hours,
      false as is_completed, false as is_own, false as is_deleted, false as is_milestone,
      cast('${input.asOf}' as timestamp) as created_at from added`,
  );
  await input.run(
    `insert into marts.task_forecasts by name select task_gid, hours as hours_p50, hours as adjusted_estimate_hours,
      hours * exp(-$1::double) as hours_p10, hours * exp($1::double * 0.657) as hours_p80, hours * exp($1::double) as hours_p90,
      hours * $2::double as hours_mean, hours * $2::double as remaining_hours, 'ok' as status from added`,
    [sigma * upperTenth, Math.exp(sigma ** 2 / 2)],
  );
}
