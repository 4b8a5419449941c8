import type { Values } from "./resource.ts";

interface Named {
  readonly gid: string;
}

/**
 * A story that Asana told, without its words: they name people, projects and sections whom the store may not know by name.
 * What happened stands in the payload by gid. What people wrote stays.
 */
export function wordlessStory(values: Values): Values {
  if (values.type !== "system") return values;
  const payload = { ...(values.payload as Readonly<Record<string, unknown>>) };
  for (const name of ["old_section", "new_section"]) {
    if (payload[name]) payload[name] = { gid: (payload[name] as Named).gid };
  }
  return { ...values, text: null, payload };
}
