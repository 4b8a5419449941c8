import type { Matched } from "./task.ts";

export interface EffortSettings {
  readonly halfLifeDays: number;
  /** Width of the size kernel, in ln hours. */
  readonly sizeWidth: number;
  /** How many times more a past task counts that has the same value. */
  readonly factors: Readonly<Record<Matched, number>>;
  /** A name with the same words counts exp(this) times more. */
  readonly nameWeight: number;
  /** Most recent past tasks looked at for each shared value: keeps the work near linear. */
  readonly candidates: number;
  /** Weight and spread (ln hours) of the prior: a ratio of 1 when nothing similar is known. */
  readonly priorWeight: number;
  readonly priorSpread: number;
}

export const effortSettings: EffortSettings = {
  halfLifeDays: 365,
  sizeWidth: 0.65,
  factors: { assignee: 3, subcategory: 3, project: 1.5, section: 2, category: 1.5, requester: 1.5, priority: 1 },
  nameWeight: 4,
  candidates: 160,
  priorWeight: 1,
  priorSpread: 0.8,
};
