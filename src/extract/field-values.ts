import type { CustomFieldValue } from "../asana/schema/custom-field.ts";

/** Custom field values as the store keeps them: absent properties left out, so that rows stay small and their hash stable. */
export const fieldValues = (fields: readonly CustomFieldValue[] | null | undefined): object[] =>
  (fields ?? []).map(withoutAbsent);

/** A loop: a full load passes a million values, and pairs of name and value cost more than their parsing. */
function withoutAbsent(field: CustomFieldValue): object {
  const kept: Record<string, unknown> = {};
  for (const name in field) {
    const value = field[name as keyof CustomFieldValue];
    if (value !== null && value !== undefined) kept[name] = value;
  }
  return kept;
}
