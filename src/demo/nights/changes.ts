import { dayNumber, instant } from "../days.ts";
import { random } from "../random.ts";
import { logTime, touch } from "../world/tasks.ts";
import type { World } from "../world/world.ts";

/**
 * Changes exactly so many tasks and logs exactly so many entries on a day, all at random: what budgets of requests for a
 * night are stated for.
 */
export function changeSome(
  world: World,
  given: { readonly today: string; readonly seed?: number; readonly tasks: number; readonly entries: number },
): void {
  const dice = random(given.seed ?? 1).fork(`changes ${given.today}`);
  const tasks = [...world.tasks.values()];
  const people = [...world.people.values()];
  const day = dayNumber(given.today);
  const chosen = new Set<(typeof tasks)[number]>();
  while (chosen.size < Math.min(given.tasks, tasks.length)) chosen.add(dice.pick(tasks));
  for (const [index, task] of [...chosen].entries()) {
    task.name = `${task.name.slice(0, 900)} (again)`;
    touch(world, task, instant(day, 540 + (index % 480)));
  }
  for (let number = 0; number < given.entries; number++) {
    const task = dice.pick(tasks);
    const createdAt = Date.parse(instant(day, 540 + (number % 480)));
    logTime(world, {
      task,
      person: dice.pick(people),
      minutes: 15 * dice.whole(1, 12),
      enteredOn: given.today,
      createdAt,
    });
  }
}
