import { currentWeek } from "../calendar/weeks.ts";
import { addDays, dayNumber } from "../statistics/calendar.ts";
import { peopleFor } from "./added-work.ts";
import { changePeople } from "./change-people.ts";
import { hoursByWeek, type Phase, type Phasing, phasesOf, phasings } from "./phasing.ts";
import type { AddedProject, Plan, ScenarioInput } from "./plan.ts";
import { type Candidate, type Rooms, readRooms, weeksPlanned } from "./rooms.ts";

/*
A search over whole weeks: every start up to a quarter later, the planned length and once and a half and twice of it, every
number of the people with most room, and three ways to spread the hours over the weeks. What counts is the hours beyond what
these people have room for; of equal ones the earlier end, then the smaller team, then an even spread.
*/

export interface Proposal {
  readonly project: string;
  readonly rank: number;
  readonly is_planned: boolean;
  readonly starts_on: string;
  readonly ends_on: string;
  /** Names; gids where unknown. */
  readonly people: readonly string[];
  readonly people_gids: readonly string[];
  readonly phasing: Phasing;
  readonly phases: readonly Phase[];
  /** Hours of the project that its people have no room for. */
  readonly overload_hours: number;
}

const latestStartWeeks = 13;
const stretches = [1, 1.5, 2];
const shown = 3;
/** An hour of overload is worth this many weeks of delay. */
const weeksPerHour = 0.5;

/** For each added project what was planned and up to three better ways, the best first. */
export async function proposeStarts(plan: Plan, input: ScenarioInput): Promise<Proposal[]> {
  await changePeople(plan, input);
  const [rooms, people] = await Promise.all([
    readRooms(input, plan),
    input.rows<{ gid: string; name: string }>(
      "select person_gid as gid, coalesce(name, person_gid) as name from marts.people",
    ),
  ]);
  const names = new Map(people.map(({ gid, name }) => [gid, name]));
  const first = currentWeek(input.asOf, input.settings);
  return plan.added.flatMap((project) => proposalsFor(project, { rooms, names, first }));
}

interface World {
  readonly rooms: Rooms;
  readonly names: ReadonlyMap<string, string>;
  readonly first: number;
}

interface Way {
  readonly start: number;
  readonly days: number;
  readonly people: readonly Candidate[];
  readonly phasing: Phasing;
  readonly weekly: readonly number[];
  readonly overload: number;
}

function proposalsFor(project: AddedProject, world: World): Proposal[] {
  const able = ableFor(project, world.rooms);
  if (able.length === 0) return [];
  const start = dayNumber(project.starts_on);
  const days = Math.max(7, dayNumber(project.ends_on) - start + 1);
  const planned = waysOf({ start, days, people: able }, project, world)[0]!;
  const ways = Array.from({ length: latestStartWeeks + 1 }, (_, week) =>
    stretches.flatMap((stretch) => {
      const at = { start: start + 7 * week, days: Math.ceil(days * stretch) };
      const ranked = byRoom(able, at, world);
      return ranked.flatMap((_, i) => waysOf({ ...at, people: ranked.slice(0, i + 1) }, project, world));
    }),
  ).flat();
  const cost = (way: Way) =>
    way.overload * weeksPerHour +
    (way.start + way.days - start - days) / 7 +
    0.01 * way.people.length +
    (way.phasing === "even" ? 0 : 0.005);
  const better = ways.filter((way) => cost(way) < cost(planned) - 1e-9).sort((a, b) => cost(a) - cost(b));
  const distinct = better
    .filter((way, i) => better.findIndex((other) => other.start === way.start) === i)
    .slice(0, shown);
  return [planned, ...distinct].map((way, rank) => toProposal(way, { project, rank, names: world.names }));
}

function toProposal(
  way: Way,
  at: { readonly project: AddedProject; readonly rank: number; readonly names: World["names"] },
): Proposal {
  const span = {
    starts_on: addDays("1970-01-01", way.start),
    ends_on: addDays("1970-01-01", way.start + way.days - 1),
  };
  return {
    ...{ project: at.project.name, rank: at.rank, is_planned: at.rank === 0, overload_hours: way.overload },
    ...span,
    ...{ phasing: way.phasing, phases: phasesOf(way.weekly, span) },
    people_gids: way.people.map(({ person_gid }) => person_gid),
    people: way.people.map(({ person_gid }) => at.names.get(person_gid) ?? person_gid),
  };
}

/** People named by the plan, else those of the team with any skill that the tasks ask for. */
function ableFor(project: AddedProject, rooms: Rooms): Candidate[] {
  const wanted = new Set(project.items.flatMap((item) => item.skills.map((skill) => skill.toLowerCase())));
  const team = peopleFor(project, rooms);
  const skilled = team.filter((person) => person.skills.some((skill) => wanted.has(skill)));
  return wanted.size > 0 && skilled.length > 0 ? skilled : team;
}

const byRoom = (people: readonly Candidate[], at: { start: number; days: number }, world: World): Candidate[] =>
  people
    .map((person) => ({ person, room: sum(weeksWithin(person, at, world)) }))
    .sort((a, b) => b.room - a.room || (a.person.person_gid < b.person.person_gid ? -1 : 1))
    .map(({ person }) => person);

/** Hours beyond the room of the people, for each way to spread the work over the weeks; an even spread first. */
function waysOf(way: Pick<Way, "start" | "days" | "people">, project: AddedProject, world: World): Way[] {
  const each = way.people.map((person) => weeksWithin(person, way, world));
  const rooms = (each[0] ?? [0]).map((_, week) => sum(each.map((room) => Math.max(0, room[week]!))));
  return phasings.map(([phasing, weights]) => {
    const weekly = hoursByWeek(project.hours * project.probability, weights(rooms));
    return { ...way, phasing, weekly, overload: sum(weekly.map((hours, week) => Math.max(0, hours - rooms[week]!))) };
  });
}

function weeksWithin(person: Candidate, at: { start: number; days: number }, { rooms, first }: World): number[] {
  const all = rooms.weeksOf(person.person_gid);
  const from = Math.max(0, Math.floor((at.start - first) / 7));
  const count = Math.max(1, Math.ceil(at.days / 7));
  return Array.from({ length: count }, (_, i) => all[Math.min(from + i, weeksPlanned - 1)] ?? 0);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
