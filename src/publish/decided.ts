import { z } from "zod";

/** Changes of tasks that wait for an approval, as the release and kept plans hold them. */
export const decidedSchema = z.array(
  z.strictObject({
    task_gid: z.string(),
    name: z.enum(["assignee", "due_on"]),
    old: z.string().nullable(),
    new: z.string().nullable(),
  }),
);
