import { intervalStrip } from "../charts/interval-strip.ts";
import type { Fact } from "../facts/fact.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

const mostKinds = 10;
const kindWords: Readonly<Record<string, string>> = { project_type: "project type", tag: "tag", size: "size" };

/** Estimates against actual hours by kind of work. Never by person: that is between a person and their manager. */
export const accuracy = section({
  id: "accuracy",
  title: "Estimates",
  load: async () => null,
  view: (_, issue) => {
    const { book, say } = issue;
    const kinds = book
      .of("bias")
      .filter((fact) => !fact.scope.gid.startsWith("workspace:") && fact.lo !== null && fact.hi !== null);
    const overall = book.of("bias").find((fact) => fact.scope.gid.startsWith("workspace:"));
    const ranked = [...kinds].sort((a, b) => distance(b, issue) - distance(a, issue) || a.id.localeCompare(b.id));
    const worst = ranked.find((fact) => isFlagged(fact, issue));
    return {
      finding: worst
        ? say("accuracy.finding", {
            bias: worst,
            kind: worst.scope.name,
            isTag: worst.scope.gid.startsWith("tag:") ? "yes" : undefined,
          })
        : overall
          ? say("accuracy.fair", { bias: overall })
          : null,
      empty:
        kinds.length === 0 && !overall
          ? "No kind of work has eight finished tasks with both an estimate and actual hours yet."
          : undefined,
      overall: overallOf(overall, issue),
      rows: ranked.slice(0, mostKinds).map((bias) => ({
        name: bias.scope.name,
        kind: kindWords[bias.scope.gid.split(":")[0]!] ?? "",
        bias,
        tasks: book.find("bias_tasks", bias.scope.gid),
        isFlagged: isFlagged(bias, issue),
        isLess: Number(bias.value) < 1,
        verdict: verdictOf(bias, issue),
        strip: intervalStrip({
          lo: Number(bias.lo),
          mid: Number(bias.value),
          hi: Number(bias.hi),
          isMarked: isFlagged(bias, issue),
        }),
      })),
    };
  },
});

const isFlagged = (fact: Fact, { book }: Issue): boolean => book.find("bias_flag", fact.scope.gid) !== undefined;

/** Flagged kinds first, then by distance from a fair estimate. */
const distance = (fact: Fact, issue: Issue): number =>
  (isFlagged(fact, issue) ? 10 : 0) + Math.abs(Math.log(Math.max(0.01, Number(fact.value))));

function verdictOf(fact: Fact, issue: Issue): string {
  if (!isFlagged(fact, issue)) return "like other work";
  return Number(fact.value) > 1 ? "takes longer than estimated" : "takes less than estimated";
}

function overallOf(bias: Fact | undefined, { book, say }: Issue) {
  const within = bias && book.find("within_quarter", bias.scope.gid);
  return bias && within && bias.lo !== null && bias.hi !== null ? say("accuracy.overall", { bias, within }) : null;
}
