import type { Fact } from "../facts/fact.ts";
import { type FactBook, workspace } from "../facts/fact-book.ts";
import { lateProjects } from "../facts/findings.ts";
import type { Sentence } from "../facts/phrasebook.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";
import { outcomesOf } from "./outcomes.ts";
import { loadOwners } from "./owners.ts";

const mostDates = 4;
const mostTeams = 5;

/** One way to decide, with the chance that it leads to. */
interface Choice {
  readonly what: string;
  readonly on: Fact | undefined;
  readonly chance: Fact | undefined;
  /** Said instead of a chance that is part of a definition. */
  readonly words?: string;
}

/** What waits for a decision, the weightiest first as among the risks: each with its owner, its choices and what the simulation says of them. Persons stay unnamed but as owners. */
export const decisions = section({
  id: "decisions",
  title: "Decisions",
  load: loadOwners,
  view: (owners, issue) => {
    const dates = datesOf(owners, issue);
    const reliefs = reliefsOf(owners, issue);
    const answered = answeredOf(issue);
    const outcomes = outcomesOf(issue);
    const hasAny = dates.length + reliefs.length > 0;
    return {
      finding: hasAny ? findingOf(dates[0]?.on, reliefs, issue) : null,
      empty:
        hasAny || answered || outcomes.length > 0
          ? undefined
          : "Nothing to decide: no proposal would make the plan better.",
      dates: dates.slice(0, mostDates),
      reliefs: reliefs.slice(0, mostTeams),
      more: Math.max(0, dates.length - mostDates) + Math.max(0, reliefs.length - mostTeams),
      estimates: estimatesOf(issue),
      answered,
      outcomes,
      lastAsOf: issue.earlier.last?.asOf ?? null,
    };
  },
});

type Owners = ReadonlyMap<string, string>;

function datesOf(owners: Owners, issue: Issue) {
  const { book } = issue;
  const weights = new Map(lateProjects(issue).map(({ gid, materiality }) => [gid, materiality]));
  const weightOf = (gid: string) => weights.get(gid) ?? 0;
  return book
    .of("new_due_date")
    .map((on) => {
      const { gid, name } = on.scope;
      const [due, chance] = [book.find("due_on", gid), book.find("on_time", gid)];
      const choices: Choice[] = [
        { what: "Keep", on: due, chance },
        { what: "Move to", on, chance: book.find("new_due_chance", gid) },
        ...otherWays(gid, book),
      ];
      const owner = owners.get(gid) ?? null;
      return {
        gid,
        name,
        link: on.link,
        owner,
        by: book.find("decide_by", gid),
        choices,
        on,
      };
    })
    .sort((a, b) => weightOf(b.gid) - weightOf(a.gid) || a.gid.localeCompare(b.gid));
}

/** Ways to keep the date: proposals that were simulated, else the share of the work that would have to go. */
function otherWays(gid: string, book: FactBook): Choice[] {
  const on = book.find("due_on", gid);
  const [tasks, without] = [book.find("cut_tasks", gid), book.find("cut_chance", gid)];
  const [handed, after] = [book.find("handed_tasks", gid), book.find("handed_chance", gid)];
  const cut = book.find("scope_cut", gid);
  return [
    ...(handed && after ? [{ what: `Hand over ${tasksOf(handed)}, keep`, on, chance: after }] : []),
    ...(tasks && without ? [{ what: `Leave out ${tasksOf(tasks)}, keep`, on, chance: without }] : []),
    ...(cut && !tasks
      ? [{ what: `Cut ${shareOf(cut)} of the open work, keep`, on, chance: undefined, words: "80\u00a0%" }]
      : []),
  ];
}

const tasksOf = ({ value }: Fact): string => `${value} ${value === 1 ? "task" : "tasks"}`;

/** A cut never reads as nothing or as everything. */
const shareOf = ({ value }: Fact): string => `${Math.min(99, Math.max(1, Math.round(Number(value) * 100)))}\u00a0%`;

function reliefsOf(owners: Owners, { book, say }: Issue) {
  return book
    .of("relief_proposals")
    .flatMap((proposals) => {
      const { gid } = proposals.scope;
      const people = book.find("relief_people", gid);
      const [now, then] = [book.find("overloaded_weeks_now", gid), book.find("overloaded_weeks_then", gid)];
      if (!people || !now || !then) return [];
      const sentence = say("decisions.relief", { proposals, people });
      return [{ proposals, now, then, sentence, by: book.find("relieve_by", gid), owner: owners.get(gid) ?? null }];
    })
    .sort((a, b) => gain(b) - gain(a) || a.proposals.id.localeCompare(b.proposals.id));
}

const gain = ({ now, then }: { readonly now: Fact; readonly then: Fact }): number =>
  Number(now.value) - Number(then.value);

function findingOf(
  first: Fact | undefined,
  reliefs: readonly { readonly proposals: Fact }[],
  { say }: Issue,
): Sentence {
  const proposals = reliefs[0]?.proposals;
  if (first && proposals) return say("decisions.finding", { first, proposals });
  return first ? say("decisions.dates", { first }) : say("decisions.reliefs", { proposals });
}

function estimatesOf({ book, say }: Issue): Sentence | null {
  const [most] = [...book.of("tasks_without_estimate")].sort(
    (a, b) => Number(b.value) - Number(a.value) || a.id.localeCompare(b.id),
  );
  return most ? say("decisions.estimates", { most }) : null;
}

/** What became of earlier proposals. */
function answeredOf({ book }: Issue) {
  const known = (["approved", "applied", "rejected", "expired"] as const).flatMap((state) => {
    const fact = book.find(`decisions_${state}`, workspace);
    return fact ? [{ state, fact }] : [];
  });
  return known.length > 0 ? known : null;
}
