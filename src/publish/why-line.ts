/** Pages of the report that a written thing can link to. */
export type ReportPage = "weekly.html" | "retro.html" | "time.html" | `project-${string}.html`;

/** Where a reader finds what is behind a written thing. */
export interface WhySource {
  readonly as_of: string;
  readonly run_id: string;
  /** Where the reports lie, as configured. */
  readonly report_base_url: string | undefined;
}

/** The address of a page of the report of that day; undefined where nobody configured where reports lie. */
export const pageUrl = ({ as_of, report_base_url }: WhySource, page: ReportPage): string | undefined =>
  report_base_url && `${report_base_url.replace(/\/+$/, "")}/${as_of}/${page}`;

/** The line that ends a text of Plimsoll's, before its marker: as of when, from which run, and where the reasons are. */
export function whyLine(source: WhySource, page: ReportPage): string {
  const url = pageUrl(source, page);
  const from = `Why: as of ${source.as_of}, run ${source.run_id}`;
  return url ? `${from}, ${url}` : `${from}; \`plimsoll audit --run ${source.run_id}\` tells what is behind it.`;
}

/** A text without that line, which alone is no reason to write the text again. */
export const withoutWhy = (text: string): string =>
  text.replaceAll(/^Why: as of .*$/gm, "").replaceAll(/\n{3,}/g, "\n\n");
