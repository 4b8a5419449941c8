import { estimateAccuracyNode } from "./accuracy/estimate-accuracy.ts";
import { timeAnomaliesNode } from "./anomalies/time-anomalies.ts";
import { assignedWeeklyNode } from "./capacity/assigned-weekly.ts";
import { capacityWeeklyNode } from "./capacity/capacity-weekly.ts";
import { dateMovesNode } from "./completion/date-moves.ts";
import { projectForecastsNode } from "./completion/project-forecasts.ts";
import { dependencyCirclesNode } from "./dependencies/dependency-circles.ts";
import { taskForecastsNode } from "./effort/task-forecasts.ts";
import { headcountProjectionNode } from "./headcount/headcount-projection.ts";
import { retroInsightsNode } from "./insights/retro-insights.ts";
import type { ModelNode } from "./node.ts";
import { onboardingNode } from "./onboarding/onboarding.ts";
import { recommendationsNode } from "./recommendations/recommendations.ts";
import { forecastsNode } from "./record/forecasts-node.ts";
import { velocityWeeklyNode } from "./velocity/velocity-weekly.ts";

/** The TypeScript models of the graph; the runner finds their order from what they read and write. */
export const modelNodes: readonly ModelNode[] = [
  estimateAccuracyNode,
  taskForecastsNode,
  velocityWeeklyNode,
  assignedWeeklyNode,
  capacityWeeklyNode,
  projectForecastsNode,
  dependencyCirclesNode,
  headcountProjectionNode,
  forecastsNode,
  dateMovesNode,
  timeAnomaliesNode,
  retroInsightsNode,
  recommendationsNode,
  onboardingNode,
];
