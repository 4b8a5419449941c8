import type { ModelRow } from "../../../src/models/node.ts";
import { dateOf, dayNumber, weekday } from "../../../src/models/statistics/calendar.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import type { Database } from "../../../src/warehouse/database.ts";
import { asOf, insert } from "./marts.ts";

export interface Company {
  readonly people: ModelRow[];
  readonly projects: ModelRow[];
  readonly tasks: ModelRow[];
  readonly entries: ModelRow[];
  readonly forecasts: ModelRow[];
}

/**
 * A company without any planted effect: every person works through tasks of about a day, logs time, and has some open
 * work due in the weeks ahead. Person i has home team i mod teams; task j lies in project j mod projects.
 */
export function makeCompany(options: {
  readonly seed?: number;
  readonly people?: number;
  readonly teams?: number;
  readonly projects?: number;
  readonly weeks?: number;
  readonly hoursPerWeek?: number;
  readonly openHoursPerWeek?: number;
}): Company {
  const {
    seed = 1,
    people = 6,
    teams = 2,
    projects = 3,
    weeks = 60,
    hoursPerWeek = 34,
    openHoursPerWeek = 20,
  } = options;
  const random = createRandom(seed);
  const today = dayNumber(asOf);
  const company: Company = { people: [], projects: [], tasks: [], entries: [], forecasts: [] };
  for (let i = 0; i < projects; i++) company.projects.push(projectRow(i, today + 60));
  for (let i = 0; i < people; i++) {
    company.people.push(personRow(i, i % teams));
    for (let week = -weeks; week < 0; week++) pastWeek({ person: i, first: today + 7 * week });
    for (let week = 0; week < 8; week++) futureWeek({ person: i, first: today + 7 * week });
  }
  return company;

  function pastWeek(at: { person: number; first: number }) {
    let hours = hoursPerWeek * random.lognormal(0, 0.12);
    for (let day = at.first; hours > 1; day++) {
      const effort = Math.min(hours, random.lognormal(Math.log(6), 0.5));
      hours -= effort;
      const on = Math.min(day, at.first + 4);
      addTask({
        person: at.person,
        created: on - random.integer(40),
        due: on + random.integer(5) - 2,
        done: on,
        effort,
      });
    }
  }

  function futureWeek(at: { person: number; first: number }) {
    for (let hours = openHoursPerWeek; hours > 1; hours -= 5) {
      const due = at.first + random.integer(5);
      addTask({ person: at.person, created: today - 1 - random.integer(30), due, done: null, effort: 5 });
    }
  }

  function addTask(task: { person: number; created: number; due: number; done: number | null; effort: number }) {
    const gid = `t${company.tasks.length}`;
    const hours = Math.round(task.effort * 100) / 100;
    const project = `p${company.tasks.length % projects}`;
    company.tasks.push({
      ...{ task_gid: gid, name: gid, assignee_gid: `u${task.person}`, project_gid: project },
      ...{ is_completed: task.done !== null, is_own: false, is_deleted: false, is_milestone: false },
      created_at: `${dateOf(task.created)}T08:00:00Z`,
      completed_at: task.done === null ? null : `${dateOf(task.done)}T16:00:00Z`,
      ...{ start_on: null, due_on: dateOf(task.due), estimate_hours: hours, original_estimate_hours: hours },
      ...{ actual_hours: task.done === null ? null : hours, story_points: 1 },
    });
    if (task.done !== null)
      company.entries.push(entryRow({ gid, project, person: task.person, day: task.done, hours }));
    else company.forecasts.push(forecastRow(gid, hours));
  }
}

const personRow = (i: number, team: number): ModelRow => ({
  ...{ person_gid: `u${i}`, name: `Person ${i}`, home_team_gid: `team${team}`, weekly_capacity_hours: 40 },
  ...{ capacity_source: "field", is_active: true, is_guest: false },
});

const projectRow = (i: number, due: number): ModelRow => ({
  ...{ project_gid: `p${i}`, name: `Project ${i}`, team_gid: "team0", due_on: dateOf(due) },
  ...{ is_archived: false, is_own: false, is_deleted: false, is_completed: false },
});

function entryRow(entry: { gid: string; project: string; person: number; day: number; hours: number }): ModelRow {
  const on = dateOf(entry.day - Math.max(0, weekday(entry.day) - 4));
  return {
    ...{ entry_gid: `e${entry.gid}`, task_gid: entry.gid, project_gid: entry.project, person_gid: `u${entry.person}` },
    ...{ entered_on: on, hours: entry.hours, created_at: `${on}T17:00:00Z`, source: "asana" },
  };
}

const forecastRow = (gid: string, hours: number): ModelRow => ({
  ...{ task_gid: gid, hours_p10: hours / 2, hours_p50: hours, hours_p80: hours * 1.6, hours_p90: hours * 2 },
  ...{ hours_mean: hours * 1.15, remaining_hours: hours * 1.15, status: "ok" },
});

export async function fill(database: Database, company: Company): Promise<void> {
  const teams = [...new Set(company.people.map((person) => person.home_team_gid))];
  await insert(
    database,
    "marts.teams",
    teams.map((gid) => ({ team_gid: gid!, name: `Team ${gid}`, number_of_members: 1 })),
  );
  await insert(database, "marts.people", company.people);
  await insert(database, "marts.projects", company.projects);
  await insert(database, "marts.tasks", company.tasks);
  await insert(database, "marts.time_entries", company.entries);
  await insert(database, "marts.task_forecasts", company.forecasts);
}
