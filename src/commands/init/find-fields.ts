/** What a custom field is used for. */
export type FieldRole =
  | "estimate"
  | "actual"
  | "story_points"
  | "priority"
  | "client"
  | "type"
  | "skills"
  | "budget"
  | "billable"
  | "capacity"
  | "manager";

export interface FieldFacts {
  readonly gid: string;
  readonly name: string;
  /** Asana's resource_subtype: number, text, enum, multi_enum, people, … */
  readonly type: string;
  /** Name of the built-in field, as in estimated_time. */
  readonly builtIn: string | null;
  /** Projects (or people) that show the field. */
  readonly uses: number;
}

interface RoleRule {
  readonly role: FieldRole;
  readonly types: readonly string[];
  readonly builtIn?: string;
  /** Names that teams use for it, likeliest first, lower case. */
  readonly names: readonly string[];
}

/** The same names as sql/ looks for; whoever adds one adds it there too. */
export const roleRules: readonly RoleRule[] = [
  {
    role: "estimate",
    types: ["number"],
    builtIn: "estimated_time",
    names: ["estimated hours", "estimate (h)", "estimate", "estimated time", "estimate hours", "effort", "effort (h)"],
  },
  {
    role: "actual",
    types: ["number"],
    names: ["actual hours", "hours logged", "actual", "actual (h)", "logged hours", "time spent"],
  },
  { role: "story_points", types: ["number", "enum"], names: ["story points", "points"] },
  { role: "priority", types: ["enum"], builtIn: "priority", names: ["priority"] },
  { role: "client", types: ["text", "enum"], names: ["client", "customer", "account"] },
  { role: "type", types: ["enum", "text"], names: ["work type", "type", "task type", "category"] },
  { role: "skills", types: ["multi_enum", "enum", "text"], names: ["skills", "skill"] },
  { role: "budget", types: ["number"], names: ["budget hours", "budget (h)", "budget"] },
  { role: "billable", types: ["enum", "text"], names: ["billable"] },
  { role: "capacity", types: ["number"], names: ["weekly capacity", "weekly hours", "capacity", "hours per week"] },
  { role: "manager", types: ["people", "text"], names: ["manager", "line manager", "reports to"] },
];

export interface FoundField {
  readonly role: FieldRole;
  readonly field: FieldFacts | undefined;
  /** Other fields that would fit as well. */
  readonly others: readonly FieldFacts[];
}

/** For every role the field that fits best: Asana's own first, then the likeliest name, then the most used. */
export function findFields(fields: readonly FieldFacts[]): FoundField[] {
  return roleRules.map((rule) => {
    const fitting = fields
      .filter((field) => rule.types.includes(field.type) && rankOf(rule, field) < Number.POSITIVE_INFINITY)
      .sort((a, b) => rankOf(rule, a) - rankOf(rule, b) || b.uses - a.uses || (a.gid < b.gid ? -1 : 1));
    return { role: rule.role, field: fitting[0], others: fitting.slice(1) };
  });
}

function rankOf(rule: RoleRule, field: FieldFacts): number {
  if (rule.builtIn && field.builtIn === rule.builtIn) return -1;
  const place = rule.names.indexOf(field.name.trim().toLowerCase());
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}
