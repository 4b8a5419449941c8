import { drawFans, drawMailFan } from "../charts/draw-fan.ts";
import type { FanWeek } from "../charts/fan.ts";
import { workspace } from "../facts/fact-book.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

/** Tasks finished a week, half a year back and eight weeks ahead with a fan. */
export const velocity = section({
  id: "velocity",
  title: "Pace",
  load: (release, { asOf }) =>
    release.rows<FanWeek>(
      `
      select week_start_on as week, kind, number_of_tasks_completed as tasks, number_of_tasks_completed_p10 as lo, number_of_tasks_completed_p50 as mid, number_of_tasks_completed_p90 as hi
      from marts.velocity_weekly
      where scope_type = 'workspace' and (kind <> 'forecast' or status = 'ok')
        and week_start_on between cast($1 as date) - 182 and cast($1 as date) + 56
      order by week_start_on`,
      [asOf],
    ),
  view: async (weeks, { book, say }: Issue) => {
    const [ahead, pace] = [book.find("pace_ahead", workspace), book.find("pace_now", workspace)];
    const isKnown = ahead && ahead.lo !== null && ahead.hi !== null;
    const hasChart = weeks.filter((week) => week.kind !== "forecast").length >= 4;
    return {
      finding: isKnown ? say("velocity.finding", { ahead }) : null,
      empty: hasChart ? undefined : "There are fewer than four full weeks with finished tasks, too few for a pace.",
      recent: pace && pace.previous !== null ? say("velocity.recent", { pace }) : null,
      ...(hasChart ? await drawFans(weeks) : {}),
      mailChart: hasChart ? await drawMailFan(weeks) : null,
      weeks,
    };
  },
});
