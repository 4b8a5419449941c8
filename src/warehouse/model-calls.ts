import type { Store } from "./store.ts";

/** One call of a language model, as the audit log keeps it. */
export interface ModelCall {
  /** Tells one question from another: release, model, everything that is asked. The same question has the same key. */
  readonly key: string;
  readonly attempt: number;
  readonly model: string;
  /** Host of the endpoint. */
  readonly endpoint: string;
  /** Letter or page that the answer is for. */
  readonly report: string;
  /** Gids of the projects that the facts are about. */
  readonly projects: readonly string[];
  /** Whom the text is for: teams of the letter, or everything. */
  readonly audience: string;
  readonly prompt: string;
  readonly answer: string | null;
  /** `asked` until there is an answer; then accepted, or refused or failed with the reason. */
  readonly verdict: string;
}

/** Earlier calls with the same question, in their order. */
export const recallModelCalls = (store: Store, key: string): Promise<{ answer: string | null; verdict: string }[]> =>
  store.exclusive(() =>
    store.database.rows<{ answer: string | null; verdict: string }>(
      `select answer, verdict from ledger.model_calls where question = $1 order by "at", call_id`,
      [key],
    ),
  );

/** Writes a call before it is made, and again with its answer. */
export async function noteModelCall(store: Store, runId: string, call: ModelCall): Promise<void> {
  const { key, attempt, model, endpoint, report, projects, audience, prompt, answer, verdict } = call;
  await store.exclusive(() =>
    store.database.run(
      `insert into ledger.model_calls
        (call_id, run_id, question, model, endpoint, report, project_gids, audience, prompt, answer, verdict, "at")
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::timestamp)
      on conflict (call_id) do update set answer = excluded.answer, verdict = excluded.verdict`,
      [
        ...[`${key}-${String(attempt).padStart(3, "0")}`, runId, key, model, endpoint, report],
        ...[JSON.stringify(projects), audience, prompt, answer, verdict, store.clock().toISOString()],
      ],
    ),
  );
}
