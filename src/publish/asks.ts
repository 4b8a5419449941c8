import { openRestricted } from "../warehouse/release.ts";
import { type Conflict, type Decided, joinWishes, nothing, type Wishes } from "./action.ts";
import { allows, type Desk, reachable, whySource } from "./desk.ts";
import { type AnomalyRow, planAnomalyFlags } from "./plans/anomaly-flags.ts";
import { planHeldQuestions } from "./plans/held-questions.ts";
import type { ResolvedFields } from "./plans/own-fields.ts";
import type { OwnProject } from "./plans/own-projects.ts";
import { proposePortfolioStatuses } from "./plans/portfolio-summaries.ts";
import { planReviews, type ReviewPlace } from "./plans/reviews.ts";
import { roundHours } from "./plans/tasks.ts";
import type { WishedValues } from "./plans/values.ts";
import { readPortfolioRows } from "./release-rows.ts";
import {
  type EstimateField,
  type ReadRecommendation,
  readAnomalyRows,
  readEstimateFields,
  readNamesOf,
  readRecommendations,
} from "./review-rows.ts";
import { portfoliosIn } from "./scope.ts";
import { whyLine } from "./why-line.ts";

type Resolve = (desk: Desk, wishes: readonly WishedValues[]) => ResolvedFields;

/** What people are asked beside proposals: about odd time entries, and about values that they typed over forecasts. */
export async function asksOf(desk: Desk, conflicts: readonly Conflict[]): Promise<Wishes> {
  return joinWishes([await anomalyFlags(desk), heldQuestions(desk, conflicts)]);
}

/** Proposals to the people responsible, about what is in scope; where nobody is responsible any more, to the configured reviewer. */
export async function wishReviews(desk: Desk, project: OwnProject, resolve: Resolve): Promise<Wishes> {
  const all = await readRecommendations(desk.release);
  const tasks = await readNamesOf(
    desk.release,
    all.flatMap(({ changes }) => changes.map(({ task_gid }) => task_gid)),
  );
  const estimateFields = await readEstimateFields(desk.release);
  const fieldFor = (taskGid: string) => {
    const project = desk.now.projects.find(({ gid }) => gid === tasks.get(taskGid)?.project_gid);
    return estimateFields.find(({ field_gid }) => project?.fields.has(field_gid));
  };
  const proposals = all
    .filter((row) => isInScope(desk, row, tasks))
    .map((row) => ({ ...row, changes: row.changes.flatMap((change) => placeEstimate(change, fieldFor)) }));
  const portfolios = proposePortfolioStatuses(
    portfoliosIn(desk.ctx.config.publish, await readPortfolioRows(desk.release)),
  );
  const rows = [...proposals, ...portfolios]
    .map((row) => ({ ...row, responsible_gid: reachable(desk, row.responsible_gid) }))
    .filter(({ responsible_gid }) => desk.scope.person(responsible_gid));
  const place: Omit<ReviewPlace, "field"> = {
    project,
    ledger: desk.ledger,
    form: desk.form,
    names: new Map([...desk.world.people, ...[...tasks].map(([gid, { name }]) => [gid, name] as const)]),
    why: whyLine(whySource(desk), "weekly.html"),
    attached: desk.now.projects.find(({ gid }) => gid === project.now?.gid)?.fields ?? new Set(),
  };
  if (desk.form !== "field") return planReviews(rows, { ...place, field: undefined });
  const resolved = resolve(desk, [stateWish(project, place.attached)]);
  return joinWishes([resolved, planReviews(rows, { ...place, field: resolved.fields.get("review_state") })]);
}

/** An estimate goes into the field of people that the task's project has, in the unit of that field; nowhere where it has none. */
function placeEstimate(change: Decided, fieldFor: (taskGid: string) => EstimateField | undefined): Decided[] {
  if (change.name !== "estimate") return [change];
  const field = fieldFor(change.task_gid);
  if (!field || typeof change.new !== "number") return [];
  const isHours = field.factor === 1;
  const value = isHours ? roundHours(change.new) : Math.round(roundHours(change.new) / field.factor);
  return [{ ...change, field_gid: field.field_gid, unit: isHours ? "h" : "min", new: value }];
}

/** Stands for all reviews where the field AI Review is looked for. */
const stateWish = (project: OwnProject, attached: ReadonlySet<string>): WishedValues => ({
  key: "values:reviews",
  object_type: "task_values",
  target: project.reference,
  label: "",
  plan: "reviews",
  project: project.shown,
  attached,
  current: new Map(),
  wished: new Map([["review_state", "pending"]]),
  why: "",
});

/** Whether everything that a proposal is about may be written about: tasks by their projects, people, and what is muted. */
function isInScope(
  { scope, ctx, now, world }: Desk,
  { subjects, changes }: ReadRecommendation,
  tasks: ReadonlyMap<string, { readonly project_gid: string | null }>,
): boolean {
  const muted = new Set(ctx.config.publish.mute);
  const projects = new Set(now.projects.map(({ gid }) => gid));
  const isIn = (gid: string) =>
    !muted.has(gid) && (!projects.has(gid) || scope.project(gid)) && (!world.people.has(gid) || scope.person(gid));
  return (
    subjects.every(isIn) &&
    changes.every(({ task_gid, name, old, new: value }) => {
      const project = tasks.get(task_gid)?.project_gid;
      const people = name === "assignee" ? [old, value] : [];
      return (!project || scope.project(project)) && people.every((gid) => scope.person(gid as string | null));
    })
  );
}

/** Flags lie where rows about persons lie: in the restricted file, or in the release where everybody may see them. */
async function anomaliesInScope(desk: Desk): Promise<AnomalyRow[]> {
  const { config } = desk.ctx;
  if (!allows(desk, "anomaly_flags") || config.privacy.person_level === "none") return [];
  const restricted = config.privacy.person_level === "managers" ? await openRestricted(config.home) : undefined;
  try {
    const rows = await readAnomalyRows(restricted ?? desk.release, desk.release, desk.asOf);
    return rows
      .filter(({ person_gid }) => desk.scope.person(person_gid))
      .filter(({ project_gid }) => project_gid === null || desk.scope.project(project_gid))
      .map((row) => ({ ...row, manager_gid: reachable(desk, row.manager_gid) }));
  } finally {
    restricted?.close();
  }
}

async function anomalyFlags(desk: Desk): Promise<Wishes> {
  const { alerts, anomalies } = desk.ctx.config.publish;
  return planAnomalyFlags(await anomaliesInScope(desk), desk.ledger, {
    budget: alerts.per_manager,
    spent: desk.today.anomalies,
    has_approvals: desk.form === "approval",
    comments: anomalies.comment,
    why: whyLine(whySource(desk), "weekly.html"),
  });
}

/** Tasks whose time looks odd, where the configuration lets their Review Flag show it. */
export async function oddTimes(desk: Desk): Promise<ReadonlySet<string>> {
  if (!desk.ctx.config.publish.anomalies.flag) return new Set();
  return new Set((await anomaliesInScope(desk)).flatMap(({ task_gid }) => task_gid ?? []));
}

function heldQuestions(desk: Desk, conflicts: readonly Conflict[]): Wishes {
  if (!allows(desk, "held_questions")) return nothing;
  const { alerts, reviewer } = desk.ctx.config.publish;
  return planHeldQuestions(conflicts, {
    now: desk.now,
    ledger: desk.ledger,
    settings: {
      budget: alerts.per_manager,
      spent: desk.today.questions,
      reviewer,
      has_approvals: desk.form === "approval",
      people: desk.world.people,
    },
  });
}
