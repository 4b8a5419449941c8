import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import type { ModelNode, ModelRow } from "../node.ts";
import {
  assumedOf,
  contextOf,
  type HeadcountContext,
  minimumWeeks,
  positionsFor,
  projectionRows,
  toMember,
} from "./headcount-rows.ts";
import { historyTables, readHistory } from "./read-history.ts";
import { readSkills } from "./read-skills.ts";
import { headcountTables, type MemberRow, readTeams } from "./read-teams.ts";
import type { Team } from "./simulate-team.ts";
import { skillRows } from "./skill-rows.ts";

/** People needed and people there, by team and by skill, and quarter. */
export const headcountProjectionNode: ModelNode = {
  name: "headcount_projection",
  reads: [...new Set([...headcountTables, ...historyTables, ...calendarTables])],
  writes: ["marts.headcount_projection", "marts.headcount_by_skill"],
  isRecorded: true,
  run: async (input) => {
    const [read, skills, history, calendar] = await Promise.all([
      readTeams(input),
      readSkills(input),
      readHistory(input),
      readCalendar(input),
    ]);
    const context = contextOf({ ...read, history }, calendar, input);
    const active = read.members.filter((member) => member.is_active || isYetToStart(member, input.asOf));
    return {
      "marts.headcount_projection": teamRows(
        read,
        active.filter((member) => member.team_gid !== ""),
        context,
      ),
      "marts.headcount_by_skill": skillRows(skills, active, context),
    };
  },
};

function teamRows(
  read: Awaited<ReturnType<typeof readTeams>>,
  active: readonly MemberRow[],
  context: HeadcountContext,
): ModelRow[] {
  const { assumptions, input } = context;
  const weeks = Map.groupBy(read.weeks, (row) => row.team_gid);
  const committed = Map.groupBy(read.committed, (row) => row.team_gid);
  const members = Map.groupBy(active, (member) => member.team_gid);
  const allHours = hoursOf(active);
  return read.teams.flatMap(({ team_gid }) => {
    const own = members.get(team_gid) ?? [];
    const share = allHours > 0 ? hoursOf(own) / allHours : 0;
    const shareOf = (team: string | undefined) => (team === undefined ? share : team === team_gid ? 1 : 0);
    const due = committed.get(team_gid) ?? [];
    const team: Team = {
      members: own.map((member) => toMember(member, input.settings.default_weekly_capacity_hours)),
      positions: positionsFor((requisition) => shareOf(requisition.team), context),
      weeklyHours: (weeks.get(team_gid) ?? []).map((row) => row.hours),
      committedHours: context.quarters.map(({ start_on }) => due.find((row) => row.quarter === start_on)?.hours ?? 0),
      pipelineShares: assumptions.pipeline.map((project) => shareOf(project.team)),
    };
    const missing = missingFor(team, context.hoursPerFte);
    const assumed = assumedOf(own, assumptions);
    return projectionRows({ named: { team_gid }, key: team_gid, team, assumed, missing }, context);
  });
}

function missingFor(team: Team, hoursPerFte: number): string | null {
  const fte = team.members.reduce((sum, member) => sum + member.fte, 0);
  if (team.members.length === 0) return "No active person has this as home team, so that supply is unknown.";
  if (fte <= 0 || hoursPerFte <= 0) return "No member of this team has a weekly capacity above 0.";
  if (team.weeklyHours.length < minimumWeeks) {
    return `Needs ${minimumWeeks} weeks of work by this team; has ${team.weeklyHours.length}.`;
  }
  if (team.weeklyHours.every((hours) => hours === 0)) return "Needs logged time or actual hours of completed tasks.";
  return null;
}

const hoursOf = (members: readonly MemberRow[]) =>
  members.reduce((sum, member) => sum + member.weekly_capacity_hours, 0);

const isYetToStart = (member: MemberRow, asOf: string) => member.started_on !== null && member.started_on > asOf;
