import { type Flag, sayHours, type TimeFacts } from "./flag.ts";

/**
 * Entries whose hours were changed after they had been approved, as seen from night to night: what was approved, invoiced or
 * paid is not what is there now. Certain, but for an approval and a change that was agreed on in between.
 */
export function editedAfterApproval({ entries, since }: TimeFacts): Flag[] {
  return entries.flatMap((entry): Flag[] =>
    entry.approved_hours === null || entry.day < since
      ? []
      : [
          {
            rule: "edited_after_approval",
            entry_gid: entry.entry_gid,
            person_gid: entry.person_gid,
            day: entry.day,
            reason: `${sayHours(entry.approved_hours)} had been approved; the entry says ${sayHours(entry.hours)} now.`,
            confidence: 0.95,
            value: entry.hours,
            expected: entry.approved_hours,
          },
        ],
  );
}
