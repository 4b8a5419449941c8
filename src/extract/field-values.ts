import type { CustomFieldValue } from "../asana/schema/custom-field.ts";

/** Custom field values as the store keeps them: absent properties left out, so that rows stay small and their hash stable. */
export const fieldValues = (fields: readonly CustomFieldValue[] | null | undefined): object[] =>
  (fields ?? []).map((field) =>
    Object.fromEntries(Object.entries(field).filter(([, value]) => value !== null && value !== undefined)),
  );
