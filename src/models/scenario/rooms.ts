import { currentWeek } from "../calendar/weeks.ts";
import { addDays, dayNumber } from "../statistics/calendar.ts";
import type { Plan, ScenarioInput } from "./plan.ts";

/** A person as the plan may use one. */
export interface Candidate {
  readonly person_gid: string;
  readonly team_gid: string | null;
  /** Lower case. */
  readonly skills: readonly string[];
  readonly weekly_hours: number;
  /** Last day at work; null while open. */
  readonly ends_on: string | null;
}

/** Hours that people have left, week by week. */
export interface Rooms {
  readonly candidates: readonly Candidate[];
  /** Expected free hours in each of the weeks ahead; negative where there is too much work. Beyond the forecast: as in its last weeks. */
  readonly weeksOf: (gid: string) => readonly number[];
  readonly between: (gid: string, from: string, to: string) => number;
  readonly take: (gid: string, item: { readonly from: string; readonly to: string; readonly hours: number }) => void;
}

export const weeksPlanned = 52;
/** A newcomer's hours that go into work of projects. */
const shareForProjects = 0.8;

interface WeekRow {
  readonly person_gid: string;
  readonly week: string;
  readonly room: number;
}

interface PersonRow {
  readonly person_gid: string;
  readonly team_gid: string | null;
  readonly skills: readonly string[] | null;
  readonly weekly_hours: number;
  readonly started_on: string | null;
  readonly ends_on: string | null;
}

/** Rooms as the release forecasts them, with the people whom the plan lets join and leave already in marts.people. */
export async function readRooms(input: ScenarioInput, plan: Pick<Plan, "joins">): Promise<Rooms> {
  const [people, weeks] = await Promise.all([
    input.rows<PersonRow>(peopleSql),
    input.rows<WeekRow>(`
      select person_gid, week_start_on as week, cast(capacity_hours - coalesce(load_mean, 0) as double) as room
      from marts.capacity_weekly where is_future order by person_gid, week_start_on`),
  ]);
  const first = currentWeek(input.asOf, input.settings);
  const byPerson = Map.groupBy(weeks, (row) => row.person_gid);
  const newcomers = new Set(plan.joins.map((join) => join.person_gid));
  const rooms = new Map(
    people.map((person) => {
      const known = (byPerson.get(person.person_gid) ?? []).map((row) => row.room);
      const usual = newcomers.has(person.person_gid) ? person.weekly_hours * shareForProjects : lastOf(known);
      const room = Array.from({ length: weeksPlanned }, (_, i) =>
        isThere(person, first + 7 * i) ? (known[i] ?? usual) : Math.min(0, known[i] ?? 0),
      );
      return [person.person_gid, room];
    }),
  );
  return roomsOf(people, rooms, first);
}

function roomsOf(people: readonly PersonRow[], rooms: ReadonlyMap<string, number[]>, first: number): Rooms {
  const indexes = (from: string, to: string) => {
    const at = (date: string) => Math.min(weeksPlanned - 1, Math.max(0, Math.floor((dayNumber(date) - first) / 7)));
    return Array.from({ length: Math.max(1, at(to) - at(from) + 1) }, (_, i) => at(from) + i);
  };
  return {
    candidates: people.map((person) => ({
      ...{ person_gid: person.person_gid, team_gid: person.team_gid, weekly_hours: person.weekly_hours },
      ends_on: person.ends_on,
      skills: (person.skills ?? []).map((skill) => skill.toLowerCase()),
    })),
    weeksOf: (gid) => rooms.get(gid) ?? [],
    between: (gid, from, to) => indexes(from, to).reduce((sum, i) => sum + (rooms.get(gid)?.[i] ?? 0), 0),
    take: (gid, { from, to, hours }) => {
      const room = rooms.get(gid);
      const weeks = indexes(from, to);
      for (const i of weeks) if (room) room[i]! -= hours / weeks.length;
    },
  };
}

const lastOf = (known: readonly number[]) => {
  const last = known.slice(-4);
  return last.length > 0 ? last.reduce((sum, room) => sum + room, 0) / last.length : 0;
};

const isThere = (person: PersonRow, week: number) =>
  (person.started_on === null || dayNumber(person.started_on) < week + 7) &&
  (person.ends_on === null || dayNumber(person.ends_on) >= week);

const peopleSql = `
  select person_gid, home_team_gid as team_gid, skills, started_on, ends_on,
    cast(greatest(coalesce(weekly_capacity_hours, 0), 0) as double) as weekly_hours
  from marts.people where is_active and not coalesce(is_guest, false) and weekly_capacity_hours > 0 order by person_gid`;

export const isThereUntil = ({ ends_on }: Candidate, date: string): boolean => ends_on === null || ends_on >= date;

/** The person with most room for an item among those who have its skills; undefined where nobody has. */
export function pickPerson(
  rooms: Rooms,
  among: readonly Candidate[],
  item: { readonly from: string; readonly to: string; readonly skills: readonly string[] },
): Candidate | undefined {
  const wanted = item.skills.map((skill) => skill.toLowerCase());
  const able = among.filter(
    (person) => isThereUntil(person, item.to) && wanted.every((skill) => person.skills.includes(skill)),
  );
  const ranked = able
    .map((person) => ({ person, room: rooms.between(person.person_gid, item.from, item.to) }))
    .sort((a, b) => b.room - a.room || (a.person.person_gid < b.person.person_gid ? -1 : 1));
  return ranked[0]?.person;
}

/** When an item is worked on: its own dates, else two weeks from the earliest day. */
export const spanOf = (
  item: { readonly start_on: string | null; readonly due_on: string | null },
  earliest: string,
) => {
  const from = [item.start_on ?? earliest, earliest].sort()[1]!;
  const to = item.due_on && item.due_on >= from ? item.due_on : addDays(from, 13);
  return { from, to };
};
