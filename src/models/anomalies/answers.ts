import type { ModelInput } from "../node.ts";
import type { AnomalyRule, Flag } from "./flag.ts";

/** confirmed: the entry is right as it is, the flag was not. corrected: the entry was wrong. */
export type Answer = "confirmed" | "corrected";

/** Answers of people to flags of former nights, by anomaly_id. Publishing notes them with the key `settled:anomaly:<id>`. */
export async function readAnswers(input: Pick<ModelInput, "rows">): Promise<Map<string, Answer>> {
  const rows = await input.rows<{ id: string; decision: Answer }>(`
select substr(key, length('settled:anomaly:') + 1) as id,
  arg_max(json_extract_string(new_value, '$.decision'), "at") as decision
from meta.writes
where state = 'done' and starts_with(key, 'settled:anomaly:')
  and json_extract_string(new_value, '$.decision') in ('confirmed', 'corrected')
group by id order by id`);
  return new Map(rows.map(({ id, decision }) => [id, decision]));
}

/** Every false alarm takes this share of the room that is left above the threshold. */
const raise = 0.3;
/** Every true one lowers the threshold by this share, down to half of what is configured. */
const lower = 0.05;

/** Confidence from which a rule speaks about a person, moved by their answers to it: false alarms against true ones. */
export function thresholdsOf(
  answered: readonly { readonly flag: Flag; readonly answer: Answer }[],
  configured: number,
): (person: string, rule: AnomalyRule) => number {
  const net = new Map<string, number>();
  for (const { flag, answer } of answered) {
    const key = `${flag.person_gid}/${flag.rule}`;
    net.set(key, (net.get(key) ?? 0) + (answer === "confirmed" ? 1 : -1));
  }
  return (person, rule) => {
    const alarms = net.get(`${person}/${rule}`) ?? 0;
    return alarms >= 0
      ? 1 - (1 - configured) * (1 - raise) ** alarms
      : Math.max(configured / 2, configured * (1 - lower) ** -alarms);
  };
}
