import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { objectTypes, type Plan } from "./action.ts";
import { decidedSchema, formSchema, heldSchema } from "./decided.ts";
import { makePlan, type PublishInput } from "./plan.ts";

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const reference = z.union([z.strictObject({ gid: z.string() }), z.strictObject({ key: z.string() })]);
const project = z.strictObject({ gid: z.string().nullable(), name: z.string() }).nullable();
const change = z.strictObject({
  name: z.string(),
  label: z.string(),
  field: reference.optional(),
  type: z.enum(["number", "date", "enum", "text"]).optional(),
  option_gid: z.string().optional(),
  old: value,
  new: value,
});
const action = z.strictObject({
  key: z.string(),
  action: z.enum(["create", "change", "close", "remove", "unchanged"]),
  object_type: z.enum(objectTypes),
  plan: z.string(),
  label: z.string(),
  target: reference.nullable(),
  parent: reference.nullable(),
  section: reference.optional(),
  values: z.array(change),
  why: z.string(),
  project,
  approved_by: z.string().optional(),
  decides: decidedSchema.optional(),
  asks: z.array(heldSchema).optional(),
  form: formSchema.optional(),
  reader: z.string().optional(),
  needs: z.array(z.string()).optional(),
  undoes: z.string().optional(),
});
const conflict = z.strictObject({
  key: z.string(),
  label: z.string(),
  reason: z.string(),
  project,
  is_obstacle: z.literal(true).optional(),
  held: heldSchema.optional(),
});
const planSchema = z.strictObject({
  version: z.literal(1),
  run_id: z.string(),
  release_run_id: z.string(),
  made_at: z.string(),
  as_of_on: z.string(),
  base_url: z.string(),
  workspace_gid: z.string(),
  phase: z.string(),
  actions: z.array(action),
  conflicts: z.array(conflict),
  requests: z.number(),
  minutes: z.number(),
  hash: z.string(),
});

/** Keeps a plan in a file of its own, for `--from`. */
export function savePlan(plan: Plan, file: string): void {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

/**
 * Reads a kept plan, and gives the plan of this moment in its place when both would write the same over the same.
 * Refuses it when Asana, the release, the ledger or the settings have moved on, since what a person read would no
 * longer be what happens.
 */
export async function loadPlan(ctx: Context, file: string, input: PublishInput): Promise<Plan> {
  const kept = parsePlan(file);
  const fresh = await makePlan(ctx, input);
  const reason = staleness(kept, fresh);
  if (!reason) return fresh;
  throw new UserError(
    `${file} is stale: ${reason}. Nothing was written. Make a new plan with \`plimsoll publish --out ${file}\` and read it before you apply it.`,
  );
}

function parsePlan(file: string): Plan {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(
      `${file} cannot be read as a plan (${error instanceof SyntaxError ? "not JSON" : "no such file, or no right to read it"}). Make one with \`plimsoll publish --out ${file}\`.`,
    );
  }
  const parsed = planSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `${file} is not a plan that this version reads (${issue?.path.join(".") || "the file"}: ${issue?.message}). Make one with \`plimsoll publish --out ${file}\`.`,
  );
}

/** Why a kept plan no longer holds; undefined where it does. */
export function staleness(kept: Plan, fresh: Plan): string | undefined {
  if (kept.workspace_gid !== fresh.workspace_gid) return `it was made for workspace ${kept.workspace_gid}`;
  if (kept.release_run_id !== fresh.release_run_id)
    return `it was made from the release of run ${kept.release_run_id}, and the newest is of run ${fresh.release_run_id}`;
  if (kept.hash === fresh.hash) return undefined;
  const now = new Map(fresh.actions.map((item) => [item.key, JSON.stringify(item.values) + item.action]));
  const moved = kept.actions.filter((item) => now.get(item.key) !== JSON.stringify(item.values) + item.action);
  const example = moved[0] ? `, for example ${moved[0].label}` : "";
  return `Asana or the settings have changed since ${kept.made_at} (${Math.max(1, moved.length)} actions differ${example})`;
}
