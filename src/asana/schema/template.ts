import { z } from "zod";
import { flag, reference, text } from "./opt-fields.ts";

export const projectTemplate = z.object({ gid: z.string(), name: text, team: reference });

/** What the template says is kept as Asana sends it; only its whole is listed as a field. */
export const taskTemplate = z.object({
  gid: z.string(),
  name: text,
  project: reference,
  template: z.looseObject({}).nullish(),
});

export const customType = z.object({
  gid: z.string(),
  name: text,
  status_options: z
    .array(z.object({ gid: z.string(), name: text, completion_state: text, enabled: flag, color: text }))
    .nullish(),
});
