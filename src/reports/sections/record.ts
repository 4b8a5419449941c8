import { workspace } from "../facts/fact-book.ts";
import { section } from "../section.ts";

const kindWords: Readonly<Record<string, string>> = {
  task_hours: "Hours of a task",
  project_completion: "Completion date of a project",
  velocity_tasks: "Tasks finished in a week",
  velocity_hours: "Hours logged in a week",
  person_hours: "Hours of a person in a week",
};

const fewest = 20;

function verdictOf(share: number): string {
  if (share > 0.9) return "too wide";
  if (share >= 0.75) return "as promised";
  return share >= 0.7 ? "a little too narrow" : "too narrow";
}

/** How often past 80 % intervals held, and warnings of overload came true. */
export const record = section({
  id: "record",
  title: "Our record",
  load: async () => null,
  view: (_, { book, say }) => {
    const [held, scored] = [book.find("all_intervals_held", workspace), book.find("all_intervals_scored", workspace)];
    const rows = book.of("intervals_scored").map((all) => {
      const kept = book.find("intervals_held", all.scope.gid)!;
      const share = Number(kept.value) / Number(all.value);
      return {
        name: kindWords[all.scope.gid] ?? all.scope.gid.replaceAll("_", " "),
        held: kept,
        scored: all,
        replayed: book.find("intervals_replayed", all.scope.gid),
        length: Math.round(share * 1000) / 10,
        verdict: Number(all.value) < fewest ? "too few to judge" : verdictOf(share),
      };
    });
    const find = (metric: string) => book.find(metric, workspace);
    const [warned, came, logged] = [find("overloads_warned"), find("warnings_came_true"), find("warnings_logged")];
    const [seen, judged, replayed] = [find("overloads_seen"), find("overloads_judged"), find("overloads_replayed")];
    const isJudged = warned && came && logged && seen && judged && replayed;
    return {
      alerts: isJudged
        ? say(Number(warned.value) > 0 ? "record.alerts" : "record.unwarned", {
            warned,
            came,
            logged,
            seen,
            judged,
            replayed,
          })
        : null,
      finding: held && scored ? say("record.finding", { held, scored }) : null,
      empty: scored ? undefined : "No forecast has met its outcome yet. The record starts when the first one does.",
      rows,
    };
  },
});
