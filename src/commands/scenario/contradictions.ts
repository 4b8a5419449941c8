import { UserError } from "../../errors.ts";
import type { Plan } from "../../models/scenario/plan.ts";

/** A plan that says two things at once is refused: whichever came to pass would surprise. */
export function assertConsistent(plan: Plan, file: string): void {
  const leavers = plan.leaves.map(({ person_gid }) => person_gid);
  const receivers = plan.leaves.flatMap(({ work_goes_to: to }) => (typeof to === "object" ? [to.person_gid] : []));
  const changed = [...plan.moves, ...plan.scopes].map(({ project_gid }) => project_gid);
  const said: readonly (readonly [problem: string, gid: string | undefined])[] = [
    ["people.leave: the same person leaves twice", twice(leavers)],
    ["people.leave: work_goes_to names somebody who leaves", receivers.find((gid) => leavers.includes(gid))],
    ["projects.drop: the same project is dropped twice", twice(plan.drops)],
    ["projects.move: the same project is moved twice", twice(plan.moves.map(({ project_gid }) => project_gid))],
    ["projects.scope: the same project is resized twice", twice(plan.scopes.map(({ project_gid }) => project_gid))],
    [
      "projects.drop: a project that is dropped is moved or resized too",
      plan.drops.find((gid) => changed.includes(gid)),
    ],
    ["projects.add: two projects have the same name", twice(plan.added.map(({ name }) => name))],
  ];
  const found = said.find(([, gid]) => gid !== undefined);
  if (found) throw new UserError(`${file}: ${found[0]} (${found[1]}). Leave one of the two out.`);
}

const twice = (gids: readonly string[]): string | undefined => gids.find((gid, i) => gids.indexOf(gid) !== i);
