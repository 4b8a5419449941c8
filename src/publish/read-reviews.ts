import { z } from "zod";
import type { Decided } from "./action.ts";
import { decidedSchema, formSchema, heldSchema } from "./decided.ts";
import { answerHeld, type HeldValue } from "./held-values.ts";
import { keepManaged, type Ledger } from "./ledger.ts";
import { answersToQuestions } from "./plans/held-questions.ts";
import { type OpenReview, type ReviewForm, settledKey, type World } from "./plans/reviews.ts";
import { type AsanaWriter, readIfSeen, readTask } from "./read-asana.ts";
import type { Release } from "./release-rows.ts";
import type { LedgerNow, TaskNow } from "./state.ts";

/** Keys of what people are asked: proposals, odd time entries, values that they typed. */
const isAsked = (key: string): boolean => /^(review|anomaly):[\w.-]+$|^held:[\w.:-]+$/.test(key);

/** What the plan of its night said about a review. */
interface Kept {
  readonly decides: readonly Decided[];
  readonly asks: readonly HeldValue[];
  readonly label: string;
  readonly form: ReviewForm;
  readonly asked_gid?: string | undefined;
}

/** Reviews whose decision was not read yet, as they are in Asana. What they decide is what the plan of their night said. */
export async function readOpenReviews(asana: AsanaWriter, database: Ledger, ledger: LedgerNow): Promise<OpenReview[]> {
  const open = [...ledger.managed].filter(([key]) => isAsked(key) && !ledger.managed.has(settledKey(key)));
  if (open.length === 0) return [];
  const kept = await readKept(database);
  const stateField = ledger.managed.get("field:review_state");
  const reviews: OpenReview[] = [];
  for (const [key, gid] of open) {
    const plan = kept.get(key) ?? { decides: [], asks: [], label: "as proposed", form: "approval" as const };
    const task = await readIfSeen(asana, gid);
    // Out of sight for a night is nobody's answer.
    if (task === "unseen") continue;
    const decided = task && { ...task, approval_status: decisionOf(task, plan, stateField) };
    const { decides, asks, asked_gid, label: reason } = plan;
    const kind = key.replace(/^review:/, "").replace(/-[^-]*$/, "");
    reviews.push({ key, task: decided, asked_gid, decides, asks, reason, kind });
  }
  return reviews;
}

async function readKept(database: Ledger): Promise<Map<string, Kept>> {
  const rows = await database.rows<{ key: string; action: string }>(`
    with made as (
      select key, run_id from ledger.managed_objects where regexp_matches(key, '^(review|anomaly|held):')
    ), actions as (
      select run_id, unnest(cast(json_extract(plan, '$.actions') as json[])) as action
      from ledger.publish_plans semi join made using (run_id)
    )
    select made.key, cast(any_value(action) as varchar) as action
    from made join actions on actions.run_id = made.run_id and json_extract_string(action, '$.key') = made.key
    where json_extract_string(action, '$.action') = 'create'
    group by made.key order by made.key`);
  return new Map(rows.map(({ key, action }) => [key, toKept(JSON.parse(action))]));
}

const keptSchema = z.object({
  label: z.string(),
  decides: decidedSchema.nullish(),
  asks: z.array(heldSchema).nullish(),
  form: formSchema.nullish(),
  values: z.array(z.object({ name: z.string(), new: z.unknown() })),
});

function toKept(action: unknown): Kept {
  const { label, decides, asks, form, values } = keptSchema.parse(action);
  const given = (wanted: string) => values.find(({ name }) => name === wanted)?.new;
  const assignee = given("assignee");
  return {
    label,
    decides: decides ?? [],
    asks: asks ?? [],
    form: form ?? (given("resource_subtype") === "approval" ? "approval" : "task"),
    asked_gid: typeof assignee === "string" ? assignee : undefined,
  };
}

/**
 * The decision as an approval would have it. Where there are no approvals, the field AI Review says it, else completing the
 * task. A review that was asked for with the field approves by nothing else, also where it lost the field.
 */
function decisionOf(task: TaskNow, { form }: Kept, stateField: string | undefined): string | null {
  if (form === "approval" || task.approval_status) return task.approval_status;
  if (form === "task") return task.is_completed ? "approved" : "pending";
  const state = stateField === undefined ? undefined : task.values.get(stateField);
  if (typeof state === "string" && state !== "pending") return state.replaceAll(" ", "_");
  return task.is_completed ? "rejected" : "pending";
}

export interface DecisionNote {
  readonly run_id: string;
  readonly at: string;
}

/** What a person's answer is called in the ledger, by kind of review and status of its approval. */
const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  review: { rejected: "rejected", changes_requested: "changes_requested" },
  anomaly: { approved: "confirmed", rejected: "corrected", changes_requested: "corrected" },
  held: { approved: "handed_back", rejected: "kept", changes_requested: "kept" },
};

/**
 * Notes answers that ask for no write: rejected, changes requested, confirmed, corrected, values kept or handed back, or
 * the review deleted. They are never asked again.
 */
export async function noteDecisions(
  database: Ledger,
  reviews: readonly OpenReview[],
  note: DecisionNote,
): Promise<{ noted: number }> {
  let noted = 0;
  const { handed_back, kept } = answersToQuestions(reviews);
  await answerHeld(database, handed_back, "handed_back");
  await answerHeld(database, kept, "kept");
  for (const { key, task } of reviews) {
    const kind = key.slice(0, key.indexOf(":"));
    const decision = task ? answers[kind]?.[task.approval_status ?? ""] : "deleted";
    if (!decision) continue;
    noted += 1;
    await database.run(
      `insert into ledger.writes (write_id, run_id, action, object_type, object_gid, key, why, old_value, new_value, state, approved_by_gid, intended_at, finished_at, seq)
      select $1, $2, 'decision', 'decision', $3, $4, $5, '{}', $6::json, 'done', $7, cast($8 as timestamp), cast($8 as timestamp),
        coalesce(max(seq), 0) + 1 from ledger.writes`,
      [
        `${note.run_id}/${settledKey(key)}`,
        note.run_id,
        task?.gid ?? null,
        settledKey(key),
        "The decision of a person, read back from Asana.",
        JSON.stringify({ decision }),
        task?.completed_by_gid ?? null,
        note.at,
      ],
    );
    await keepManaged(database, {
      key: settledKey(key),
      object_type: "decision",
      object_gid: task?.gid ?? decision,
      run_id: note.run_id,
      at: note.at,
    });
  }
  return { noted };
}

/** The tasks, people and absences that approved reviews touch. */
export async function readWorld(asana: AsanaWriter, release: Release, reviews: readonly OpenReview[]): Promise<World> {
  const approved = reviews.filter(({ task }) => task?.approval_status === "approved");
  const tasks = new Map<string, TaskNow>();
  for (const gid of new Set(approved.flatMap(({ decides }) => decides.map(({ task_gid }) => task_gid)))) {
    const task = await readTask(asana, gid);
    if (task) tasks.set(gid, task);
  }
  const people = await release.rows<{ gid: string; name: string }>(
    "select person_gid as gid, coalesce(name, person_gid) as name from marts.people where is_active order by person_gid",
  );
  const absent = await release.rows<{ gid: string }>(`
    select distinct person_gid as gid from marts.absence
    where start_on <= (select max(as_of_on) from meta.refreshes) + interval 7 day
      and end_on >= (select max(as_of_on) from meta.refreshes)`);
  return {
    tasks,
    people: new Map(people.map(({ gid, name }) => [gid, name])),
    absent: new Set(absent.map(({ gid }) => gid)),
  };
}
