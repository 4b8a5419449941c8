import { z } from "zod";
import { reportNames } from "./letters.ts";
import { isLoopback } from "./loopback.ts";

const date = z.iso.date();
const hours = z.number().min(0).max(168);
const share = z.number().min(0).max(1);
const gid = z.union([z.string().regex(/^\d+$/, "a gid is a number in quotes"), z.number().int().transform(String)]);
const alertChannel = z.enum(["task", "comment", "digest"]).default("task");
const gids = z.array(gid).default([]);
/** A custom field by gid, or by name. */
const fieldReference = z.union([z.string(), z.number().int().transform(String)]).optional();

const personSchema = z.strictObject({
  weekly_capacity_hours: hours.optional(),
  manager: gid.optional(),
  starts_on: date.optional(),
  ends_on: date.optional(),
  skills: z.array(z.string()).optional(),
  role: z.string().optional(),
});
export type PersonConfig = z.infer<typeof personSchema>;

const holidaySchema = z.union([
  date.transform((on) => ({ on, name: "Holiday", people: undefined as string[] | undefined })),
  z.strictObject({ on: date, name: z.string().default("Holiday"), people: z.array(gid).optional() }),
]);

const weeks = z.number().positive().max(520);
/** Weeks: one number, or the middle and what nine of ten cases stay below. */
export const weeksRange = z.union([
  weeks,
  z.strictObject({ p50: weeks, p90: weeks }).refine(({ p50, p90 }) => p90 >= p50, { message: "p90 lies below p50" }),
]);

/** Windows that a team plans as one: a list of them, or the first of a row of equal ones. */
const sprintsSchema = z.union([
  z.strictObject({
    starts_on: date,
    weeks: z.number().int().min(1).max(13),
    name: z.string().min(1).default("Sprint"),
  }),
  z
    .array(
      z
        .strictObject({ name: z.string().min(1), starts_on: date, ends_on: date })
        .refine((sprint) => sprint.ends_on >= sprint.starts_on, { message: "ends_on lies before starts_on" })
        .refine((sprint) => daysBetween(sprint.starts_on, sprint.ends_on) < 92, {
          message: "a sprint has at most 92 days",
        }),
    )
    .max(200)
    .refine((sprints) => new Set(sprints.map(({ name }) => name)).size === sprints.length, {
      message: "two sprints have the same name",
    }),
]);

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const reportName = z.enum(reportNames);
const timeZone = z.string().refine(isTimeZone, "not a time zone; use a name such as Europe/Berlin").optional();
const hour = z.number().int().min(0).max(23).default(0);
/** Day and hour of the week from which a letter goes out; time_zone where neither the reader nor the config tells another. */
const weeklyCadence = z.strictObject({ day: z.enum(weekdays).default("monday"), hour, time_zone: timeZone });
const monthlyCadence = z.strictObject({ day: z.number().int().min(1).max(28).default(1), hour, time_zone: timeZone });

/** Every key of plimsoll.yaml. All are optional; an unknown key is an error. */
export const configSchema = z.strictObject({
  workspace: gid.optional(),
  time_zone: z.string().default("UTC").refine(isTimeZone, "not a time zone; use a name such as Europe/Berlin"),
  week_starts_on: z.enum(["monday", "sunday", "saturday"]).default("monday"),
  seed: z.number().int().min(0).default(1),
  asana: z
    .strictObject({
      requests_per_minute: z.number().positive().optional(),
      concurrency: z.number().int().min(1).max(50).default(25),
    })
    .prefault({}),
  scope: z.strictObject({ teams: gids, portfolios: gids, projects: gids, tags: gids }).partial().prefault({}),
  extract: z
    .strictObject({
      stories: z.boolean().default(false),
      /** Projects whose stories are read; all where left out. */
      stories_projects: gids,
      /** Days back within which a task must have changed; extract.history_days where left out. */
      stories_days: z.number().int().positive().optional(),
      attachments: z.boolean().default(false),
      project_briefs: z.boolean().default(false),
      rotate: z.enum(["auto", "always", "never"]).default("auto"),
      history_days: z.number().int().positive().default(730),
      shrink_threshold: share.default(0.2),
    })
    .prefault({}),
  fields: z
    .strictObject({
      estimate: fieldReference,
      actual: fieldReference,
      story_points: fieldReference,
      priority: fieldReference,
      client: fieldReference,
      type: fieldReference,
      skills: fieldReference,
      budget: fieldReference,
      billable: fieldReference,
      capacity: fieldReference,
      manager: fieldReference,
    })
    .prefault({}),
  people: z.record(z.string(), personSchema).default({}),
  people_file: z.string().optional(),
  /** CSV with a column person and one for each skill; any mark but 0, no, false and - means yes. */
  skills_file: z.string().optional(),
  default_weekly_capacity_hours: hours.default(40),
  holidays: z.array(holidaySchema).default([]),
  sprints: sprintsSchema.optional(),
  thresholds: z
    .strictObject({
      at_capacity: z.number().positive().default(0.9),
      overload: z.number().positive().default(1.1),
      severe: z.number().positive().default(1.2),
      underutilized: z.number().positive().default(0.6),
      time_variance: z.number().positive().default(0.5),
      anomaly_confidence: share.default(0.7),
    })
    .prefault({}),
  headcount: z
    .strictObject({
      attrition_per_year: share.optional(),
      hiring_lead_weeks: weeksRange.optional(),
      ramp_weeks: weeksRange.optional(),
      pipeline: z
        .array(
          z
            .strictObject({
              name: z.string(),
              team: gid.optional(),
              skills: z.array(z.string()).optional(),
              hours: z.number().positive(),
              starts_on: date,
              ends_on: date,
              probability: share.default(1),
            })
            .refine((project) => project.ends_on >= project.starts_on, { message: "ends_on lies before starts_on" }),
        )
        .optional(),
      requisitions: z
        .array(
          z
            .strictObject({
              team: gid.optional(),
              skills: z.array(z.string()).optional(),
              opened_on: date,
              filled_on: date.optional(),
              count: z.number().int().min(1).max(1000).default(1),
              weekly_hours: hours.optional(),
            })
            .refine(({ opened_on, filled_on }) => filled_on === undefined || filled_on >= opened_on, {
              message: "filled_on lies before opened_on",
            }),
        )
        .optional(),
    })
    .prefault({}),
  publish: z
    .strictObject({
      phase: z.enum(["insight", "prediction", "optimization"]).default("insight"),
      scope: z.strictObject({ teams: gids, portfolios: gids, projects: gids, people: gids }).partial().prefault({}),
      projects: z
        .strictObject({
          capacity_alerts: gid.optional(),
          capacity_planning: gid.optional(),
          capacity_review: gid.optional(),
          retro_insights: gid.optional(),
        })
        .prefault({}),
      field_prefix: z.string().max(40).default(""),
      /** Custom fields that people made and handed over: key of Plimsoll's field, gid of theirs. */
      fields: z.record(z.string(), gid).default({}),
      /** Tasks whose fields one run may change; the rest waits for the next night. */
      max_task_changes: z.number().int().min(0).default(1_000),
      /** Who makes overload alerts: Plimsoll, or a rule in Asana on the capacity field. */
      alerts: z
        .strictObject({
          via: z.enum(["plimsoll", "rule"]).default("plimsoll"),
          per_manager: z.number().int().min(0).default(5),
          /** Where each kind of alert goes: a task for the manager, a comment on the largest task concerned, or the weekly report alone. */
          channels: z
            .strictObject({ overload: alertChannel, sustained: alertChannel, room: alertChannel, logged: alertChannel })
            .prefault({}),
        })
        .prefault({}),
      /** Gets reviews and alerts whose responsible person is unknown, or no longer there. */
      reviewer: gid.optional(),
      /** What a review is made of. "auto": approvals; where Asana refuses those the field AI Review, and without fields a plain task. */
      reviews_as: z.enum(["auto", "approval", "field", "task"]).default("auto"),
      /** What is shown on the task of an odd time entry, where all who see the task see it: nothing unless switched on. */
      anomalies: z.strictObject({ flag: z.boolean().default(false), comment: z.boolean().default(false) }).prefault({}),
      /** Comments that reach one person in one day; the rest waits. */
      comments_per_person: z.number().int().min(0).default(10),
      /** Status updates for the projects of one owner in one run. */
      statuses_per_owner: z.number().int().min(0).default(2),
      mute: gids,
    })
    .prefault({}),
  email: z
    .strictObject({
      from: z.string().optional(),
      to: z
        .array(
          z.strictObject({
            address: z.email(),
            name: z.string().optional(),
            teams: z.array(gid).optional(),
            reports: z.array(reportName).optional(),
            /** Decides when email.cadence comes; time_zone of the cadence, or of the config, where left out. */
            time_zone: timeZone,
            /** Persons go under pseudonyms in this reader's letters. */
            pseudonymize: z.boolean().optional(),
          }),
        )
        .default([]),
      reply_to: z.string().optional(),
      /** Managers' digests go to those in `to` who manage people, or to every manager that Asana knows an address of. */
      digest_to: z.enum(["listed", "managers"]).default("listed"),
      /** From when a letter goes out; with the first --send of a week (a month for the retro) where left out. */
      cadence: z
        .strictObject({
          weekly: weeklyCadence,
          project: weeklyCadence,
          team: weeklyCadence,
          time: weeklyCadence,
          digest: weeklyCadence,
          retro: monthlyCadence,
        })
        .partial()
        .prefault({}),
      /** What is worth a full letter; where nothing is, the weekly mail is three lines. */
      material: z
        .strictObject({
          /** A date must have moved by more than so many days, and by more than this share of its 80 % interval. */
          days: z.number().min(0).default(3),
          interval_share: share.default(0.1),
          /** And its project must hold at least this share of all remaining hours. */
          weight: share.default(0),
          /** A pace must have changed by more than this share. */
          pace: z.number().positive().default(0.1),
          /** Whether a risk that was not on the list a week ago counts. */
          new_risks: z.boolean().default(true),
        })
        .prefault({}),
      /** Data older than so many hours hold every letter. */
      hold_after_hours: z.number().positive().default(48),
    })
    .prefault({}),
  report_base_url: z.url().optional(),
  operator: z.strictObject({ email: z.email().optional(), heartbeat_url: z.url().optional() }).prefault({}),
  /** A language model that may rephrase the weekly letter; its key is PLIMSOLL_NARRATOR_KEY. */
  narrator: z
    .strictObject({
      base_url: z.url().refine(isPrivate, "plain http would show the facts and the key on the network; use https"),
      model: z.string(),
      timeout_seconds: z.number().positive().max(300).default(30),
    })
    .optional(),
  privacy: z
    .strictObject({
      person_level: z.enum(["none", "managers", "all"]).default("managers"),
      /** Gids of people whose name is not kept and about whom nothing is forecast, found or written. */
      left_out: gids,
    })
    .prefault({}),
  retention: z
    .strictObject({ releases: z.number().int().min(2).default(14), month_ends: z.number().int().min(0).default(24) })
    .prefault({}),
});

export type FileConfig = z.infer<typeof configSchema>;

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Plain http is for this machine alone. */
function isPrivate(address: string): boolean {
  const url = new URL(address);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
