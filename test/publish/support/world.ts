import type { CustomField, Task } from "../../../src/demo/world/types.ts";
import type { Bench } from "./bench.ts";

/** Tasks whose notes match, as Plimsoll's marks stand there. */
export const marked = ({ demo }: Bench, notes: RegExp): Task[] =>
  [...demo.world.tasks.values()].filter((task) => notes.test(task.notes));

export const fieldNamed = ({ demo }: Bench, name: string): CustomField =>
  [...demo.world.fields.values()].find((field) => field.name === name)!;

export const commentsOn = (task: Task): string[] =>
  task.stories.filter(({ type }) => type === "comment").map(({ text }) => text);
