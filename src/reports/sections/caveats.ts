import { workspace } from "../facts/fact-book.ts";
import type { Sentence } from "../facts/phrasebook.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

interface SourceRow {
  readonly source: string;
  readonly state: string;
  readonly detail: string | null;
}

const stateWords: Readonly<Record<string, string>> = {
  absent: "not in the plan",
  refused: "not for this token",
  failed: "failed",
  partial: "read in part",
  off: "switched off",
  unread: "not read yet",
};

/** What the data do not hold, and how fresh they are. */
export const caveats = section({
  id: "caveats",
  title: "Data caveats",
  load: async (release) => ({
    sources: await release.rows<SourceRow>(
      "select source, state, detail from meta.sources where state <> 'ok' order by source",
    ),
    checks: await release.rows<{ check_id: string; number_of_violations: number }>(
      "select check_id, number_of_violations from meta.checks where number_of_violations > 0 order by check_id limit 20",
    ),
  }),
  view: ({ sources, checks }, issue) => {
    const items = [coverage(issue), hours(issue), assumed(issue), unknown(issue), checked(issue)];
    return {
      finding: findingOf(issue),
      items: items.filter((item) => item !== null),
      sources: sources.map((row) => ({ ...row, state: stateWords[row.state] ?? row.state })),
      checks,
    };
  },
});

function findingOf({ book, say }: Issue): Sentence | null {
  const [read, sources] = [book.find("data_as_of", workspace), book.find("sources_short", workspace)];
  if (!read) return null;
  return sources && Number(sources.value) > 0
    ? say("caveats.finding", { read, sources })
    : say("caveats.clean", { read });
}

function coverage({ book, say }: Issue): Sentence | null {
  const [estimate, assignee, due] = ["with_estimate", "with_assignee", "with_due_date"].map((metric) =>
    book.find(metric, workspace),
  );
  return estimate && assignee && due ? say("caveats.coverage", { estimate, assignee, due }) : null;
}

function hours({ book, say }: Issue): Sentence | null {
  const share = book.find("finished_with_hours", workspace);
  return share ? say("caveats.hours", { hours: share }) : null;
}

function assumed({ book, say }: Issue): Sentence | null {
  const [count, people] = [book.find("people_assumed", workspace), book.find("people_active", workspace)];
  return count && people && Number(count.value) > 0 ? say("caveats.assumed", { assumed: count, people }) : null;
}

function unknown({ book, say }: Issue): Sentence | null {
  const count = book.find("projects_unknown", workspace);
  return count && Number(count.value) > 0 ? say("caveats.unknown", { unknown: count }) : null;
}

function checked({ book, say }: Issue): Sentence | null {
  const [run, failed] = [book.find("checks_run", workspace), book.find("checks_failed", workspace)];
  if (!run || !failed || Number(run.value) === 0) return null;
  return Number(failed.value) > 0 ? say("caveats.checks", { failed, run }) : say("caveats.checked", { run });
}
