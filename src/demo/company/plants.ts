import { addDays } from "../days.ts";
import type { Random } from "../random.ts";
import type { Person, Project, Tag, Team } from "../world/types.ts";
import type { Worker } from "./people.ts";

/** Who and what the company's planted effects are about, while it is being made. */
export interface Plants {
  readonly biased: Worker;
  readonly overloaded: Worker;
  readonly fasterTeam: Team;
  tag: Tag | null;
  slipping: Project | null;
}

/** What a good report should find. */
export interface PlantedEffects {
  /** Takes this many times as long as estimated. */
  readonly biasedEstimator: { readonly personGid: string; readonly name: string; readonly ratio: number };
  readonly overrunningTag: { readonly tagGid: string; readonly name: string; readonly ratio: number };
  /** Load of that week, by assigned open tasks, is at least this share of capacity. */
  readonly overloadedPerson: {
    readonly personGid: string;
    readonly name: string;
    readonly weekStartOn: string;
    readonly utilization: number;
  };
  readonly slippingProject: { readonly projectGid: string; readonly name: string; readonly dueOn: string };
  /** Delivers this many times as much since that day. */
  readonly fasterTeam: {
    readonly teamGid: string;
    readonly name: string;
    readonly since: string;
    readonly factor: number;
  };
}

export const BIAS = 1.6;
export const OVERRUN = 1.8;
export const OVERLOAD = 1.5;
export const SPEED_UP = 1.4;
/** Errands and milestones go on as before, so work itself has to step up by more. */
export const WORK_SPEED_UP = 1.62;
const SPEED_UP_DAYS = 70;

export const fasterSince = (today: string): string => addDays(today, -SPEED_UP_DAYS);

/** The Monday three weeks ahead. */
export const overloadWeek = (today: string): string => addDays(mondayOf(today), 21);

export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

interface Given {
  readonly workers: readonly Worker[];
  readonly teams: readonly Team[];
  readonly dice: Random;
}

/** Picks different full-timers of different teams, none of them a lead. */
export function choosePlants({ workers, teams, dice }: Given): Plants {
  const fasterTeam = teams[1]!;
  const others = workers.slice(teams.length).filter((worker) => worker.team !== fasterTeam && worker.weeklyHours >= 30);
  const candidates = others.length >= 2 ? others : workers.slice(1).filter((worker) => worker.team !== fasterTeam);
  const biased = dice.pick(candidates);
  const known = candidates.filter((worker) => worker !== biased && !/[<{]/.test(worker.person.name));
  return { biased, overloaded: dice.pick(known), fasterTeam, tag: null, slipping: null };
}

export function plantedEffects(plants: Plants, today: string): PlantedEffects {
  const { biased, overloaded, fasterTeam } = plants;
  const tag = plants.tag!;
  const slipping = plants.slipping!;
  const named = (person: Person) => ({ personGid: person.gid, name: person.name });
  return {
    biasedEstimator: { ...named(biased.person), ratio: BIAS },
    overrunningTag: { tagGid: tag.gid, name: tag.name, ratio: OVERRUN },
    overloadedPerson: { ...named(overloaded.person), weekStartOn: overloadWeek(today), utilization: OVERLOAD },
    slippingProject: { projectGid: slipping.gid, name: slipping.name, dueOn: slipping.dueOn! },
    fasterTeam: { teamGid: fasterTeam.gid, name: fasterTeam.name, since: fasterSince(today), factor: SPEED_UP },
  };
}
