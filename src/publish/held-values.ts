import type { Value } from "./action.ts";
import type { Ledger } from "./ledger.ts";

/** A value that a person put where Plimsoll had written, or would write. */
export interface HeldValue {
  /** Key of the write that it stands in the way of. */
  readonly key: string;
  /** Name of the value in that write. */
  readonly name: string;
  readonly value: Value;
}

/** "held" until a question about it was answered: "kept" then, or "handed_back" for Plimsoll to fill again. */
export type HeldState = "held" | "kept" | "handed_back";

/** Held values as plans see them: by key and name. */
export type Held = ReadonlyMap<string, ReadonlyMap<string, { readonly value: Value; readonly state: HeldState }>>;

/** Values of people that earlier runs have seen. Equal to what Plimsoll wrote last or not, they are a person's until handed back. */
export async function readHeld(ledger: Ledger): Promise<Held> {
  const rows = await ledger.rows<{ key: string; name: string; value: string; state: HeldState }>(
    "select key, name, cast(value as varchar) as value, state from ledger.held_values order by key, name",
  );
  const held = new Map<string, Map<string, { value: Value; state: HeldState }>>();
  for (const { key, name, value, state } of rows) {
    const known = held.get(key) ?? new Map<string, { value: Value; state: HeldState }>();
    held.set(key, known.set(name, { value: JSON.parse(value) as Value, state }));
  }
  return held;
}

/** Remembers values of people, so that they stay theirs whatever they look like later. A value that was asked about stays answered. */
export async function keepHeld(ledger: Ledger, values: readonly HeldValue[], at: string): Promise<void> {
  const known = await readHeld(ledger);
  for (const { key, name, value } of values) {
    const before = known.get(key)?.get(name);
    if (before && before.value === value) continue;
    await ledger.run(
      `insert into ledger.held_values (key, name, value, state, seen_at) values ($1, $2, $3::json, 'held', $4::timestamp)
      on conflict (key, name) do update set value = excluded.value, state = 'held', seen_at = excluded.seen_at`,
      [key, name, JSON.stringify(value), at.replace("T", " ").replace("Z", "")],
    );
  }
}

/** What a person answered to the question about some values, for those that are still as they were asked about. */
export async function answerHeld(ledger: Ledger, values: readonly HeldValue[], answer: HeldState): Promise<void> {
  for (const { key, name, value } of values) {
    await ledger.run(
      "update ledger.held_values set state = $4 where key = $1 and name = $2 and cast(value as varchar) = $3",
      [key, name, JSON.stringify(value), answer],
    );
  }
}

/** A handed-back value that was written over is Plimsoll's again, and a later one of a person is a new one. */
export async function forgetHandedBack(ledger: Ledger, key: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await ledger.run("delete from ledger.held_values where state = 'handed_back' and key = $1 and name = $2", [
      key,
      name,
    ]);
  }
}
