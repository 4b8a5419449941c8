import { z } from "zod";
import { flag, reference, text } from "./opt-fields.ts";

export const projectTemplate = z.object({ gid: z.string(), name: text, team: reference });

export const taskTemplate = z.object({
  gid: z.string(),
  name: text,
  project: reference,
  template: z
    .object({ gid: z.string().nullish(), name: text, description: text, task_resource_subtype: text })
    .nullish(),
});

export const customType = z.object({
  gid: z.string(),
  name: text,
  status_options: z
    .array(z.object({ gid: z.string(), name: text, completion_state: text, enabled: flag, color: text }))
    .nullish(),
});
