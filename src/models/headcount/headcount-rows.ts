import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import type { ModelInput, ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { quantile, sortedQuantile } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import { type Assumptions, assumptionsOf, type History } from "./assumptions.ts";
import { type Quarter, quartersAfter, weeksBefore } from "./quarters.ts";
import type { MemberRow } from "./read-teams.ts";
import { simulateTeam, type Team, type TeamQuarter } from "./simulate-team.ts";

const quartersAhead = 4;
const paths = 2000;
export const minimumWeeks = 13;
/** A requisition is named when a shortage is at least as likely as not. */
const likely = 0.5;

/** What all teams and skills have in common. */
export interface HeadcountContext {
  readonly input: Pick<ModelInput, "asOf" | "seed" | "settings">;
  readonly quarters: readonly Quarter[];
  readonly assumptions: Assumptions;
  readonly hoursPerFte: number;
}

interface Read {
  readonly members: readonly MemberRow[];
  readonly workspaceHours: readonly number[];
  readonly history: History;
}

export function contextOf(
  { members: everybody, workspaceHours, history }: Read,
  calendar: WorkingCalendar,
  input: ModelInput,
): HeadcountContext {
  const today = dayNumber(input.asOf);
  // Who is yet to come has logged nothing, and would make everybody look less busy.
  const isHere = ({ started_on }: MemberRow) => started_on === null || started_on <= input.asOf;
  const members = everybody.filter((member) => member.team_gid !== "" && isHere(member));
  const atWork = timeAtWork(members, calendar, today);
  const active = members.filter((member) => member.is_active);
  const capacity = active.reduce((sum, member) => sum + member.weekly_capacity_hours, 0) * atWork;
  return {
    input,
    quarters: quartersAfter(input.asOf, quartersAhead),
    assumptions: assumptionsOf(input.settings.headcount, history),
    hoursPerFte: input.settings.default_weekly_capacity_hours * atWork * productiveShare(workspaceHours, capacity),
  };
}

/**
 * Share of paid working time that people here really log in a busy week (80 % quantile of the last year): meetings,
 * breaks and what nobody logs is no free capacity. Between a half and 1; 1 where too little is known.
 */
function productiveShare(weeklyHours: readonly number[], weeklyCapacity: number): number {
  const recent = weeklyHours.slice(-52);
  if (recent.length < minimumWeeks || weeklyCapacity <= 0) return 1;
  return Math.min(1, Math.max(0.5, quantile(recent, 0.8) / weeklyCapacity));
}

/** Share of a year's working time that is neither holiday nor absence, over all active people. */
function timeAtWork(members: readonly MemberRow[], calendar: WorkingCalendar, today: number): number {
  let [working, off] = [0, 0];
  for (const member of members.filter((m) => m.is_active)) {
    working += calendar.workingDays(member.person_gid, today - 364, today);
    off += calendar.daysOff(member.person_gid, today - 364, today);
  }
  return working + off > 0 ? Math.max(0.5, working / (working + off)) : 1;
}

/** Rows of a team or a skill, one a quarter, under the columns that name it. */
export function projectionRows(
  given: {
    readonly named: ModelRow;
    readonly key: string;
    readonly team: Team;
    readonly assumed: readonly string[];
    readonly missing: string | null;
  },
  context: HeadcountContext,
): ModelRow[] {
  const { team, missing } = given;
  const random = createRandom(`${context.input.seed}/headcount/${given.key}/${context.input.asOf}`);
  const today = dayNumber(context.input.asOf);
  const simulated = missing ? [] : simulateTeam(team, { ...context, today, paths, random });
  return context.quarters.map((quarter, q) => ({
    ...given.named,
    quarter_start_on: quarter.start_on,
    quarter: quarter.name,
    ...(simulated[q] ? forecastOf(simulated[q], quarter, context) : nothing),
    assumed: given.assumed,
    method: missing
      ? null
      : `simulation of demand and supply, ${paths} paths; one FTE is ${context.hoursPerFte.toFixed(1)} logged hours a week`,
    n: team.weeklyHours.length,
    as_of_on: context.input.asOf,
    status: missing ? "insufficient_data" : "ok",
    unlocks: missing,
  }));
}

function forecastOf(simulated: TeamQuarter, quarter: Quarter, { assumptions }: HeadcountContext) {
  const short = simulated.gap.filter((gap) => gap >= 1).length / simulated.gap.length;
  const [demand, supply, gap] = [simulated.demand, simulated.supply, simulated.gap].map((values) => {
    const sorted = Float64Array.from(values).sort();
    return [0.1, 0.5, 0.8, 0.9].map((p) => round(sortedQuantile(sorted, p)));
  });
  const [top] = [...simulated.effects].sort((a, b) => b[1] - a[1]);
  return {
    ...{ demand_fte_p10: demand![0]!, demand_fte_p50: demand![1]!, demand_fte_p80: demand![2]! },
    ...{ demand_fte_p90: demand![3]!, supply_fte_p10: supply![0]!, supply_fte_p50: supply![1]! },
    ...{ supply_fte_p80: supply![2]!, supply_fte_p90: supply![3]!, gap_fte_p10: gap![0]!, gap_fte_p50: gap![1]! },
    ...{ gap_fte_p80: gap![2]!, gap_fte_p90: gap![3]! },
    shortage_probability: Math.min(0.99, Math.max(0.01, short)),
    top_driver: top![0],
    open_requisition_by_on: short >= likely ? weeksBefore(quarter.start_on, assumptions.weeksToFullPace) : null,
  };
}

/** Open positions that fall to a team or a skill, each with the share of it. */
export function positionsFor(
  share: (requisition: Assumptions["requisitions"][number]) => number,
  { assumptions, input }: HeadcountContext,
): Team["positions"] {
  const fullWeek = input.settings.default_weekly_capacity_hours;
  return assumptions.requisitions.flatMap((requisition) => {
    const each = share(requisition) * (fullWeek > 0 ? (requisition.weekly_hours ?? fullWeek) / fullWeek : 1);
    if (each <= 0) return [];
    return Array.from({ length: requisition.count ?? 1 }, () => ({
      fte: each,
      openedDay: dayNumber(requisition.opened_on),
    }));
  });
}

export const toMember = (member: MemberRow, fullWeek: number) => ({
  fte: fullWeek > 0 ? member.weekly_capacity_hours / fullWeek : 0,
  startDay: member.started_on === null ? null : dayNumber(member.started_on),
  endDay: member.ends_on === null ? null : dayNumber(member.ends_on),
});

/** What nobody configured: defaults of the projection and capacities of these people. */
export function assumedOf(members: readonly MemberRow[], assumptions: Assumptions): string[] {
  const people = members.filter((member) => member.capacity_source === "assumed").length;
  const capacity = people > 0 ? [`weekly capacity of ${people} ${people === 1 ? "person" : "people"}`] : [];
  return [...assumptions.assumed, ...capacity];
}

const round = (fte: number) => Math.round(fte * 1e3) / 1e3;

const nothing = {
  ...{ demand_fte_p10: null, demand_fte_p50: null, demand_fte_p80: null, demand_fte_p90: null },
  ...{ supply_fte_p10: null, supply_fte_p50: null, supply_fte_p80: null, supply_fte_p90: null },
  ...{ gap_fte_p10: null, gap_fte_p50: null, gap_fte_p80: null, gap_fte_p90: null },
  ...{ shortage_probability: null, top_driver: null, open_requisition_by_on: null },
};
