/** A person's working time and what he or she can do. */
export interface Skilled {
  readonly person_gid: string;
  readonly fte: number;
  readonly skills: readonly string[];
}

const rounds = 200;

/**
 * Shares of each person's time by skill, so that shortages are as even as they can be: weights start at the demand, each
 * person's time goes to the own skills in proportion to their weights, and a skill that is covered worse than others gains
 * weight. Proportional fitting; it settles where no time can be moved to a scarcer skill.
 */
export function shareBySkill(
  people: readonly Skilled[],
  demand: ReadonlyMap<string, number>,
): Map<string, Map<string, number>> {
  const weights = new Map(demand);
  let shares = sharesAt(people, weights);
  for (let round = 0; round < rounds; round++) {
    const supply = new Map<string, number>();
    for (const person of people) {
      for (const [skill, share] of shares.get(person.person_gid)!) {
        supply.set(skill, (supply.get(skill) ?? 0) + person.fte * share);
      }
    }
    for (const [skill, wanted] of demand) {
      const there = supply.get(skill) ?? 0;
      if (wanted > 0 && there > 0) weights.set(skill, (weights.get(skill)! * wanted) / there);
    }
    rescale(weights);
    shares = sharesAt(people, weights);
  }
  return shares;
}

/** Weights grow without end where a skill is short; only their proportions matter. */
function rescale(weights: Map<string, number>): void {
  const largest = Math.max(...weights.values());
  if (!(largest > 0)) return;
  for (const [skill, weight] of weights) weights.set(skill, Math.max(weight / largest, weight > 0 ? 1e-12 : 0));
}

function sharesAt(people: readonly Skilled[], weights: ReadonlyMap<string, number>) {
  return new Map(
    people.map(({ person_gid, skills }) => {
      const own = skills.map((skill) => weights.get(skill) ?? 0);
      const total = own.reduce((sum, weight) => sum + weight, 0);
      const shares = skills.map((skill, i) => [skill, total > 0 ? own[i]! / total : 1 / skills.length] as const);
      return [person_gid, new Map(shares)] as const;
    }),
  );
}
