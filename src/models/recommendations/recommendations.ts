import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf } from "../statistics/calendar.ts";
import { adoptTables, estimatesToAdopt } from "./adopt-estimate.ts";
import { readAnswers } from "./answers.ts";
import { completionAfter, completionTables } from "./completion-after.ts";
import { cutTables, scopeCuts } from "./cut-scope.ts";
import { type LateProject, lateTables, readLateProjects } from "./late-projects.ts";
import { type Move, peopleOf } from "./moves.ts";
import { createOutlooks, likely, type OutlookOf } from "./outlook.ts";
import { idOf, type Kind, type Recommendation } from "./recommendation.ts";
import { relieve } from "./relieve-overload.ts";
import { renegotiateTables, renegotiations } from "./renegotiate.ts";
import { type Person, readSituation, type Situation, situationTables } from "./situation.ts";
import { mostPerPerson as mostMismatches, skillMismatches } from "./skill-mismatch.ts";
import { speedUps, speedUpTables } from "./speed-up.ts";
import { templateChanges, templateTables } from "./template-change.ts";

/** Proposals that one person has to decide about in a night, in all and by kind. */
const mostPerPerson = 5;
const mostOfKind: Partial<Record<Kind, number>> = {
  skill_mismatch: mostMismatches,
  adopt_estimate: 1,
  template_change: 1,
};
/** Overloaded people who are looked at, those with most overloaded weeks first. */
const mostOverloaded = 40;

/** Few proposals, ranked by what they change, each simulated and safe together with the others. */
export const recommendationsNode: ModelNode = {
  name: "recommendations",
  reads: [
    ...new Set([
      ...[...situationTables, ...renegotiateTables, ...adoptTables, ...templateTables, ...completionTables],
      ...[...lateTables, ...cutTables, ...speedUpTables, "meta.writes"],
    ]),
  ],
  writes: ["marts.recommendations"],
  run: async (input) => {
    const [situation, renegotiate, adopt, templates, answers] = await Promise.all([
      readSituation(input),
      renegotiations(input),
      estimatesToAdopt(input),
      templateChanges(input),
      readAnswers(input),
    ]);
    const late = await readLateProjects(input);
    const cuts = await scopeCuts(late, situation, input);
    const moved = await proposeMoves(situation, late, input);
    const finished = await completionAfter(moved, input);
    const all = [...moved.map(({ recommendation }, i) => withCompletion(recommendation, finished[i]!)), ...renegotiate];
    const rows = [...all, ...cuts, ...adopt, ...templates].map((recommendation) => ({
      recommendation,
      id: idOf(recommendation),
      state: answers.get(idOf(recommendation)) ?? "proposed",
    }));
    return { "marts.recommendations": choose(rows).map((row) => rowOf(row, input)) };
  },
};

interface Moved {
  readonly recommendation: Recommendation;
  readonly moves: readonly Move[];
}

/** Proposals that move work. No task is moved twice, and nobody receives work twice. */
async function proposeMoves(situation: Situation, late: readonly LateProject[], input: ModelInput): Promise<Moved[]> {
  const outlookOf = createOutlooks(situation);
  const taken = { tasks: new Set<string>(), people: new Set<string>() };
  const kept: Moved[] = [];
  const keep = (moved: Moved) => {
    kept.push(moved);
    for (const { task } of moved.moves) taken.tasks.add(task.task_gid);
    for (const gid of peopleOf(moved.moves)) taken.people.add(gid);
  };
  for (const person of overloadedOf(situation, outlookOf)) {
    for (const found of relieve(person, { situation, outlookOf, taken })) keep(found);
  }
  for (const found of await speedUps(late, { situation, outlookOf, taken, input })) keep(found);
  skillMismatches(situation, outlookOf, () => taken, keep);
  return kept;
}

function overloadedOf(situation: Situation, outlookOf: OutlookOf): Person[] {
  return [...situation.people.values()]
    .map((person) => ({ person, outlook: outlookOf(person.person_gid) }))
    .filter(({ outlook }) => outlook?.weeks.some((week) => week.overload >= likely))
    .sort(
      (a, b) =>
        b.outlook!.overloadedWeeks - a.outlook!.overloadedWeeks || (a.person.person_gid < b.person.person_gid ? -1 : 1),
    )
    .slice(0, mostOverloaded)
    .map(({ person }) => person);
}

const withCompletion = (
  recommendation: Recommendation,
  { before, after }: { readonly before: number | null; readonly after: number | null },
): Recommendation => ({
  ...recommendation,
  before: { ...recommendation.before, last_task_done_on: before === null ? null : dateOf(before) },
  after: { ...recommendation.after, last_task_done_on: after === null ? null : dateOf(after) },
});

interface Answered {
  readonly recommendation: Recommendation;
  readonly id: string;
  readonly state: string;
}

/** The strongest of each person who decides; what was answered already takes nobody's place. */
function choose(rows: readonly Answered[]): Answered[] {
  const perPerson = new Map<string, number>();
  const sorted = [...rows].sort((a, b) => b.recommendation.effect - a.recommendation.effect || (a.id < b.id ? -1 : 1));
  return sorted.filter(({ recommendation: { responsible_gid, kind }, state }) => {
    if (state !== "proposed") return true;
    const [all, same] = [`${responsible_gid}`, `${responsible_gid}/${kind}`];
    const isFull =
      (perPerson.get(all) ?? 0) >= mostPerPerson || (perPerson.get(same) ?? 0) >= (mostOfKind[kind] ?? mostPerPerson);
    if (isFull) return false;
    for (const key of [all, same]) perPerson.set(key, (perPerson.get(key) ?? 0) + 1);
    return true;
  });
}

function rowOf({ recommendation, id, state }: Answered, input: Pick<ModelInput, "asOf">): ModelRow {
  const { kind, subjects, responsible_gid, reason, before, after, changes } = recommendation;
  return {
    recommendation_id: id,
    ...{ kind, subjects, responsible_gid, state },
    reason: reason.replace(/\s+/g, " "),
    effect_before: before,
    effect_after: { ...after, changes: changes.map((change) => ({ ...change })) },
    as_of_on: input.asOf,
  };
}
