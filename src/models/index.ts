import { estimateAccuracyNode } from "./accuracy/estimate-accuracy.ts";
import { taskForecastsNode } from "./effort/task-forecasts.ts";
import type { ModelNode } from "./node.ts";

/** The TypeScript models of the graph; the runner finds their order from what they read and write. */
export const modelNodes: readonly ModelNode[] = [estimateAccuracyNode, taskForecastsNode];
