/** How big a company is. */
export interface Size {
  readonly people: number;
  readonly teams: number;
  readonly projects: number;
  readonly archivedProjects: number;
  /** All tasks, subtasks included. */
  readonly tasks: number;
  readonly subtasks: number;
  readonly entries: number;
  /** Days of history. */
  readonly days: number;
  /** Weeks of timesheets with a decision. */
  readonly timesheetWeeks: number;
}

export const usualSize: Size = {
  people: 40,
  teams: 5,
  projects: 30,
  archivedProjects: 6,
  tasks: 12_000,
  subtasks: 2_200,
  entries: 45_000,
  days: 546,
  timesheetWeeks: 26,
};

/** The two shapes that the budgets of requests are stated for. */
const SHAPES: Readonly<Record<"wide" | "deep", Size>> = {
  wide: {
    people: 200,
    teams: 10,
    projects: 50,
    archivedProjects: 4,
    tasks: 100_000,
    subtasks: 20_000,
    entries: 400_000,
    days: 730,
    timesheetWeeks: 8,
  },
  deep: {
    people: 440,
    teams: 20,
    projects: 900,
    archivedProjects: 560,
    tasks: 100_000,
    subtasks: 15_000,
    entries: 240_000,
    days: 546,
    timesheetWeeks: 8,
  },
};

export type Shape = keyof typeof SHAPES;

export const sizeOfShape = (shape: Shape): Size => SHAPES[shape];

/** A company with about that many tasks: fewer tasks mean fewer people and a shorter history, never a thinner one. */
export function sizeOfTasks(tasks: number | undefined): Size {
  if (tasks === undefined || tasks === usualSize.tasks) return usualSize;
  const factor = tasks / usualSize.tasks;
  const root = Math.sqrt(factor);
  const grown = factor > 1 ? factor : root;
  return {
    people: Math.max(10, Math.round(usualSize.people * grown)),
    teams: Math.max(2, Math.min(usualSize.teams, Math.round(usualSize.teams * Math.max(root, 0.4)))),
    projects: Math.max(6, Math.round(usualSize.projects * root)),
    archivedProjects: Math.max(1, Math.round(usualSize.archivedProjects * root)),
    tasks,
    subtasks: Math.round(usualSize.subtasks * factor),
    entries: Math.round(usualSize.entries * factor),
    days: factor > 1 ? usualSize.days : Math.max(60, Math.round(usualSize.days * root)),
    timesheetWeeks: Math.max(4, Math.round(usualSize.timesheetWeeks * Math.min(1, root))),
  };
}
