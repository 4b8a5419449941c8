import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import { addDays, dayNumber } from "../statistics/calendar.ts";

/** Somebody new. */
export interface Newcomer {
  readonly person_gid: string;
  readonly name: string;
  /** As in marts.people; tells the skills where none are given. */
  readonly role: string | null;
  readonly on: string;
  readonly team_gid: string;
  readonly weekly_hours: number;
  readonly skills: readonly string[];
}

/** Open work of a team that lies with nobody or with somebody overloaded. */
export interface WaitingTask {
  readonly task_gid: string;
  readonly team_gid: string;
  readonly name: string;
  readonly due_on: string;
  readonly skills: readonly string[] | null;
  readonly hours: number;
}

/** What a newcomer can take on in the first, second and third month, and what waits there. */
export interface OnboardingMonth {
  readonly person_gid: string;
  readonly person: string;
  readonly team_gid: string;
  readonly month: number;
  readonly from_on: string;
  readonly to_on: string;
  readonly capacity_hours: number;
  /** Hours to plan with: capacity times how far the ramp has come. */
  readonly plan_hours: number;
  /** Work of the team due in the month that fits the skills and waits for somebody. */
  readonly waiting_hours: number;
  /** The newcomer's skills by how much of the team's waiting work asks for them, and what else that work asks for. */
  readonly focus_skills: readonly string[];
  readonly missing_skills: readonly string[];
  /** Tasks to begin with, within the hours to plan with: scarce skills first, then by due date. */
  readonly first_tasks: readonly string[];
  readonly first_task_gids: readonly string[];
}

const tasksNamed = 3;
const skillsNamed = 3;

interface Team {
  readonly calendar: WorkingCalendar;
  readonly waiting: readonly WaitingTask[];
  readonly rampWeeks: number;
  /** Skills of most people of a role, lower case. */
  readonly skillsOfRole: ReadonlyMap<string, readonly string[]>;
}

/** Days 1 to 30, 31 to 60 and 61 to 90 of one newcomer. */
export function firstMonths(person: Newcomer, team: Team): OnboardingMonth[] {
  const own = team.waiting.filter(({ team_gid }) => team_gid === person.team_gid);
  const skills = skillsFor(person, team);
  const needed = hoursBySkill(own);
  const first = dayNumber(person.on);
  return [0, 30, 60].map((after, i) => {
    const [from_on, to_on] = [addDays(person.on, after), addDays(person.on, after + 29)];
    const days = team.calendar.workingDays(person.person_gid, first + after, first + after + 30);
    const capacity = (person.weekly_hours / 5) * days;
    const progress = team.rampWeeks > 0 ? Math.min(1, (after + 15) / (7 * team.rampWeeks)) : 1;
    const waiting = own.filter((task) => fits(task, skills) && task.due_on >= from_on && task.due_on <= to_on);
    const begin = firstTasks(waiting, { room: capacity * progress, needed });
    return {
      ...{
        person_gid: person.person_gid,
        person: person.name,
        team_gid: person.team_gid,
        month: i + 1,
        from_on,
        to_on,
      },
      capacity_hours: Math.round(capacity),
      plan_hours: Math.round(capacity * progress),
      waiting_hours: Math.round(waiting.reduce((sum, task) => sum + task.hours, 0)),
      ...gapsOf(skills, needed),
      first_tasks: begin.map((task) => task.name),
      first_task_gids: begin.map((task) => task.task_gid),
    };
  });
}

/** The skills that are listed, else those of most people of the role; lower case. */
function skillsFor(person: Newcomer, team: Team): ReadonlySet<string> {
  const listed = person.skills.map((skill) => skill.toLowerCase());
  const ofRole = person.role === null ? [] : (team.skillsOfRole.get(person.role.toLowerCase()) ?? []);
  return new Set(listed.length > 0 ? listed : ofRole);
}

function hoursBySkill(waiting: readonly WaitingTask[]): Map<string, number> {
  const hours = new Map<string, number>();
  for (const task of waiting) {
    for (const skill of lower(task))
      hours.set(skill, (hours.get(skill) ?? 0) + task.hours / (task.skills?.length ?? 1));
  }
  return hours;
}

function gapsOf(skills: ReadonlySet<string>, needed: ReadonlyMap<string, number>) {
  const ranked = [...needed].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([skill]) => skill);
  return {
    focus_skills: ranked.filter((skill) => skills.has(skill)).slice(0, skillsNamed),
    missing_skills: ranked.filter((skill) => !skills.has(skill)).slice(0, skillsNamed),
  };
}

function firstTasks(
  waiting: readonly WaitingTask[],
  { room, needed }: { readonly room: number; readonly needed: ReadonlyMap<string, number> },
): WaitingTask[] {
  const scarcity = (task: WaitingTask) => Math.max(0, ...lower(task).map((skill) => needed.get(skill) ?? 0));
  const ranked = [...waiting].sort(
    (a, b) => scarcity(b) - scarcity(a) || (`${a.due_on}${a.task_gid}` < `${b.due_on}${b.task_gid}` ? -1 : 1),
  );
  let left = room;
  const chosen: WaitingTask[] = [];
  for (const task of ranked) {
    if (chosen.length === tasksNamed) break;
    if (task.hours > left) continue;
    left -= task.hours;
    chosen.push(task);
  }
  return chosen;
}

const fits = (task: WaitingTask, skills: ReadonlySet<string>) => lower(task).every((skill) => skills.has(skill));

const lower = ({ skills }: WaitingTask) => (skills ?? []).map((skill) => skill.toLowerCase());
