import type { ExtractSummary } from "../../extract/extract.ts";
import type { ApplySummary } from "../../publish/apply.ts";
import type { SendSummary } from "../../publish/mail/send.ts";
import type { TransformSummary } from "../../transform/transform.ts";
import { visibleText } from "../output/visible-text.ts";
import type { RunOutcome } from "./run-stages.ts";
import type { PublishSummary } from "./stage-work.ts";
import type { Stage } from "./stages.ts";

/** A run in a few lines for a tired person: what it found, what came out, what is missing. */
export function describeRun(outcome: RunOutcome, home: string): string {
  const { extract, transform, report, publish, mail } = outcome.summaries;
  const line = (stage: Stage, text: string): string =>
    `${stage.padEnd(10)} ${text} (${(outcome.seconds[stage] ?? 0).toFixed(1)} s)`;
  const lines = [
    ...(report ? [visibleText(report.headline), ""] : []),
    ...(extract ? [line("extract", describeExtract(extract))] : []),
    ...(transform ? [line("transform", describeTransform(transform))] : []),
    ...(report ? [line("report", report.files.filter((file) => /\.(html|eml)$/.test(file)).join(", "))] : []),
    ...(report?.narration ?? []).map((said) => `narrator   ${visibleText(said)}`),
    ...(mail ? [`mail       ${describeMail(mail)}`] : []),
    ...(publish ? [line("publish", describePublish(publish))] : []),
    `run        ${outcome.runId}, as of ${outcome.asOf}, ${outcome.requests} requests, ${outcome.peakMemory} MB at most, in ${home}`,
    ...outcome.problems.map(({ stage, what }) => `! ${stage}: ${visibleText(what)}`),
  ];
  return `${lines.join("\n")}\n`;
}

const describeMail = ({ sent, already_sent, not_due }: SendSummary): string =>
  `${sent} sent, ${already_sent} had it already${not_due > 0 ? `, ${not_due} not due yet` : ""}`;

function describeExtract(summary: ExtractSummary): string {
  const { added, changed, deleted, numberOfRequests, plannedRequests, offPlan } = summary;
  const others = offPlan.slice(0, 3).map(({ source, planned, took }) => `${source} ${took} instead of ${planned}`);
  const plan = plannedRequests === null ? "" : `, ${[`${plannedRequests} were planned`, ...others].join("; ")}`;
  return `${added} new, ${changed} changed, ${deleted} gone with ${numberOfRequests} requests${plan}`;
}

function describeTransform({ releasePath, checks, tables }: TransformSummary): string {
  const failed = checks.failed.length > 0 ? `, ${checks.failed.length} of them with rows that break them` : "";
  return `${releasePath}: ${tables.length} tables, ${checks.total} checks${failed}`;
}

const describePublish = ({ plan, applied }: PublishSummary): string =>
  applied ? describeApplied(applied) : `${plan} Read it with \`plimsoll publish\`.`;

const describeApplied = ({ written, unchanged, not_written }: ApplySummary): string =>
  `${written} written, ${unchanged} unchanged, ${not_written.length} not written`;
