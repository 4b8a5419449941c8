import { hash, random } from "../random.ts";
import { createWorld, type World } from "../world/world.ts";
import { addExtras } from "./extras.ts";
import { addFields, type DemoFields } from "./fields.ts";
import { addCategories } from "./governance.ts";
import { addPeople, type Worker } from "./people.ts";
import { openPlans } from "./plans.ts";
import { choosePlants, type PlantedEffects, plantedEffects } from "./plants.ts";
import { addProjects } from "./projects.ts";
import { type Size, usualSize } from "./sizes.ts";
import { work } from "./work.ts";

export interface CompanyOptions {
  readonly seed: number;
  /** The company's last day, YYYY-MM-DD: nothing is done on it yet. */
  readonly today: string;
  readonly size: Size;
}

export interface Company {
  readonly world: World;
  readonly fields: DemoFields;
  readonly workers: readonly Worker[];
  /** What a good report should find. */
  readonly planted: PlantedEffects;
}

/** Makes a company that works day by day up to the morning of `today`. The same options give the same company. */
export function createCompany({ seed, today, size }: CompanyOptions): Company {
  const world = createWorld("Plimsoll demo (made up)", numberOf({ seed, today, size }));
  const dice = random(seed);
  const fields = addFields(world);
  const { workers, teams } = addPeople(world, { dice: dice.fork("people"), today, size, fields });
  for (const field of fields.all) Object.assign(field, { createdBy: world.me });
  const plants = choosePlants({ workers, teams, dice: dice.fork("plants") });
  const plans = addProjects(world, { dice: dice.fork("projects"), today, size, fields, teams, plants });
  addCategories(world);
  const staff = { workers, plans, fields, plants, size, today };
  const open = work(world, { ...staff, dice: dice.fork("work") });
  openPlans(world, { ...staff, open, dice: dice.fork("plans") });
  addExtras(world, { ...staff, teams, dice: dice.fork("extras") });
  return { world, fields, workers, planted: plantedEffects(plants, today) };
}

/** Tells companies apart; the usual ones of the first seed are number 0, whatever their last day. */
function numberOf({ seed, size }: CompanyOptions): number {
  return seed === 1 && size === usualSize ? 0 : 1 + hash(JSON.stringify([seed, size]));
}
