import { AsanaError } from "../../asana/errors.ts";
import type { ExtractSummary } from "../../extract/extract.ts";
import type { Plan } from "../../publish/action.ts";
import type { ApplySummary } from "../../publish/apply.ts";
import type { Manager } from "../../publish/mail/recipients.ts";
import type { SendSummary } from "../../publish/mail/send.ts";
import type { CallLog } from "../../reports/narrator/narrate.ts";
import type { ReportSummary } from "../../reports/report.ts";
import type { TransformSummary } from "../../transform/transform.ts";
import type { Database } from "../../warehouse/database.ts";
import { noteModelCall, recallModelCalls } from "../../warehouse/model-calls.ts";
import { storePathOf } from "../../warehouse/store.ts";
import { explainError } from "../explain-error.ts";
import type { Bench } from "./bench.ts";
import { findSourceProblems } from "./problems.ts";
import type { Problem, Stage } from "./stages.ts";

/** What each stage tells of itself. */
export interface StageSummaries {
  readonly extract: ExtractSummary;
  readonly transform: TransformSummary;
  readonly report: ReportSummary;
  readonly publish: PublishSummary;
  readonly mail: SendSummary;
}

export interface PublishSummary {
  /** The plan in one line; the store keeps all of it. */
  readonly plan: string;
  readonly requests: number;
  readonly applied?: ApplySummary;
}

/** What the work of a stage gives back. */
export interface StageResult {
  readonly summaries: Partial<StageSummaries>;
  readonly problems: readonly Problem[];
  readonly releasePath?: string;
}

/** What each stage of a run does; its modules are loaded when its turn comes. */
export const stageWork: Readonly<Record<Stage, (bench: Bench) => Promise<StageResult>>> = {
  extract: async ({ ctx, request, asana, withStore }) => {
    const { extract } = await import("../../extract/extract.ts");
    return withStore(async (store) => {
      const summary = await extract(ctx, { asana: asana!, store, full: request.isFull });
      const held = summary.notes.map((what) => ({ stage: "extract" as const, what }));
      return {
        summaries: { extract: summary },
        problems: [...(await findSourceProblems(store, ctx.run.seq)), ...held],
      };
    });
  },
  transform: async ({ ctx }) => {
    const { transform } = await import("../../transform/transform.ts");
    const summary = await transform(ctx, { storePath: storePathOf(ctx.config.home) });
    return { summaries: { transform: summary }, problems: [], releasePath: summary.releasePath };
  },
  report: async (bench) => {
    const { ctx, request } = bench;
    const [{ report }, { openRelease, openRestricted }] = await Promise.all([
      import("../../reports/report.ts"),
      import("../../warehouse/release.ts"),
    ]);
    const release = await openRelease(ctx.config.home);
    const restricted = await openRestricted(ctx.config.home);
    try {
      const summary = await report(ctx, { release, restricted, calls: callLog(bench), preview: previewOf(bench) });
      if (request.isPrinted) await (await import("../../reports/pdf.ts")).printPdf(summary.listed);
      const problems = summary.problems.map((what) => ({
        stage: "report" as const,
        what: `the e-mail is held: ${what}`,
      }));
      if (!request.isSent) return { summaries: { report: summary }, problems };
      const mail = await sendMail(bench, { asOf: summary.asOf, managers: await managersOf(release) });
      return { summaries: { report: summary, ...mail.summaries }, problems: mail.problems };
    } finally {
      release.close();
      restricted?.close();
    }
  },
  publish: async (bench) => {
    const [{ planPublish }, { summarize }, { openRelease }] = await Promise.all([
      import("../../publish/plan.ts"),
      import("../../publish/render-plan.ts"),
      import("../../warehouse/release.ts"),
    ]);
    const { ctx, writer, withStore, request } = bench;
    const release = await openRelease(ctx.config.home);
    try {
      const plan = await withStore((store) => planPublish(ctx, { release, asana: writer!, store }));
      const publish: PublishSummary = { plan: summarize(plan), requests: plan.requests };
      return request.isApplied ? await apply(bench, plan, publish) : { summaries: { publish }, problems: [] };
    } catch (error) {
      // The release is out and the report is written: that Asana does not let the plan be made is a line, not the night's end.
      if (!(error instanceof AsanaError)) throw error;
      const what = `nothing could be planned or written: ${explainError(error) ?? error.message}`;
      return { summaries: {}, problems: [{ stage: "publish", what }] };
    } finally {
      release.close();
    }
  },
};

const previewOf = ({ request: { preview, letter = "weekly" } }: Bench) =>
  preview === undefined ? undefined : { letter, file: preview };

/** The narrator's calls in the store, which is open for each alone. */
const callLog = ({ ctx, withStore }: Bench): CallLog => ({
  recall: (key) => withStore((store) => recallModelCalls(store, key)),
  note: (call) => withStore((store) => noteModelCall(store, ctx.run.runId, call)),
});

interface Mailing {
  readonly asOf: string;
  readonly managers: readonly Manager[];
}

/** Addresses of everyone who manages somebody, as Asana knows them. */
const managersOf = (release: Database): Promise<Manager[]> =>
  release.rows<Manager>(
    `select person_gid, email from marts.people
    where is_active and person_gid in (select manager_gid from marts.people where is_active) order by person_gid`,
  );

/** Mails what was rendered; whoever did not get it is a problem of the run. */
async function sendMail({ ctx, request, withStore }: Bench, { asOf, managers }: Mailing): Promise<StageResult> {
  const { sendReport } = await import("../../publish/mail/send.ts");
  const { to, letter, retryUnknown } = request;
  const mail = await withStore((store) => sendReport(ctx, { store, asOf, to, letter, retryUnknown, managers }));
  const problems = [...mail.held.map((why) => `the e-mail was not sent: ${why}`), ...mail.undelivered];
  return { summaries: { mail }, problems: problems.map((what) => ({ stage: "report" as const, what })) };
}

async function apply({ ctx, writer, withStore }: Bench, plan: Plan, publish: PublishSummary): Promise<StageResult> {
  const { applyPlan } = await import("../../publish/apply.ts");
  const applied = await withStore((store) => applyPlan(ctx, plan, { asana: writer!, store }));
  const problems = applied.not_written.map(({ label, reason }) => ({
    stage: "publish" as const,
    what: `not written: ${label}: ${reason}`,
  }));
  return { summaries: { publish: { ...publish, applied } }, problems };
}
