import { z } from "zod";
import { weeksRange } from "../../config/schema.ts";

const date = z.iso.date("write a date as YYYY-MM-DD");
/** A person, team or project by gid or by name. */
const reference = z.union([z.string().min(1), z.number().int().transform(String)]);
const skills = z.array(z.string()).default([]);
const share = z.number().min(0).max(1);

const join = z.strictObject({
  name: z.string().min(1),
  on: date,
  team: reference,
  weekly_hours: z.number().positive().max(80).optional(),
  role: z.string().min(1).optional(),
  skills,
  takes_from: reference.optional(),
  count: z.number().int().min(1).max(50).default(1),
});

const leave = z.strictObject({
  person: reference,
  on: date,
  /** team, nobody, or a person. */
  work_goes_to: reference.default("team"),
});

const add = z
  .strictObject({
    name: z.string().min(1),
    team: reference.optional(),
    people: z.array(reference).default([]),
    starts_on: date,
    ends_on: date.optional(),
    probability: share.gt(0, "a project that never comes needs no plan").default(1),
    hours: z.number().positive().max(1_000_000).optional(),
    tasks: z.string().optional(),
    like: reference.optional(),
    template: reference.optional(),
  })
  .refine(
    ({ hours, tasks, like, template }) =>
      [hours, tasks, like, template].filter((way) => way !== undefined).length === 1,
    {
      message:
        "say how much work it is in one way: hours, tasks (a CSV file), like (another project) or template (a project template)",
    },
  )
  .refine((given) => given.team !== undefined || given.people.length > 0, {
    message: "say who would do it: team or people",
  })
  .refine((given) => given.hours === undefined || given.ends_on !== undefined, {
    message: "hours need ends_on too, so that they can be spread",
  })
  .refine((given) => given.ends_on === undefined || given.ends_on >= given.starts_on, {
    message: "ends_on lies before starts_on",
  });

const move = z.strictObject({ project: reference, weeks: z.number().int().min(-104).max(104) });
const scope = z.strictObject({ project: reference, percent: z.number().min(-95).max(1000) });
const reassign = z.strictObject({
  from: reference,
  to: reference,
  project: reference.optional(),
  share: share.gt(0, "a share above 0").default(1),
});

/** A scenario file. Everything can be left out; an unknown key is an error. */
export const scenarioSchema = z.strictObject({
  name: z.string().min(1).max(80).optional(),
  people: z.strictObject({ join: z.array(join).default([]), leave: z.array(leave).default([]) }).prefault({}),
  projects: z
    .strictObject({
      add: z.array(add).default([]),
      move: z.array(move).default([]),
      drop: z.array(reference).default([]),
      scope: z.array(scope).default([]),
    })
    .prefault({}),
  work: z.strictObject({ reassign: z.array(reassign).default([]) }).prefault({}),
  headcount: z
    .strictObject({
      attrition_per_year: share.optional(),
      hiring_lead_weeks: weeksRange.optional(),
      ramp_weeks: weeksRange.optional(),
    })
    .prefault({}),
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;
