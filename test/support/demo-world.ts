import type { World } from "../../src/demo/world/world.ts";

/** Leaves nothing in a workspace but its people. */
export function emptyWorld(world: World): void {
  for (const part of Object.values(world)) if (part instanceof Map && part !== world.people) part.clear();
  world.version += 1;
}

/** Takes fields away, with their values and their settings, as if nobody had ever made them. */
export function removeFields(world: World, ...names: readonly string[]): void {
  const gone = [...world.fields.values()].filter((field) => names.includes(field.name));
  if (gone.length !== names.length) throw new Error(`the demo has no field among ${names.join(", ")}`);
  for (const field of gone) world.fields.delete(field.gid);
  for (const project of world.projects.values()) {
    project.settings = project.settings.filter((setting) => !gone.includes(setting.field));
  }
  for (const item of [...world.tasks.values(), ...world.projects.values(), ...world.people.values()]) {
    for (const field of gone) item.values.delete(field);
  }
  world.version += 1;
}
