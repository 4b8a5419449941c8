import type { Decided } from "./action.ts";
import { decidedSchema } from "./decided.ts";
import { keepManaged, type Ledger } from "./ledger.ts";
import { type OpenReview, settledKey, type World } from "./plans/reviews.ts";
import { type AsanaWriter, readTask } from "./read-asana.ts";
import type { Release } from "./release-rows.ts";
import type { LedgerNow, TaskNow } from "./state.ts";

/** Reviews whose decision was not read yet, as they are in Asana. What they decide is what the plan of their night said. */
export async function readOpenReviews(asana: AsanaWriter, database: Ledger, ledger: LedgerNow): Promise<OpenReview[]> {
  const open = [...ledger.managed].filter(
    ([key]) => /^(review|anomaly):[\w.-]+$/.test(key) && !ledger.managed.has(settledKey(key)),
  );
  if (open.length === 0) return [];
  const kept = await database.rows<{ key: string; decides: string | null; label: string }>(`
    with actions as (
      select p.made_at, unnest(cast(json_extract(p.plan, '$.actions') as json[])) as action from ledger.publish_plans as p
    )
    select
      json_extract_string(action, '$.key') as key,
      cast(arg_max(json_extract(action, '$.decides'), made_at) as varchar) as decides,
      arg_max(json_extract_string(action, '$.label'), made_at) as label
    from actions
    where json_extract_string(action, '$.plan') = 'reviews' and json_extract_string(action, '$.action') = 'create'
      and json_extract(action, '$.decides') is not null
    group by all`);
  const plans = new Map(kept.map((row) => [row.key, row]));
  const reviews: OpenReview[] = [];
  for (const [key, gid] of open) {
    const plan = plans.get(key);
    const decides: Decided[] = decidedSchema.parse(JSON.parse(plan?.decides ?? "[]"));
    reviews.push({ key, task: await readTask(asana, gid), decides, reason: plan?.label ?? "as proposed" });
  }
  return reviews;
}

export interface DecisionNote {
  readonly run_id: string;
  readonly at: string;
}

/** What a person's answer is called in the ledger, by kind of review and status of its approval. */
const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  review: { rejected: "rejected", changes_requested: "changes_requested" },
  anomaly: { approved: "confirmed", rejected: "corrected", changes_requested: "corrected" },
};

/** Notes answers that ask for no write: rejected, changes requested, confirmed, corrected, or the review deleted. They are never asked again. */
export async function noteDecisions(
  database: Ledger,
  reviews: readonly OpenReview[],
  note: DecisionNote,
): Promise<{ noted: number }> {
  let noted = 0;
  for (const { key, task } of reviews) {
    const kind = key.slice(0, key.indexOf(":"));
    const decision = task ? answers[kind]?.[task.approval_status ?? ""] : "deleted";
    if (!decision) continue;
    noted += 1;
    await database.run(
      `insert into ledger.writes (write_id, run_id, action, object_type, object_gid, key, why, old_value, new_value, state, approved_by_gid, intended_at, finished_at)
      values ($1, $2, 'decision', 'decision', $3, $4, $5, '{}', $6::json, 'done', $7, cast($8 as timestamp), cast($8 as timestamp))`,
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
