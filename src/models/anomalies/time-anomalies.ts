import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { addDays, dateOf, dayNumber } from "../statistics/calendar.ts";
import { hashOf } from "../statistics/hash.ts";
import { type Answer, readAnswers, thresholdsOf } from "./answers.ts";
import { duplicates } from "./duplicates.ts";
import { editedAfterApproval } from "./edited-after-approval.ts";
import type { Flag, TimeEntry, TimeFacts } from "./flag.ts";
import { impossible, isImpossible } from "./impossible.ts";
import { longDays } from "./long-day.ts";
import { missingDays } from "./missing-days.ts";
import { overEstimate } from "./over-estimate.ts";
import { unusualDay } from "./unusual-day.ts";
import { unusualHours } from "./unusual-hours.ts";
import { unusualPace } from "./unusual-pace.ts";

/** Flags are raised on the last weeks only: nobody corrects last year's entries. */
const flaggedDays = 45;
const memoryDays = 400;

/** Every rule, in words and numbers. */
const rules: readonly ((facts: TimeFacts) => Flag[])[] = [
  overEstimate,
  unusualHours,
  unusualDay,
  longDays,
  duplicates,
  missingDays,
  editedAfterApproval,
  unusualPace,
];

/** Odd time entries and person-days, each with a rule, a reason and a confidence above the configured threshold. */
export const timeAnomaliesNode: ModelNode = {
  name: "time_anomalies",
  reads: ["marts.time_entries", "marts.tasks", "marts.projects", "meta.writes", ...calendarTables],
  writes: ["marts.time_anomalies"],
  run: async (input) => {
    const { facts, refused } = await readFacts(input);
    const answers = await readAnswers(input);
    const answerTo = (flag: Flag) => answers.get(idOf(flag));
    const threshold = thresholdsOf(
      answers.size > 0 ? answeredOf(facts, refused, answerTo) : [],
      input.settings.thresholds.anomaly_confidence,
    );
    const kept = flagsOf(facts, refused).filter(
      (flag) => answerTo(flag) || flag.confidence >= threshold(flag.person_gid, flag.rule),
    );
    return { "marts.time_anomalies": kept.map((flag) => ({ ...rowOf(flag), answer: answerTo(flag) ?? "open" })) };
  },
};

const flagsOf = (facts: TimeFacts, refused: readonly TimeEntry[]): Flag[] => [
  ...impossible(refused, facts),
  ...rules.flatMap((rule) => rule(facts)),
];

/** Flags of the whole memory that somebody answered: the rules run again over it, since answers name flags by id alone. */
function answeredOf(
  facts: TimeFacts,
  refused: readonly TimeEntry[],
  answerTo: (flag: Flag) => Answer | undefined,
): { flag: Flag; answer: Answer }[] {
  return flagsOf({ ...facts, since: facts.today - memoryDays }, refused).flatMap((flag) => {
    const answer = answerTo(flag);
    return answer ? [{ flag, answer }] : [];
  });
}

interface Row extends Omit<TimeEntry, "day"> {
  readonly entered_on: string;
}

const entriesQuery = (asOf: string) => `
select e.entry_gid, e.task_gid, e.person_gid, e.entered_on, e.hours, e.created_at, e.note, e.approved_hours,
  coalesce(p.type, e.project_gid) as kind, t.name as task_name, t.estimate_hours, t.is_completed as is_task_done
from marts.time_entries e
left join marts.tasks t using (task_gid)
left join marts.projects p on p.project_gid = e.project_gid
where e.source = 'asana' and e.person_gid is not null
  and e.entered_on >= date '${addDays(asOf, -memoryDays)}'
  and not coalesce(t.is_own, false)
order by e.person_gid, e.entered_on, e.entry_gid`;

async function readFacts(input: ModelInput): Promise<{ facts: TimeFacts; refused: TimeEntry[] }> {
  const rows = await input.rows<Row>(entriesQuery(input.asOf));
  const today = dayNumber(input.asOf);
  const read = rows.map(({ entered_on, ...row }) => ({ ...row, day: dayNumber(entered_on) }));
  const entries = read.filter((entry) => !isImpossible(entry, today));
  const people = await input.rows<{ person_gid: string; weekly_capacity_hours: number | null }>(
    "select person_gid, weekly_capacity_hours from marts.people",
  );
  const facts = {
    entries,
    byPerson: Map.groupBy(entries, (entry) => entry.person_gid),
    calendar: await readCalendar(input),
    weeklyCapacity: new Map(people.map((person) => [person.person_gid, person.weekly_capacity_hours ?? 0])),
    today,
    since: today - flaggedDays,
    timeVariance: input.settings.thresholds.time_variance,
  };
  return { facts, refused: read.filter((entry) => isImpossible(entry, today)) };
}

const idOf = (flag: Flag): string => hashOf([flag.rule, flag.entry_gid ?? "", flag.person_gid, flag.day]);

const rowOf = (flag: Flag): ModelRow => ({
  anomaly_id: idOf(flag),
  entry_gid: flag.entry_gid,
  person_gid: flag.person_gid,
  on: dateOf(flag.day),
  rule: flag.rule,
  reason: flag.reason,
  confidence: flag.confidence,
  value: flag.value,
  expected: flag.expected,
});
