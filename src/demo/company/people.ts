import { addDays } from "../days.ts";
import type { Random } from "../random.ts";
import type { Person, Team, Values } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { DemoFields } from "./fields.ts";
import { HOSTILE_PEOPLE } from "./hostile.ts";
import type { Size } from "./sizes.ts";
import { FIRST_NAMES, LAST_NAMES, TEAM_NAMES } from "./words.ts";

/** A person at work, with what the workspace does not say. */
export interface Worker {
  readonly person: Person;
  readonly team: Team;
  readonly weeklyHours: number;
  /** Share of the hours that is logged on tasks. */
  readonly focus: number;
  /** Weeks of work that lie before this person. */
  readonly backlogWeeks: number;
}

const WEEKLY_HOURS = [40, 40, 40, 38, 37.5, 32, 30, 24, 20];

interface Given {
  readonly dice: Random;
  readonly today: string;
  readonly size: Size;
  readonly fields: DemoFields;
}

export function addPeople(world: World, given: Given): { workers: Worker[]; teams: Team[] } {
  const { dice, size } = given;
  const teams = Array.from({ length: size.teams }, (_, index) => addTeam(world, index));
  const workers = Array.from({ length: size.people }, (_, index): Worker => {
    const team = teams[index % teams.length]!;
    const isLead = index < teams.length;
    const person = addPerson(world, nameOf(index, size.people), {
      isAdmin: index === 0,
      isGuest: index > 0 && index % 37 === 0,
      createdAt: `${addDays(given.today, -size.days - dice.whole(1, 90))}T09:00:00.000Z`,
    });
    team.members.push({ gid: world.gid(), team, person, isAdmin: isLead });
    return {
      person,
      team,
      weeklyHours: isLead ? 40 : dice.pick(WEEKLY_HOURS),
      focus: 0.74 + 0.1 * dice.next(),
      backlogWeeks: 4.6 + 2.8 * dice.next(),
    };
  });
  world.me = workers[0]!.person;
  for (const [index, worker] of workers.entries())
    describe(worker, { ...given, index, lead: leadOf(workers, worker, index) });
  return { workers, teams };
}

function addTeam(world: World, index: number): Team {
  const name = TEAM_NAMES[index % TEAM_NAMES.length]!;
  const team: Team = { workspace: world.workspace, gid: world.gid(), name, description: `${name} team`, members: [] };
  world.teams.set(team.gid, team);
  return team;
}

export function addPerson(
  world: World,
  name: string,
  given: { isAdmin: boolean; isGuest: boolean; createdAt: string },
): Person {
  const person: Person = {
    workspace: world.workspace,
    gid: world.gid(),
    name,
    email: `${emailName(name)}.${world.people.size + 1}@example.com`,
    isActive: true,
    ...given,
    membershipGid: world.gid(),
    taskListGid: world.gid(),
    values: new Map(),
  };
  world.people.set(person.gid, person);
  return person;
}

const emailName = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z]+/g, ".")
    .replace(/^\.+|\.+$/g, "") || "person";

function nameOf(index: number, people: number): string {
  if (index >= people - HOSTILE_PEOPLE.length) return HOSTILE_PEOPLE[people - 1 - index]!;
  const first = FIRST_NAMES[index % FIRST_NAMES.length]!;
  const last = LAST_NAMES[(index * 7 + Math.floor(index / FIRST_NAMES.length)) % LAST_NAMES.length]!;
  return `${first} ${last}`;
}

/** People answer to the lead of their team, leads to the first person. */
function leadOf(workers: readonly Worker[], worker: Worker, index: number): Person | null {
  if (index === 0) return null;
  const lead = workers.find((one) => one.team === worker.team)!;
  return lead === worker ? workers[0]!.person : lead.person;
}

/** Some people have no capacity on record, and a few no skills. */
function describe(worker: Worker, { fields, dice, index, lead }: Given & { index: number; lead: Person | null }): void {
  const values: Values = worker.person.values;
  if (index % 6 !== 5) values.set(fields.capacity, worker.weeklyHours);
  if (lead) values.set(fields.manager, [lead]);
  const { options } = fields.personSkills;
  const first = dice.whole(0, options.length - 1);
  if (index % 9 !== 8) values.set(fields.personSkills, [options[first]!, options[(first + 2) % options.length]!]);
}
