import { z } from "zod";
import { type Action, type Conflict, joinWishes, nothing, type Wishes } from "./action.ts";
import { allows, type Desk } from "./desk.ts";
import { clean } from "./plain-text.ts";
import { person } from "./plans/change-in-words.ts";
import { planDecisions } from "./plans/decisions.ts";
import type { OpenReview } from "./plans/reviews.ts";
import { unlessGone } from "./read-asana.ts";
import { readManagers } from "./release-rows.ts";
import { readNamesOf } from "./review-rows.ts";

/** What was approved by those who may decide, about what is still in scope; the rest waits, and says why. */
export async function wishDecisions(desk: Desk): Promise<Wishes> {
  const approved = desk.reviews.filter(
    ({ key, task }) => key.startsWith("review:") && task?.approval_status === "approved",
  );
  if (!allows(desk, "reviews") || approved.length === 0) return nothing;
  const gids = approved.flatMap(({ decides }) => decides.map(({ task_gid }) => task_gid));
  const places = await readNamesOf(desk.release, gids);
  const isInScope = ({ decides }: OpenReview) =>
    decides.every(({ task_gid, name, old, new: value }) => {
      const project = places.get(task_gid)?.project_gid;
      const people = name === "assignee" ? [old, value] : [];
      return (
        (!project || desk.scope.project(project)) && people.every((gid) => desk.scope.person(gid as string | null))
      );
    });
  const inScope = approved.filter(isInScope);
  const outside = approved.filter((review) => !inScope.includes(review));
  const strangers = await approvedByStrangers(desk, inScope);
  return joinWishes([
    planDecisions(
      inScope.filter((review) => !strangers.includes(review)),
      desk.world,
    ),
    { actions: strangers.flatMap((review) => tellStranger(desk, review)), conflicts: strangers.map(ofStranger) },
    { actions: [], conflicts: outside.map(ofOutside) },
  ]);
}

/**
 * Whoever sees a task may approve its review in Asana. Counted are: the person asked, whom the review was handed on to, the
 * managers, the configured reviewer, and the user of the token, who could write the same without asking. Where Asana does not
 * tell who approved, those count who see the review.
 */
async function approvedByStrangers(desk: Desk, reviews: readonly OpenReview[]): Promise<OpenReview[]> {
  const managers = new Set((await readManagers(desk.release)).map(({ gid }) => gid));
  const mayDecide = ({ asked_gid, task }: OpenReview) => {
    const by = task?.completed_by_gid;
    const known = [asked_gid, task?.assignee_gid, desk.ctx.config.publish.reviewer];
    return !by || managers.has(by) || known.includes(by);
  };
  const others = reviews.filter((review) => !mayDecide(review));
  if (others.length === 0) return others;
  const me = await unlessGone(async () =>
    z.object({ gid: z.string() }).parse(await desk.asana.get("/users/me", { opt_fields: "gid" })),
  );
  return others.filter(({ task }) => task?.completed_by_gid !== me?.gid);
}

/** Said once on the review for each person who was not asked. */
function tellStranger({ ledger, world }: Desk, { key: review, task }: OpenReview): Action[] {
  const by = task!.completed_by_gid!;
  const key = `not-asked:${review}:${by}`;
  if (ledger.managed.has(key)) return [];
  const text = `Not applied: ${person(by, world.people)} approved this, and was neither asked nor is a manager. To have it applied, whoever was asked sets it back and approves it.`;
  return [
    {
      key,
      action: "create",
      object_type: "comment",
      plan: "reviews",
      label: `comment on "${task!.name}"`,
      target: null,
      parent: { gid: task!.gid },
      values: [{ name: "text", label: "text", old: null, new: clean(text, 2_000) }],
      why: "Nothing of a person's is changed without an approval of those who were asked.",
      project: null,
      reader: task!.assignee_gid ?? undefined,
    },
  ];
}

const ofStranger = ({ key, task }: OpenReview): Conflict => ({
  key,
  label: task!.name,
  reason: "approved by somebody who was neither asked nor a manager; it waits for one of them",
  project: null,
});

const ofOutside = ({ key, task }: OpenReview): Conflict => ({
  key,
  label: task!.name,
  reason: "approved, and out of scope or muted by now; nothing is changed while that is so",
  project: null,
});
