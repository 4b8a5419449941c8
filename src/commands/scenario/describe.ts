import type { Row } from "../../warehouse/database.ts";
import { table } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";
import type { Compared } from "./compare.ts";
import type { Simulated } from "./simulate-file.ts";

/** A scenario beside the base, as tables for a terminal. */
export function describe(simulated: Simulated): string {
  const { scenario, as_of_on, capacity, projects, headcount, notes, onboarding, proposals, file } = simulated;
  return [
    `Scenario "${visibleText(scenario)}" beside the base, as of ${as_of_on}. Differences are scenario less base; dates in days.`,
    ...section("Load and capacity by home team, eight weeks ahead", "team", capacity),
    ...section("Projects", "project", projects),
    ...section("Headcount", "team and quarter", headcount),
    ...(onboarding.length > 0 ? ["\nFirst 90 days of newcomers", firstMonths(simulated)] : []),
    ...(proposals.length > 0
      ? ["\nLeast overload found for added projects", proposed(simulated), ...worth(simulated)]
      : []),
    ...(notes.length > 0 ? ["", ...notes.map((note) => `Note: ${visibleText(note)}`)] : []),
    `\nAll rows: ${file} (marts.scenario_capacity, marts.scenario_projects, marts.scenario_headcount)\n`,
  ].join("\n");
}

function section(title: string, subject: string, rows: readonly Compared[]): string[] {
  if (rows.length === 0) return [`\n${title}: no difference.`];
  const names = [subject, "measure", "base", "scenario", "difference"];
  // One line tells that something is gone.
  const told = rows.filter((row, i) => !isGone(row) || rows[i - 1]?.subject !== row.subject);
  const shown = told.map((row, i) => ({
    [subject]: told[i - 1]?.subject === row.subject ? "" : row.subject,
    ...{ measure: row.measure, base: row.base, scenario: row.scenario },
    difference: signed(row),
  }));
  return [`\n${title}`, table(names, shown)];
}

const isGone = (row: Compared) => row.base !== null && row.scenario === null;

const signed = ({ difference, base, scenario }: Compared): string => {
  if (difference === null) return base === null ? "new" : scenario === null ? "gone" : "";
  const unit = typeof scenario === "string" ? " days" : "";
  return `${difference > 0 ? "+" : ""}${Number(difference.toPrecision(4))}${unit}`;
};

function firstMonths({ onboarding }: Simulated): string {
  const rows = onboarding.map(
    (month): Row => ({
      person: month.person,
      ...{ from: month.from_on, to: month.to_on, "capacity, hours": month.capacity_hours },
      "to plan": month.plan_hours,
      "waiting in the team": month.waiting_hours,
      first: month.first_tasks.join("; "),
    }),
  );
  return table(["person", "from", "to", "capacity, hours", "to plan", "waiting in the team", "first"], rows);
}

function proposed({ proposals }: Simulated): string {
  const rows = proposals.map(
    (proposal): Row => ({
      project: proposal.project,
      way: proposal.is_planned ? "as planned" : `proposal ${proposal.rank}`,
      starts: proposal.starts_on,
      ends: proposal.ends_on,
      "hours a week": phasesText(proposal),
      people: proposal.people.join(", "),
      "overload, hours": Math.round(proposal.overload_hours),
    }),
  );
  return table(["project", "way", "starts", "ends", "hours a week", "people", "overload, hours"], rows);
}

const phasesText = ({ phases }: Simulated["proposals"][number]): string =>
  [...new Set(phases.map(({ hours_per_week }) => Math.round(hours_per_week)))].length === 1
    ? String(Math.round(phases[0]!.hours_per_week))
    : phases.map(({ hours_per_week }) => Math.round(hours_per_week)).join(", then ");

/** What the best proposals change among the weeks that are told. */
function worth({ overloaded_weeks: weeks }: Simulated): string[] {
  if (weeks === null) return [];
  return [
    `Overloaded person-weeks of the eight weeks ahead: ${weeks.planned} as planned, ${weeks.proposed} with the first proposal of each project (simulated).`,
  ];
}
