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
  /** Weight and scale (ln hours, of Student's t) of the prior: a ratio of 1 when nothing similar is known. */
  readonly priorWeight: number;
  readonly priorSpread: number;
}

/**
 * Found on public data (Jones and Cullum, arXiv 1901.01621) by rolling forecasts of 2005-2006 and of 2007-2009; the
 * scores are flat around these values, so they are rounded and meant for any company.
 */
export const effortSettings: EffortSettings = {
  halfLifeDays: 365,
  sizeWidth: 0.65,
  factors: {
    assignee: 2.5,
    subcategory: 3,
    project: 1.2,
    section: 1.4,
    category: 1.5,
    requester: 1.2,
    priority: 1.2,
  },
  nameWeight: 4,
  candidates: 160,
  priorWeight: 1,
  priorSpread: 0.65,
};
