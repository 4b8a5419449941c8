import type { Config } from "../../../config/read.ts";
import type { Metric } from "../fact.ts";
import { budgetMetrics } from "./budgets.ts";
import { decisionMetrics } from "./decisions.ts";
import { deliveryMetrics } from "./deliveries.ts";
import { estimateMetrics } from "./estimates.ts";
import { headcountMetrics } from "./headcount.ts";
import { portfolioMetrics } from "./portfolios.ts";
import { noiseMetric, projectMetrics } from "./projects.ts";
import { teamMetrics } from "./teams.ts";
import { timeMetrics } from "./time.ts";
import { trustMetrics } from "./trust.ts";
import { workMetrics } from "./work.ts";

/** Every metric that a report may quote. */
export const metrics: readonly Metric[] = [
  ...projectMetrics,
  ...portfolioMetrics,
  ...workMetrics,
  ...teamMetrics,
  ...deliveryMetrics,
  ...estimateMetrics,
  ...headcountMetrics,
  ...budgetMetrics,
  ...decisionMetrics,
  ...timeMetrics,
  ...trustMetrics,
];

/** The same with the noise band that email.material sets. */
export const metricsFor = (material: Config["email"]["material"]): readonly Metric[] =>
  metrics.map((metric) => (metric.id === "noise_days" ? noiseMetric(material) : metric));
