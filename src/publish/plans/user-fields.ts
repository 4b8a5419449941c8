import type { Value, Wishes } from "../action.ts";
import type { LedgerNow } from "../state.ts";
import type { ResolvedField } from "./own-fields.ts";
import { byPerson, capacityValues, type WeekRow } from "./people.ts";
import { planValues } from "./values.ts";

/** Values of people's own custom fields by gid of the person, as they are. */
export type UserValues = ReadonlyMap<string, ReadonlyMap<string, Value>>;

const userKey = (gid: string): string => `user:${gid}`;

/**
 * Load, status and risk in custom fields on people, where `publish.fields.user_*` names them: Asana has no way to attach a
 * field to people, and does not tell who may fill it. So one person is tried first; the others follow when that went well.
 */
export function planUserFields(
  rows: readonly WeekRow[],
  given: {
    readonly users: UserValues;
    readonly fields: ReadonlyMap<string, ResolvedField>;
    readonly ledger: LedgerNow;
  },
): Wishes {
  const { users, fields, ledger } = given;
  const attached = new Set([...fields.values()].flatMap(({ now }) => now?.gid ?? []));
  const wishes = byPerson(rows)
    .filter(([person]) => users.has(person))
    .map(([person, weeks]) => ({
      key: userKey(person),
      object_type: "user_values" as const,
      target: { gid: person },
      label: weeks[0]!.name,
      plan: "people",
      project: { gid: null, name: "People" },
      attached,
      current: users.get(person)!,
      wished: new Map(capacityValues(weeks).map(([key, value]) => [key.replace("capacity_", "user_"), value])),
      why: "Simulated from assigned and recurring work.",
    }));
  const wasTried = [...ledger.written.keys()].some((key) => key.startsWith("user:"));
  const planned = planValues(wishes, fields, ledger);
  if (wasTried) return planned;
  const first = planned.actions.find(({ action }) => action === "change");
  return { actions: first ? [first] : [], conflicts: planned.conflicts };
}
