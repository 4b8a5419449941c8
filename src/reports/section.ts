import { dedent } from "./facts/dedent.ts";
import type { Sentence } from "./facts/phrasebook.ts";
import type { Issue, Reader } from "./issue.ts";

/** What a section shows. `finding` is its title, a sentence; `empty` says why there is nothing to show. */
export interface SectionView {
  readonly finding: Sentence | null;
  readonly empty?: string | undefined;
}

/** A part of a report: `load` touches the release, `view` is pure, templates/sections/<id>.hbs places what it returns. */
export interface Section<Rows, View extends SectionView> {
  readonly id: string;
  readonly title: string;
  /** What its table shows and the query behind it, where its rows are not facts. */
  readonly source?: TableSource;
  readonly load: (release: Reader, issue: Issue) => Promise<Rows>;
  readonly view: (rows: Rows, issue: Issue) => View | Promise<View>;
}

export interface TableSource {
  readonly definition: string;
  /** Runs on the release as it stands. */
  readonly sql: string;
}

export interface RenderedSection<View extends SectionView = SectionView> {
  readonly id: string;
  readonly title: string;
  readonly view: View;
  readonly source?: TableSource | undefined;
  /** Template below templates/sections, where a page shows the same section several times; else the id. */
  readonly template?: string;
}

export const section = <Rows, View extends SectionView>(definition: Section<Rows, View>): Section<Rows, View> =>
  definition;

/** Loads a table by a query that needs no parameters, and shows readers what it is and the query itself. */
export const tableOf = <Row>(definition: string, sql: string) => ({
  source: { definition, sql: dedent(sql) },
  load: (release: Reader) => release.rows<Row>(sql),
});

/** Loads and views one section. */
export async function renderSection<Rows, View extends SectionView>(
  { id, title, source, load, view }: Section<Rows, View>,
  release: Reader,
  issue: Issue,
): Promise<RenderedSection<View>> {
  return { id, title, source, view: await view(await load(release, issue), issue) };
}
