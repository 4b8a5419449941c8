import { addDays, dayNumber } from "../statistics/calendar.ts";
import type { AddedProject, Plan, WorkItem } from "./plan.ts";
import type { Proposal } from "./propose.ts";

/** The plan with the best proposal for each added project in place of what was planned. */
export function applyProposals(plan: Plan, proposals: readonly Proposal[]): Plan {
  return {
    ...plan,
    added: plan.added.map((project) => {
      const best = proposals.find(({ project: name, rank }) => name === project.name && rank === 1);
      return best ? applied(project, best) : project;
    }),
  };
}

function applied(project: AddedProject, best: Proposal): AddedProject {
  const { starts_on, ends_on, people_gids } = best;
  const items =
    project.items.length > 0 ? project.items.map((item) => moved(item, project, best)) : phased(project, best);
  return { ...project, starts_on, ends_on, people: people_gids, items };
}

/** Dates of a task keep their place within the project. */
function moved(item: WorkItem, from: AddedProject, to: Proposal): WorkItem {
  const [start, length] = [dayNumber(from.starts_on), dayNumber(from.ends_on) - dayNumber(from.starts_on) + 1];
  const stretch = (dayNumber(to.ends_on) - dayNumber(to.starts_on) + 1) / Math.max(1, length);
  const at = (date: string | null) =>
    date === null ? null : addDays(to.starts_on, Math.round((dayNumber(date) - start) * stretch));
  return { ...item, start_on: at(item.start_on), due_on: at(item.due_on) };
}

/** Hours without tasks become a part for each person and phase. */
function phased(project: AddedProject, { phases, people_gids }: Proposal): WorkItem[] {
  return phases.flatMap(({ from_on, to_on, hours_per_week }) => {
    const weeks = Math.ceil((dayNumber(to_on) - dayNumber(from_on) + 1) / 7);
    const hours = (hours_per_week * weeks) / project.probability / people_gids.length;
    return people_gids
      .filter(() => hours > 0)
      .map((gid) => ({
        ...{ name: project.name, hours, start_on: from_on, due_on: to_on, assignee_gid: gid, skills: [] },
      }));
  });
}
