import { hoursByWeek, likely, type OutlookOf } from "./outlook.ts";
import type { OpenTask, Person, Situation } from "./situation.ts";
import { windowDays } from "./task-window.ts";

/** People who are tried for one task. */
const most = 4;

/**
 * People who could take this task, the nearest to it first: with every skill that it asks for, at work on all of its days
 * and in the coming week, and with room in its weeks.
 */
export function receiversOf(task: OpenTask, situation: Situation, outlookOf: OutlookOf): Person[] {
  const giver = situation.people.get(task.person_gid);
  const rated = [...situation.people.values()].flatMap((person) => {
    if (person.person_gid === task.person_gid || !person.is_active || person.is_guest) return [];
    if (!isFit(person, task, { giver, situation }) || !isAtWork(person, task, situation)) return [];
    const room = roomFor(task, person, { situation, outlookOf });
    return room > 0 ? [{ person, closeness: closenessOf(person, task, { giver, situation }), room }] : [];
  });
  return rated
    .sort(
      (a, b) => b.closeness - a.closeness || b.room - a.room || (a.person.person_gid < b.person.person_gid ? -1 : 1),
    )
    .slice(0, most)
    .map(({ person }) => person);
}

interface Near {
  readonly giver: Person | undefined;
  readonly situation: Situation;
}

export const hasSkills = (person: Person, task: OpenTask): boolean =>
  task.skills.every((skill) => person.skills.includes(skill));

/** A task that asks for no skill goes to somebody who shares one with its present assignee, or who worked in its project. */
function isFit(person: Person, task: OpenTask, { giver, situation }: Near): boolean {
  if (task.skills.length > 0) return hasSkills(person, task);
  const sharesSkill = giver?.skills.some((skill) => person.skills.includes(skill)) ?? false;
  const knowsProject = situation.workedOn.has(`${task.project_gid}/${person.person_gid}`);
  return sharesSkill || (knowsProject && isSameTeam(person, giver));
}

const isSameTeam = (person: Person, giver: Person | undefined) =>
  person.home_team_gid !== null && person.home_team_gid === giver?.home_team_gid;

const closenessOf = (person: Person, task: OpenTask, { giver, situation }: Near): number =>
  (isSameTeam(person, giver) ? 2 : 0) + (situation.workedOn.has(`${task.project_gid}/${person.person_gid}`) ? 1 : 0);

function isAtWork(person: Person, task: OpenTask, { calendar, today, ...situation }: Situation): boolean {
  const [from, to] = windowDays(task, { today, ...situation });
  const isThere = (a: number, b: number) => calendar.workingDays(person.person_gid, a, b) >= calendar.commonDays(a, b);
  return isThere(today, today + 8) && isThere(from, Math.min(to, from + 365));
}

/** Hours of room left in the fullest week of the task; negative where there are too few, or where a week is overloaded already. */
function roomFor(
  task: OpenTask,
  person: Person,
  { situation, outlookOf }: { readonly situation: Situation; readonly outlookOf: OutlookOf },
): number {
  const outlook = outlookOf(person.person_gid);
  if (!outlook || person.weekly_capacity_hours <= 0) return -1;
  if (outlook.weeks.some((week) => week.overload >= likely)) return -1;
  const hours = hoursByWeek(situation, task, person.person_gid);
  const rooms = hours.map((needed, i) =>
    needed > 0 ? outlook.weeks[i]!.capacity - outlook.weeks[i]!.planned - needed : Number.POSITIVE_INFINITY,
  );
  const least = Math.min(...rooms);
  return Number.isFinite(least) ? least : -1;
}
