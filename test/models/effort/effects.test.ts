import { describe, expect, test } from "vitest";
import { learnEffects } from "../../../src/models/effort/effects.ts";
import { createMemory, numbered, remember } from "../../../src/models/effort/memory.ts";
import { createEffortModel } from "../../../src/models/effort/predict.ts";
import type { PastTask } from "../../../src/models/effort/task.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";

const task = (i: number, more: Partial<PastTask>): PastTask => ({
  ...{ id: String(i), name: null, assignee: null, project: null, section: null, category: null, subcategory: null },
  ...{ priority: null, requester: null, tags: [], estimate: 1, actual: 1, completedDay: i, ...more },
});

describe("effects of person, kind and size", () => {
  test("are those of a ridge regression", () => {
    const memory = createMemory();
    for (let i = 0; i < 60; i++) {
      const lnRatio = [0.3, -0.2, 0][i % 3]! + [0.25, -0.1][i % 2]! + ((i * 7) % 11) / 50 - 0.1 * (i % 5);
      const estimate = 2 ** (i % 5);
      remember(
        memory,
        task(i, {
          ...{ assignee: `p${i % 3}`, category: `k${i % 2}` },
          ...{ estimate, actual: estimate * Math.exp(lnRatio) },
        }),
      );
    }
    const effects = learnEffects(memory)!;
    const of = (more: Partial<PastTask>) => effects.of(task(0, more), numbered(memory, task(0, more)));
    // NumPy 2.4.6: solve(XᵀX + diag(0, 20, 12, 12, 12, 12, 12), Xᵀy), columns 1, centred ln estimate, 3 persons, 2 kinds.
    expect(of({ assignee: "p0", category: "k0", estimate: 4 })).toBeCloseTo(0.30426, 3);
    expect(of({ assignee: "p1", category: "k1", estimate: 16 })).toBeCloseTo(-0.41129, 3);
    expect(of({ assignee: "unknown", estimate: 1 })).toBeCloseTo(0.15344, 3);
  });

  test("are used where biases add up, and halve what likeness alone leaves", () => {
    const error = meanError((random) => {
      const [person, kind] = [random.integer(12), random.integer(6)];
      const estimate = random.pick([1, 2, 4, 8, 16]);
      const bias = 0.35 * Math.cos(person * 2.1) + 0.45 * Math.sin(kind * 1.7) - 0.2 * Math.log(estimate / 4);
      return { person, kind, estimate, actual: estimate * random.lognormal(bias, 0.3) };
    });
    // The mean of |N(0, 0.3)| is 0.239: nothing can do better. The estimate itself misses by 0.46, similar tasks alone by 0.28.
    expect(error.model).toBeLessThan(0.26);
    expect(error.human).toBeGreaterThan(0.4);
  });

  test("are left out where most tasks take exactly what was estimated", () => {
    const error = meanError((random) => {
      const estimate = random.pick([1, 2, 4, 8, 16]);
      const isExact = random.uniform() < 0.6;
      const person = random.integer(12);
      return {
        ...{ person, kind: random.integer(6), estimate },
        actual: isExact ? estimate : estimate * random.lognormal(0.3 * Math.cos(person * 2.1), 0.6),
      };
    });
    expect(error.model).toBeLessThanOrEqual(error.human * 1.01);
  });
});

interface Drawn {
  readonly person: number;
  readonly kind: number;
  readonly estimate: number;
  readonly actual: number;
}

/** Mean |ln(actual / p50)| of the last 300 of 1,200 tasks, and of their estimates. */
function meanError(draw: (random: ReturnType<typeof createRandom>) => Drawn) {
  const random = createRandom(5);
  const model = createEffortModel();
  let [own, human, n] = [0, 0, 0];
  for (let i = 0; i < 1_200; i++) {
    const { person, kind, estimate, actual } = draw(random);
    const next = task(i, { assignee: `p${person}`, category: `k${kind}`, estimate, actual });
    if (i >= 900) {
      own += Math.abs(Math.log(actual / model.predict(next, i).p50));
      human += Math.abs(Math.log(actual / estimate));
      n += 1;
    }
    model.learn(next, true);
  }
  return { model: own / n, human: human / n };
}
