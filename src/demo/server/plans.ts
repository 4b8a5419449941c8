import type { Abilities, Feature, Route } from "./call.ts";
import { notInPlan, Refusal, texts } from "./errors.ts";

/** What each plan lacks, roughly as Asana sells them. */
const LACKING: Readonly<Record<Abilities["plan"], readonly Feature[]>> = {
  free: ["time", "custom_fields", "search", "portfolios", "capacity", "money", "goals", "approvals"],
  starter: ["time", "portfolios", "capacity", "money", "goals"],
  advanced: [],
};

const NAMES: Readonly<Record<Feature, string>> = {
  time: "Time tracking",
  custom_fields: "Custom fields",
  search: "Search",
  portfolios: "Portfolios",
  capacity: "Capacity planning",
  money: "Budgets",
  goals: "Goals",
  approvals: "Approvals",
};

/** @throws 402 when the plan lacks what the route needs */
export function needPlan(plan: Abilities["plan"], route: Route): void {
  if (route.feature && LACKING[plan].includes(route.feature)) throw lacking(route.feature);
}

/** @throws 402 when the plan lacks a feature */
export function needFeature(plan: Abilities["plan"], feature: Feature): void {
  if (LACKING[plan].includes(feature)) throw lacking(feature);
}

export const hasFeature = (plan: Abilities["plan"], feature: Feature): boolean => !LACKING[plan].includes(feature);

const lacking = (feature: Feature): Refusal =>
  feature === "search" ? new Refusal(402, texts.searchIsPremium) : notInPlan(NAMES[feature]);
