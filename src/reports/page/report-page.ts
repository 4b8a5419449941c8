import Handlebars from "handlebars";
import { type Fact, titleOfMetric } from "../facts/fact.ts";
import { workspace } from "../facts/fact-book.ts";
import type { Issue } from "../issue.ts";
import type { RenderedSection } from "../section.ts";
import type { Render } from "./engine.ts";
import { renderPage } from "./page.ts";

export interface KeyFigure {
  readonly label: string;
  readonly fact: Fact;
  readonly range: boolean;
}

export interface ReportPage {
  /** Kind of report, as the masthead says it. */
  readonly label: string;
  /** The heading as plain text. */
  readonly title: string;
  readonly heading: Handlebars.SafeString | string;
  readonly decision?: Handlebars.SafeString | undefined;
  readonly figures: readonly KeyFigure[];
  readonly sections: readonly RenderedSection[];
  /** Page that holds the definitions that numbers lead to, where it is another one. */
  readonly methodPage?: string | undefined;
}

/** A report as one self-contained page: heading, figures, and each section by its own template. */
export function renderReport(render: Render, issue: Issue, page: ReportPage): string {
  const html = renderPage(render, "report", {
    ...page,
    issue,
    sections: page.sections.map((part) => {
      const body = part.view.empty ? "" : render(`sections/${part.template ?? part.id}`, part.view);
      return {
        ...part,
        body: new Handlebars.SafeString(body),
        measures: body ? measuresIn(`${part.view.finding?.html ?? ""}${body}`) : [],
      };
    }),
    dataFact: issue.book.find("data_as_of", workspace),
  });
  return page.methodPage ? html.replaceAll('href="#m-', `href="${page.methodPage}#m-`) : html;
}

/** The metrics behind the numbers of a section, so that the definition and query of each is one click away. */
function measuresIn(body: string): { readonly id: string; readonly title: string }[] {
  const ids = new Set([...body.matchAll(/data-fact="(\w+):/g)].map(([, id]) => id!));
  return [...ids].map((id) => ({ id, title: titleOfMetric(id) }));
}

/** The figures of those facts that are known. */
export const figuresOf = (candidates: readonly (readonly [string, Fact | undefined])[]): KeyFigure[] =>
  candidates.flatMap(([label, fact]) => (fact ? [{ label, fact, range: fact.lo !== null && fact.hi !== null }] : []));
