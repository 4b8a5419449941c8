import type { ProjectNow } from "../state.ts";
import { percentOf } from "./project-summaries.ts";
import type { RecommendationRow } from "./reviews.ts";
import type { WishedValues } from "./values.ts";

/** The projects of a portfolio, taken together. */
export interface PortfolioRow {
  readonly portfolio_gid: string;
  readonly name: string;
  readonly owner_gid: string | null;
  /** Running projects with a forecast and a due date, and those of them that are likely late. */
  readonly number_of_projects: number;
  readonly number_of_late: number;
  /** Name and chance of the project that is most likely late. */
  readonly worst_name: string | null;
  readonly worst_probability: number | null;
  /** Day by which the last of its projects is complete in 85 % of the simulated futures of that project. */
  readonly completes_on_p85: string | null;
  /** Status of the newest status update of the portfolio itself. */
  readonly status_type: string | null;
}

/** Off track where a third of its projects, at risk where any, is likelier late than on time. */
export function statusOf({ number_of_projects, number_of_late }: PortfolioRow): "on_track" | "at_risk" | "off_track" {
  if (number_of_late === 0) return "on_track";
  return number_of_late / number_of_projects >= 1 / 3 ? "off_track" : "at_risk";
}

const closed = ["on_hold", "complete", "dropped"];

/** A new status of a portfolio is proposed to its owner, never posted: one proposal for each change of status. */
export const proposePortfolioStatuses = (rows: readonly PortfolioRow[]): RecommendationRow[] =>
  rows
    .filter((row) => row.owner_gid !== null && row.number_of_projects > 0)
    .filter((row) => statusOf(row) !== (row.status_type ?? "on_track") && !closed.includes(row.status_type ?? ""))
    .map((row) => {
      const status = statusOf(row);
      return {
        recommendation_id: `portfolio-${row.portfolio_gid}-${row.status_type ?? "none"}-${status}`,
        kind: "portfolio_status",
        responsible_gid: row.owner_gid,
        reason: `"${row.name}" looks ${words(status)}: ${row.number_of_late} of its ${row.number_of_projects} projects with a due date are likelier late than on time${worstOf(row)}`,
        effect: `status ${row.status_type ? words(row.status_type) : "never told"} → ${words(status)}`,
        changes: [],
      };
    });

const words = (status: string): string => status.replaceAll("_", " ");

const worstOf = ({ worst_name, worst_probability }: PortfolioRow): string =>
  worst_name === null || worst_probability === null
    ? ""
    : `, first of all "${worst_name}" with a chance of ${percentOf(worst_probability)} % to be on time`;

const riskOf = { on_track: "low", at_risk: "medium", off_track: "high" } as const;

/** Risk and the latest P85 of a portfolio, in the fields that its projects have; so its list shows theirs as well. */
export const wishPortfolioValues = (
  rows: readonly PortfolioRow[],
  portfolios: ReadonlyMap<string, ProjectNow>,
): WishedValues[] =>
  rows.flatMap((row) => {
    const portfolio = portfolios.get(row.portfolio_gid);
    if (!portfolio || portfolio.is_archived || row.number_of_projects === 0) return [];
    return [
      {
        key: `portfolio:${row.portfolio_gid}`,
        object_type: "portfolio_values" as const,
        target: { gid: row.portfolio_gid },
        label: "portfolio summary",
        plan: "portfolio_summaries",
        project: { gid: row.portfolio_gid, name: `Portfolio ${row.name}` },
        settings_key: `portfolio-${row.portfolio_gid}`,
        attached: portfolio.fields,
        current: portfolio.values,
        wished: new Map([
          ["project_p85", row.completes_on_p85],
          ["project_risk", riskOf[statusOf(row)]],
        ]),
        why: `${row.number_of_late} of ${row.number_of_projects} projects are likelier late than on time.`,
      },
    ];
  });
