import { stringify } from "yaml";
import type { Workspace } from "../../extract/choose-workspace.ts";
import { visibleText } from "../output/visible-text.ts";
import { type FoundField, fieldRoles } from "./find-fields.ts";

export interface ConfigFacts {
  readonly workspace: Workspace;
  readonly timeZone: string;
  readonly fields: readonly FoundField[];
}

/** plimsoll.yaml with what Asana told; what it could not tell stands in comments. */
export function configText({ workspace, timeZone, fields }: ConfigFacts): string {
  const lines = fields.map(fieldLine);
  return `# Written by \`plimsoll init\` from what Asana tells. Every key may be left out; --set KEY=VALUE changes one for a run.

workspace: ${quoted(workspace.gid)} # ${commentOf(workspace.name)}

# Days and weeks are counted in this zone; Asana tells none.
time_zone: ${timeZone}
# week_starts_on: monday

# Custom fields by gid, so that a rename changes nothing. A role that is left out is looked for by name and type.
fields:
${lines.some((line) => !line.startsWith("  #")) ? "" : "  {}\n"}${lines.join("\n")}

# Hours a week of people whose field and entry are empty (shown as assumed).
# default_weekly_capacity_hours: 40
# people:
#   "1200000000000001": { weekly_capacity_hours: 32, manager: "1200000000000002", skills: [sql] }
# holidays: [{ on: 2026-12-25, name: Christmas }]

# Read only a part of the workspace.
# scope: { teams: [], portfolios: [], projects: [], tags: [] }

# Who gets the weekly report; needs SMTP_URL in the environment and \`plimsoll refresh --send\`.
# email:
#   from: plimsoll@example.com
#   to: [{ address: lead@example.com, name: Lead, reports: [weekly, time, retro] }]
#   cadence: { weekly: { day: monday, hour: 7 } }

# What may be written back to Asana, and only with --apply: insight, prediction or optimization.
publish:
  phase: insight
`;
}

/** One field is written down. Several count together, the first that a task fills; writing one of them would leave out the others. */
function fieldLine({ role, fields }: FoundField): string {
  const meaning = fieldRoles[role];
  const [only, ...others] = fields;
  if (!only) return `  # ${role}: none found (${meaning})`;
  if (others.length === 0) return `  ${role}: ${quoted(only.gid)} # ${commentOf(only.name)}: ${meaning}`;
  const list = fields.map(({ gid, name }) => `${commentOf(name)} (${gid})`).join(", then ");
  return `  # ${role}: ${list}: ${meaning}. Write one of them to use it alone.`;
}

const quoted = (text: string): string => stringify(text, { defaultStringType: "QUOTE_DOUBLE" }).trim();

/** A name from Asana inside a comment: one line, nothing that hides or reorders text. */
const commentOf = (text: string): string => visibleText(text).slice(0, 80);
