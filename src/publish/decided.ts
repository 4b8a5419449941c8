import { z } from "zod";

/** Changes of tasks that wait for an approval, as the release and kept plans hold them. */
export const decidedSchema = z.array(
  z.strictObject({
    task_gid: z.string(),
    name: z.enum(["assignee", "due_on", "estimate"]),
    field_gid: z.string().optional(),
    unit: z.enum(["h", "min"]).optional(),
    old: z.union([z.string(), z.number()]).nullable(),
    new: z.union([z.string(), z.number()]).nullable(),
  }),
);

/** How a review is answered. */
export const formSchema = z.enum(["approval", "field", "task"]);

/** Values of people that a question is about. */
export const heldSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
});
