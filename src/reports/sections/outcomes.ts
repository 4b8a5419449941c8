import type { Fact } from "../facts/fact.ts";
import { formatDate } from "../facts/format.ts";
import type { Issue, LastIssue } from "../issue.ts";

/** A decision that the last issue asked for, and how things stand now. */
export interface Outcome {
  readonly name: string;
  readonly asked: string;
  readonly now: string;
  readonly isOpen: boolean;
}

const mostOutcomes = 10;

/** What became of the decisions of the last issue, those still open first. */
export function outcomesOf(issue: Issue): Outcome[] {
  const { last } = issue.earlier;
  if (!last) return [];
  const asked = (metric: string) => last.facts.filter((fact) => fact.metric === metric);
  return [
    ...asked("new_due_date").map((fact) => ofDate(fact, last, issue)),
    ...asked("relief_proposals").map((fact) => ofRelief(fact, issue)),
  ]
    .sort((a, b) => Number(b.isOpen) - Number(a.isOpen))
    .slice(0, mostOutcomes);
}

function ofDate(asked: Fact, last: LastIssue, { asOf, book }: Issue): Outcome {
  const { gid, name } = asked.scope;
  const day = (date: number | string) => formatDate(String(date), asOf);
  const before = last.facts.find((fact) => fact.id === `due_on:${gid}`);
  const due = book.find("due_on", gid);
  const isMoved = due !== undefined && due.value !== before?.value;
  const now = !due
    ? "no open work left"
    : isMoved
      ? `moved to ${day(due.value)}${due.value === asked.value ? ", as proposed" : ""}`
      : book.find("new_due_date", gid)
        ? `not decided yet, still due ${day(due.value)}`
        : `still due ${day(due.value)}, no longer proposed`;
  const from = before ? ` from ${day(before.value)}` : "";
  return { name, asked: `move the due date${from} to ${day(asked.value)}`, now, isOpen: /^not/.test(now) };
}

function ofRelief(asked: Fact, { book }: Issue): Outcome {
  const count = Number(asked.value);
  const left = book.number("relief_proposals", asked.scope.gid) ?? 0;
  const proposals = (n: number) => `${n} ${n === 1 ? "proposal" : "proposals"}`;
  const now = left === 0 ? "none waits any more" : `${left} ${left === 1 ? "waits" : "wait"} now`;
  return { name: asked.scope.name, asked: `${proposals(count)} to take work off people`, now, isOpen: left > 0 };
}
