import type { Fact } from "../facts/fact.ts";
import { type FactBook, workspace } from "../facts/fact-book.ts";
import type { Sentence, Words } from "../facts/phrasebook.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

const mostMoves = 4;

/** What moved beyond its noise band since a week ago. */
export const changes = section({
  id: "changes",
  title: "What changed",
  load: async () => null,
  view: (_, issue) => {
    const material = [...movedDates(issue), ...changedPace(issue)];
    const bridge = bridgeOf(issue);
    return {
      finding: material[0] ?? issue.say("change.none"),
      items: material.slice(1),
      bridge,
      steps: bridge ? bridgeSteps(issue) : [],
      isQuiet: material.length === 0,
    };
  },
});

function movedDates({ book, say, material }: Issue): Sentence[] {
  const hours = book.of("remaining_hours").reduce((sum, fact) => sum + Number(fact.value), 0);
  const moved = book.of("slip_days").filter((slip) => {
    const noise = book.number("noise_days", slip.scope.gid) ?? Number.POSITIVE_INFINITY;
    const weight = (book.number("remaining_hours", slip.scope.gid) ?? 0) / Math.max(1, hours);
    return Math.abs(Number(slip.value)) > noise && weight >= material.weight;
  });
  return moved
    .sort((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)))
    .slice(0, mostMoves)
    .map((slip) => {
      const p85 = book.find("completion_p85", slip.scope.gid);
      return say("change.moved", { slip, p85, ...partsOf(book, slip) });
    });
}

/** Why a date moved: the parts that are not zero, none where they do not add up to the move that is told. */
function partsOf(book: FactBook, slip: Fact): Words {
  const parts = moveParts.flatMap((name) => {
    const fact = book.find(`moved_by_${name}`, slip.scope.gid);
    return fact && fact.value !== 0 ? [[name, fact] as const] : [];
  });
  const sum = parts.reduce((days, [, fact]) => days + Number(fact.value), 0);
  return sum === slip.value ? { ...Object.fromEntries(parts), isExplained: "yes" } : {};
}

const moveParts = ["scope", "pace", "capacity", "calendar"] as const;

function changedPace({ book, say, material }: Issue): Sentence[] {
  const pace = book.find("pace_now", workspace);
  const [now, before] = [Number(pace?.value), Number(pace?.previous)];
  const hasChanged = pace?.previous != null && before > 0 && Math.abs(now / before - 1) > material.pace;
  const steps = book.of("pace_step").flatMap((step) => {
    const since = book.find("pace_step_on", step.scope.gid);
    return since ? [say("change.step", { step, since })] : [];
  });
  return [...(hasChanged ? [say("change.pace", { pace })] : []), ...steps.slice(0, 2)];
}

function bridgeOf({ book, say }: Issue): Sentence | null {
  const [before, created, finished, open] = bridgeMetrics.map((metric) => book.find(metric, workspace));
  return before && created && finished && open && Number(before.value) + Number(open.value) > 0
    ? say("change.bridge", { before, created, finished, open })
    : null;
}

const bridgeMetrics = ["open_tasks_week_ago", "created_tasks", "finished_tasks", "open_tasks"] as const;
const bridgeLabels = ["Open a week ago", "Added", "Finished", "Open now"] as const;
const bridgeSigns = ["", "+", "−", "="] as const;

/** The parts of the move, which add up. */
function bridgeSteps({ book }: Issue) {
  return bridgeMetrics.map((metric, i) => ({
    label: bridgeLabels[i],
    sign: bridgeSigns[i],
    fact: book.find(metric, workspace),
  }));
}
