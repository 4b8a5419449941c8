import type { ModelRow } from "../node.ts";
import {
  assumedOf,
  type HeadcountContext,
  minimumWeeks,
  positionsFor,
  projectionRows,
  toMember,
} from "./headcount-rows.ts";
import { none, type readSkills, weeksRead } from "./read-skills.ts";
import type { MemberRow } from "./read-teams.ts";
import { shareBySkill } from "./share-by-skill.ts";
import type { Team } from "./simulate-team.ts";

type Skills = Awaited<ReturnType<typeof readSkills>>;

const recentWeeks = 26;

/** Rows of every skill that people have or tasks ask for, and of work that asks for none; nothing where no skill exists. */
export function skillRows(read: Skills, active: readonly MemberRow[], context: HeadcountContext): ModelRow[] {
  if (read.names.length === 0) return [];
  const names = new Map([...read.names.map(({ skill, name }) => [skill, name] as const), [none, none]]);
  const weeks = Map.groupBy(read.weeks, (row) => row.skill);
  const told = Math.min(weeksRead, 1 + Math.max(-1, ...read.weeks.map(({ ago }) => ago)));
  const weeklyHours = (skill: string) => {
    const hours = new Array<number>(told).fill(0);
    for (const row of weeks.get(skill) ?? []) if (row.ago < told) hours[told - 1 - row.ago] = row.hours;
    return hours;
  };
  const demand = new Map([...names.keys()].map((skill) => [skill, recentMean(weeklyHours(skill))]));
  const shares = sharesOf(read, active, { context, demand, names });
  const total = sum([...demand.values()]);
  const activeGids = new Set(active.map(({ person_gid }) => person_gid));
  const skilled = read.people.filter(({ person_gid }) => activeGids.has(person_gid));
  return [...names].flatMap(([skill, name]) => {
    const own = active.filter(({ person_gid }) => (shares.get(person_gid)?.get(skill) ?? 0) > 0);
    const shareOf = (asked: readonly string[] | undefined) => {
      const wanted = (asked ?? []).map((one) => one.trim().toLowerCase());
      if (wanted.length === 0) return total > 0 ? demand.get(skill)! / total : 0;
      return wanted.filter((one) => one === skill).length / wanted.length;
    };
    const team: Team = {
      members: own.map((member) => toPart(member, shares.get(member.person_gid)!.get(skill)!, context)),
      positions: positionsFor((requisition) => shareOf(requisition.skills), context),
      weeklyHours: weeklyHours(skill),
      committedHours: committedOf(skill, read, context),
      pipelineShares: context.assumptions.pipeline.map((project) => shareOf(project.skills)),
    };
    const listed = skill === none ? active.length : skilled.filter((person) => person.skills.includes(skill)).length;
    return projectionRows(
      {
        named: { skill: name, number_of_people: listed },
        key: `skill/${skill}`,
        ...{ team, missing: missingFor(team, { told, isAnybodySkilled: skilled.length > 0, context }) },
        assumed: assumedOf(own, context.assumptions),
      },
      context,
    );
  });
}

function sharesOf(
  read: Skills,
  active: readonly MemberRow[],
  at: {
    readonly context: HeadcountContext;
    readonly demand: ReadonlyMap<string, number>;
    readonly names: ReadonlyMap<string, string>;
  },
) {
  const skillsOf = new Map(read.people.map(({ person_gid, skills }) => [person_gid, skills]));
  const people = active.map((member) => ({
    person_gid: member.person_gid,
    fte: toMember(member, at.context.input.settings.default_weekly_capacity_hours).fte,
    skills: [...(skillsOf.get(member.person_gid) ?? []).filter((skill) => at.names.has(skill)), none],
  }));
  return shareBySkill(people, at.demand);
}

function toPart(member: MemberRow, share: number, { input }: HeadcountContext) {
  const whole = toMember(member, input.settings.default_weekly_capacity_hours);
  return { ...whole, fte: whole.fte * share };
}

const committedOf = (skill: string, { committed }: Skills, { quarters }: HeadcountContext) =>
  quarters.map(({ start_on }) =>
    sum(committed.filter((row) => row.skill === skill && row.quarter === start_on).map(hoursOf)),
  );

const hoursOf = (row: { readonly hours: number }) => row.hours;

function missingFor(
  team: Team,
  at: { readonly told: number; readonly isAnybodySkilled: boolean; readonly context: HeadcountContext },
): string | null {
  if (!at.isAnybodySkilled)
    return "Nobody is listed with any skill (a field of people, people_file or skills_file), so that supply is unknown.";
  if (at.context.hoursPerFte <= 0) return "Nobody has a weekly capacity above 0.";
  if (at.told < minimumWeeks) return `Needs ${minimumWeeks} weeks of logged time; has ${at.told}.`;
  if (team.weeklyHours.every((hours) => hours === 0) && team.committedHours.every((hours) => hours === 0))
    return "No time was logged on tasks that ask for it, and no open task does.";
  return null;
}

const recentMean = (weeklyHours: readonly number[]) => {
  const recent = weeklyHours.slice(-recentWeeks);
  return recent.length > 0 ? sum(recent) / recent.length : 0;
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
