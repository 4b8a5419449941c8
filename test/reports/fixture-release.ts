import { addDays } from "../../src/reports/facts/format.ts";
import { type Database, openDatabase, quoteName, quoteText } from "../../src/warehouse/database.ts";
import { columnTypes, readDictionary } from "../../src/warehouse/dictionary.ts";
import { hostileNames } from "./hostile-names.ts";

type Value = string | number | boolean | null | readonly string[];
type Values = Readonly<Record<string, Value>>;

export const fixtureAsOf = "2026-11-16";
const stamp = { as_of_on: fixtureAsOf, method: "fixture", n: 26, status: "ok", unlocks: null };

/** An empty release: every table of the dictionary, no rows but the run's own. */
export async function emptyRelease(): Promise<Database> {
  const release = await openDatabase(":memory:", { threads: 2 });
  await release.run("create schema marts; create schema meta; create schema staging;");
  for (const table of readDictionary().values()) {
    const columns = table.columns.map((column) => `${quoteName(column.name)} ${columnTypes[column.type]}`);
    await release.run(`create table ${table.name} (${columns.join(", ")})`);
  }
  await insert(release, "meta.refreshes", [
    {
      run_id: "20261116T020000Z-0001",
      seq: 1,
      as_of_on: fixtureAsOf,
      data_as_of_at: "2026-11-16T02:00:00Z",
      started_at: "2026-11-16T02:00:00Z",
      schema_version: "1",
      model_version: "0.1.0",
      time_zone: "UTC",
      is_this_release: true,
    },
  ]);
  return release;
}

/** A small invented company: 34 people in six teams, nine projects, some of their names hostile. */
export async function fixtureRelease(options: { readonly hostile?: boolean } = {}): Promise<Database> {
  const release = await emptyRelease();
  const names = options.hostile ? hostileNames : [];
  await addPeople(release, names);
  await addProjects(release, names);
  await addMoves(release);
  await addWork(release);
  await addCapacity(release);
  await addVerdicts(release, names);
  await addTrust(release);
  await addBudgets(release);
  await addOpenWork(release);
  await addProposals(release, names);
  await addPortfolios(release, names);
  return release;
}

const teams = [
  ["t1", "Platform", 9],
  ["t2", "Design", 6],
  ["t3", "Data", 8],
  ["t4", "Mobile", 6],
  ["t5", "Legal", 2],
  ["t6", "Events", 3],
] as const;

const staff = teams.flatMap(([team, , size]) =>
  Array.from({ length: size }, (_, i) => ({ team, gid: `${team}p${i + 1}` })),
);

const firstNames = ["Ada", "Ben", "Caro", "Dev", "Eun", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea"];
const lastNames = ["Marsh", "Okafor", "Lind", "Rao", "Silva", "Tanaka", "Weiss"];

async function addPeople(release: Database, names: readonly string[]): Promise<void> {
  await insert(
    release,
    "marts.people",
    staff.map(({ team, gid }, i) => ({
      person_gid: gid,
      name: names[i] ?? `${firstNames[i % 12]} ${lastNames[i % 7]}`,
      email: `${gid}@example.com`,
      manager_gid: `${team}p1`,
      home_team_gid: team,
      weekly_capacity_hours: i % 5 === 0 ? 32 : 40,
      capacity_source: i % 9 === 0 ? "assumed" : "field",
      is_active: true,
      is_guest: false,
    })),
  );
  await insert(
    release,
    "marts.teams",
    teams.map(([gid, name, size], i) => ({ team_gid: gid, name: names[i + 3] ?? name, number_of_members: size })),
  );
}

/** name, team, owner, due in days, median in days, spread in days, hours left, days moved since a week before. */
const projects = [
  ["Apollo checkout", "t1", "t1p2", 18, 41, 16, 820, 9],
  ["Bluebird app", "t4", "t4p1", 46, 52, 21, 610, 5],
  ["Customer data hub", "t3", "t3p3", 75, 58, 19, 540, -2],
  ["Design system 3", "t2", "t2p1", 30, 27, 8, 220, 0],
  ["Evergreen migration", "t1", "t1p5", 120, 84, 30, 960, 1],
  ["Field guide", "t2", "t2p4", 25, 9, 5, 60, 0],
  ["Ground station", "t3", "t3p1", 90, 88, 26, 700, -8],
  ["Harbor launch", "t6", "t6p1", null, 35, 12, 150, 2],
  ["Ivory audit", "t5", "t5p1", 60, null, null, 90, null],
] as const;

async function addProjects(release: Database, names: readonly string[]): Promise<void> {
  const rows = projects.map(([name, team, owner, due, median, spread, hours, moved], i) => ({
    gid: `12${String(i).padStart(3, "0")}`,
    name: names[i] ?? name,
    ...{ team, owner, median, spread, hours, moved },
    due: due === null ? null : addDays(fixtureAsOf, due),
  }));
  await insert(
    release,
    "marts.projects",
    rows.map(({ gid, name, owner, team, due }) => ({
      project_gid: gid,
      name,
      owner_gid: owner,
      team_gid: team,
      is_archived: false,
      is_completed: false,
      due_on: due,
      created_at: "2026-02-02T09:00:00Z",
      budget_hours: 1200,
      permalink_url: `https://app.asana.com/1/1/project/${gid}`,
      is_own: false,
      is_deleted: false,
    })),
  );
  await insert(
    release,
    "marts.project_forecasts",
    rows.map(({ gid, median, spread, hours, due }) => {
      const days = median === null ? [] : dots(median, spread);
      const late = due ? days.filter((day) => addDays(fixtureAsOf, day) > due).length / 20 : 0;
      const known = median !== null;
      const at = (share: number) => (known ? addDays(fixtureAsOf, quantile(days, share)) : null);
      return {
        ...stamp,
        project_gid: gid,
        remaining_tasks: Math.round(hours / 6),
        remaining_hours: hours,
        completes_on_p10: at(0.1),
        completes_on_p50: at(0.5),
        completes_on_p80: at(0.8),
        completes_on_p85: at(0.85),
        completes_on_p90: at(0.9),
        due_on: due,
        on_time_probability: known && due ? Math.min(0.985, Math.max(0.015, 1 - late)) : null,
        risk: known ? (late > 0.5 ? "high" : late > 0.2 ? "medium" : "low") : null,
        basis: "effort",
        quantile_dates: known ? days.map((day) => addDays(fixtureAsOf, day)) : null,
        n: known ? 40 : 3,
        status: known ? "ok" : "insufficient_data",
        unlocks: known ? null : "8 weeks with completed tasks; there are 3",
      };
    }),
  );
  await insert(
    release,
    "marts.forecasts",
    rows
      .filter((row) => row.median !== null)
      .flatMap(({ gid, median, spread, moved }) =>
        [7, 14, 21, 28].map((back) => ({
          forecast_id: `c-${gid}-${back}`,
          run_id: "20261116T020000Z-0001",
          kind: "project_completion",
          subject_type: "project",
          subject_gid: gid,
          made_on: addDays(fixtureAsOf, -back),
          unit: "days",
          p85: quantile(dots(median!, spread!), 0.85) - moved! + back,
          hindcast: true,
        })),
      ),
  );
}

/** A move of a week, and one since yesterday; their parts add up and some are zero. */
async function addMoves(release: Database): Promise<void> {
  const moves = [
    ["12000", 9, { scope: 12, pace: -4, capacity: 0, calendar: 1 }],
    ["12001", 5, { scope: 0, pace: 5, capacity: 0, calendar: 0 }],
    ["12006", -8, { scope: -6, pace: 0, capacity: -2, calendar: 0 }],
  ] as const;
  await insert(
    release,
    "marts.date_moves",
    moves.flatMap(([project_gid, moved, days]) =>
      [7, 1].map((back) => ({
        project_gid,
        previous_made_on: addDays(fixtureAsOf, -back),
        moved_days: back === 7 ? moved : 1,
        scope_days: back === 7 ? days.scope : 1,
        pace_days: back === 7 ? days.pace : 0,
        capacity_days: back === 7 ? days.capacity : 0,
        calendar_days: back === 7 ? days.calendar : 0,
        as_of_on: fixtureAsOf,
      })),
    ),
  );
}

/** Twenty days ahead, skewed to the right like completion dates are. */
function dots(median: number, spread: number | null): number[] {
  return Array.from({ length: 20 }, (_, i) => {
    const z = Math.log((i + 0.5) / (19.5 - i)) / 1.7;
    return Math.max(1, Math.round(median * Math.exp((z * (spread ?? 1)) / median)));
  });
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

async function addWork(release: Database): Promise<void> {
  const tasks = Array.from({ length: 240 }, (_, i) => {
    const created = addDays(fixtureAsOf, -((i * 7) % 180) - 1);
    const isDone = i % 5 < 3;
    const finished = addDays(created, Math.min(20, i % 29));
    const done = isDone && finished < fixtureAsOf;
    return {
      task_gid: `9${String(i).padStart(4, "0")}`,
      name: `Task ${i}`,
      assignee_gid: i % 11 === 0 ? null : staff[i % staff.length]!.gid,
      project_gid: `1200${i % 9}`,
      is_completed: done,
      created_at: `${created}T09:00:00Z`,
      completed_at: done ? `${finished}T15:00:00Z` : null,
      due_on: i % 4 === 0 ? null : addDays(created, 25),
      estimate_hours: i % 6 === 0 ? null : 2 + (i % 9),
      actual_hours: done ? 3 + (i % 10) : null,
      is_own: false,
      is_deleted: false,
    };
  });
  await insert(release, "marts.tasks", tasks);
  const pace = (week: number) => 58 + 9 * Math.sin(week * 1.7) + (week > -10 ? 6 : 0) + ((week * 13) % 7);
  const scopes = [["workspace", "1"], ...teams.slice(0, 4).map(([gid]) => ["team", gid])] as [string, string][];
  await insert(
    release,
    "marts.velocity_weekly",
    scopes.flatMap(([type, gid]) =>
      Array.from({ length: 34 }, (_, i) => {
        const week = i - 26;
        const isAhead = week >= 0;
        const scale = type === "team" ? 0.2 : 1;
        const p50 = Math.round((isAhead ? 64 : pace(week)) * scale);
        const wide = (14 + week * 1.2) * scale;
        return {
          ...stamp,
          scope_type: type,
          scope_gid: gid,
          week_start_on: addDays(fixtureAsOf, week * 7),
          kind: isAhead ? "forecast" : "actual",
          number_of_tasks_completed: p50,
          hours_completed: p50 * 6,
          hours_logged: p50 * 6.4,
          number_of_tasks_completed_p10: isAhead ? p50 - wide : null,
          number_of_tasks_completed_p50: isAhead ? p50 : null,
          number_of_tasks_completed_p80: isAhead ? p50 + wide * 0.7 : null,
          number_of_tasks_completed_p90: isAhead ? p50 + wide * 1.1 : null,
          step_on: gid === "t3" ? "2026-09-07" : null,
          step_ratio: gid === "t3" ? 1.38 : null,
        };
      }),
    ),
  );
}

async function addCapacity(release: Database): Promise<void> {
  const busy: Record<string, number> = { t1: 0.98, t2: 1.02, t3: 0.78, t4: 0.86, t5: 0.55, t6: 0.62 };
  await insert(
    release,
    "marts.capacity_weekly",
    staff.flatMap(({ gid, team }, person) =>
      Array.from({ length: 21 }, (_, i) => {
        const week = i - 13;
        const capacity = person % 5 === 0 ? 32 : 40;
        const peak = team === "t2" && week >= 2 && week <= 4 ? 0.24 : 0;
        const ratio = busy[team]! + peak + 0.05 * Math.sin(week + person) - (week > 4 ? 0.12 * (week - 4) : 0);
        const load = capacity * ratio;
        const isAhead = week >= 0;
        return {
          ...stamp,
          person_gid: gid,
          week_start_on: addDays(fixtureAsOf, week * 7),
          is_future: isAhead,
          capacity_hours: capacity,
          demonstrated_capacity_hours: capacity * 0.9,
          time_off_hours: 0,
          assigned_hours: load * 0.8,
          allocated_hours: load * 0.9,
          logged_hours: isAhead ? null : load * 0.95,
          load_p10: isAhead ? load * 0.8 : null,
          load_p50: isAhead ? load : null,
          load_p80: isAhead ? load * 1.1 : null,
          load_p90: isAhead ? load * 1.18 : null,
          load_mean: isAhead ? load : null,
          utilization: ratio,
          overload_probability: isAhead ? 1 / (1 + Math.exp((1.1 - ratio) * 18)) : null,
          severe_probability: isAhead ? 1 / (1 + Math.exp((1.2 - ratio) * 18)) : null,
          load_status:
            ratio > 1.1 ? "overloaded" : ratio > 0.9 ? "at_capacity" : ratio > 0.6 ? "balanced" : "underutilized",
        };
      }),
    ),
  );
}

async function addVerdicts(release: Database, names: readonly string[]): Promise<void> {
  const groups = [
    ["workspace", "all", "All work", 812, 1.08, 1.04, 1.12, false],
    ["tag", "g1", "integration", 96, 1.62, 1.44, 1.83, true],
    ["tag", "g2", "copywriting", 58, 0.81, 0.7, 0.93, true],
    ["tag", "g3", "bug", 240, 1.15, 1.05, 1.26, false],
    ["project_type", "Client", "Client", 310, 1.02, 0.95, 1.1, false],
    ["project_type", "Internal", "Internal", 190, 1.21, 1.08, 1.36, true],
    ["size", "small", "up to 2 h", 205, 1.3, 1.2, 1.42, true],
    ["size", "large", "over 16 h", 88, 0.96, 0.84, 1.1, false],
    ["person", "t1p1", "Never shown", 60, 2, 1.8, 2.2, true],
  ] as const;
  await insert(
    release,
    "marts.estimate_accuracy",
    groups.map(([type, key, name, n, bias, lo, hi, flag], i) => ({
      ...stamp,
      ...{ group_type: type, group_key: key, group_name: type === "person" ? name : (names[i] ?? name), n },
      ...{ bias_ratio: bias, bias_lo: lo, bias_hi: hi, raw_bias_ratio: bias, is_beyond_chance: flag },
      share_within_25_percent: 0.44,
    })),
  );
  const quarters = [
    ["2026-10-01", "2026 Q4"],
    ["2027-01-01", "2027 Q1"],
    ["2027-04-01", "2027 Q2"],
    ["2027-07-01", "2027 Q3"],
  ] as const;
  await insert(
    release,
    "marts.headcount_projection",
    teams.flatMap(([gid, , size], t) =>
      quarters.map(([start, quarter], q) => {
        const gap = [0.4, 1.3, -0.9, 0.2, 0, 0][t]! + q * 0.3;
        const fte = (name: string, mid: number, spread: number) => ({
          [`${name}_fte_p10`]: mid - spread,
          [`${name}_fte_p50`]: mid,
          [`${name}_fte_p80`]: mid + spread * 0.7,
          [`${name}_fte_p90`]: mid + spread,
        });
        return {
          ...stamp,
          team_gid: gid,
          quarter_start_on: start,
          quarter,
          ...fte("demand", size + gap, 1 + q * 0.3),
          ...fte("supply", size, 0.4 + q * 0.1),
          ...fte("gap", gap, 1.1 + q * 0.3),
          shortage_probability: 1 / (1 + Math.exp(-(gap - 1) * 2)),
          top_driver: "demand growth",
          open_requisition_by_on: q > 1 ? addDays(start, -126) : null,
          assumed: ["attrition_per_year", "hiring_lead_weeks"],
        };
      }),
    ),
  );
}

async function addOpenWork(release: Database): Promise<void> {
  await insert(
    release,
    "marts.burndown",
    Array.from({ length: 30 }, (_, i) => {
      const week = i - 16;
      const open = Math.max(0, week < 0 ? 400 + (week + 16) * 26 : 820 - week * 110);
      const ahead = (factor: number) => (week >= 0 ? Math.max(0, open * factor) : null);
      return {
        project_gid: "12000",
        week_start_on: addDays(fixtureAsOf, week * 7),
        is_future: week >= 0,
        remaining_hours: open,
        scope_hours: 1200,
        remaining_p10: ahead(0.7),
        remaining_p50: ahead(1),
        remaining_p80: ahead(1.2),
        remaining_p90: ahead(1.3),
      };
    }),
  );
  await insert(
    release,
    "marts.task_forecasts",
    [3, 4, 8, 9, 13, 14, 18, 19].map((i) => ({
      ...stamp,
      task_gid: `9${String(i).padStart(4, "0")}`,
      adjusted_estimate_hours: 5,
      hours_p10: 2,
      hours_p50: 5,
      hours_p80: 8,
      hours_p90: 11,
      hours_mean: 6,
      remaining_hours: 5,
      confidence: 0.6,
      completes_on_p50: addDays(fixtureAsOf, i),
      completes_on_p85: addDays(fixtureAsOf, i * 2),
      basis: "estimate",
    })),
  );
}

async function addBudgets(release: Database): Promise<void> {
  const budgets = [
    ["12000", "time", 1500, 1100],
    ["12001", "time", 1400, 700],
    ["12002", "cost", 90000, 61000],
    ["12003", "time", 300, 60],
  ] as const;
  await insert(
    release,
    "marts.budgets",
    budgets.map(([gid, type, total, actual], i) => ({
      budget_gid: `b${i}`,
      project_gid: gid,
      budget_type: type,
      budget_hours: type === "time" ? total : null,
      budget_amount: type === "cost" ? total : null,
      currency: type === "cost" ? "EUR" : null,
      actual_hours: type === "time" ? actual : null,
      actual_amount: type === "cost" ? actual : null,
    })),
  );
  await insert(
    release,
    "marts.time_entries",
    ["12000", "12001", "12002", "12003"].map((gid, i) => ({
      entry_gid: `e${i}`,
      task_gid: `9000${i}`,
      person_gid: "t1p1",
      project_gid: gid,
      entered_on: "2026-11-02",
      hours: 400 + i * 10,
      created_at: "2026-11-02T10:00:00Z",
      source: "asana",
    })),
  );
}

async function addProposals(release: Database, names: readonly string[]): Promise<void> {
  const proposal = (
    kind: string,
    subjects: readonly string[],
    effects: readonly [object, object],
    state = "proposed",
  ) => ({
    recommendation_id: `${kind}-${subjects.join("-")}`,
    ...{ kind, subjects, state, responsible_gid: "t2p1" },
    reason: `${names[0] ?? "Ada Marsh"} has 48 h of work for 40 h in the week of 2026-11-30; another could take "${names[1] ?? "Task 3"}".`,
    effect_before: JSON.stringify(effects[0]),
    effect_after: JSON.stringify(effects[1]),
    as_of_on: fixtureAsOf,
  });
  const weeks = (before: number, after: number) =>
    [
      { week_start_on: "2026-11-30", overload_probability: 0.83, expected_overloaded_weeks: before },
      {
        week_start_on: "2026-11-30",
        overload_probability: 0.12,
        expected_overloaded_weeks: after,
        changes: [{ task_gid: "90003", name: "assignee", old: "t2p1", new: "t4p2" }],
      },
    ] as const;
  await insert(release, "marts.recommendations", [
    proposal(
      "renegotiate",
      ["12000"],
      [
        { due_on: "2026-12-04", on_time_probability: 0.02 },
        { due_on: "2027-01-14", on_time_probability: 0.8 },
      ],
    ),
    proposal("reassign", ["90003", "t2p1", "t4p2"], weeks(3.4, 1.2)),
    proposal("shift", ["90008", "t2p3"], weeks(2.1, 1.6)),
    proposal(
      "adopt_estimate",
      ["12003", "90013", "90014", "90018"],
      [{ share_estimated: 0.6 }, { share_estimated: 0.8 }],
    ),
    proposal("reduce", ["90019", "t1p4"], weeks(1.4, 0.9), "rejected"),
  ]);
  const insight = (month: string, kind: string, title: string, finding: string) => ({
    insight_id: `${kind}-${month}`,
    month_start_on: month,
    scope_type: "workspace",
    scope_gid: "workspace",
    ...{ kind, title, finding },
    n: 42,
    effect: 1.6,
    suggested_action: "Estimate them higher, or split off the part that overruns.",
    evidence: JSON.stringify({
      bias_ratio: 1.6,
      sql: "select * from marts.estimate_accuracy where group_type = 'tag'",
    }),
  });
  const tag = names[2] ?? "migration";
  await insert(release, "marts.retro_insights", [
    insight(
      "2026-10-01",
      "overrun_tag",
      `Tasks tagged "${tag}" take 60 % longer than estimated`,
      "In the middle of 42 tasks.",
    ),
    insight("2026-10-01", "rework", "9 % of the tasks came back after they were done", "Since 2026-10-05, 4 of 44."),
    insight(
      "2026-09-01",
      "overrun_tag",
      `Tasks tagged "${tag}" take 55 % longer than estimated`,
      "In the middle of 40 tasks.",
    ),
  ]);
  await insert(release, "marts.time_anomalies", [
    {
      ...{ anomaly_id: "a1", entry_gid: "e0", person_gid: "t2p2", on: "2026-11-12", rule: "long_day" },
      ...{
        reason: "14 h in one day, where 9 h is the most before",
        confidence: 0.92,
        value: 14,
        expected: 9,
        answer: "open",
      },
    },
  ]);
}

async function addPortfolios(release: Database, names: readonly string[]): Promise<void> {
  await insert(release, "marts.portfolios", [
    { portfolio_gid: "f1", name: names[4] ?? "Growth", owner_gid: "t1p1" },
    { portfolio_gid: "f2", name: names[5] ?? "Foundations", owner_gid: "t3p1" },
  ]);
  const members = [
    ["f1", "12000"],
    ["f1", "12001"],
    ["f1", "12003"],
    ["f2", "12002"],
    ["f2", "12004"],
  ] as const;
  await insert(
    release,
    "marts.portfolio_projects",
    members.map(([portfolio_gid, project_gid]) => ({ portfolio_gid, project_gid })),
  );
}

async function addTrust(release: Database): Promise<void> {
  const kinds = [
    ["project_completion", 60, 47],
    ["velocity_tasks", 120, 99],
    ["task_hours", 812, 656],
    ["person_hours", 200, 158],
  ] as const;
  await insert(
    release,
    "marts.forecast_scores",
    kinds.flatMap(([kind, n, inside]) =>
      Array.from({ length: n }, (_, i) => ({
        forecast_id: `${kind}-${i}`,
        kind,
        subject_gid: "x",
        made_on: addDays(fixtureAsOf, -90),
        actual: 10,
        is_inside_80: i < inside,
        is_below_p50: i % 2 === 0,
        pinball: 1,
        scored_on: addDays(fixtureAsOf, -7),
        hindcast: true,
      })),
    ),
  );
  const source = (name: string, state: string, detail: string | null) => ({
    source: name,
    state,
    detail,
    number_of_rows: 100,
    number_of_requests: 4,
    read_at: "2026-11-16T02:00:00Z",
  });
  await insert(release, "meta.sources", [
    source("projects", "ok", null),
    source("tasks", "ok", null),
    source("time_entries", "ok", null),
    source("budgets", "absent", "budgets are not in this plan (402)"),
    source("rates", "refused", "the token may not read rates (403)"),
  ]);
  await insert(release, "meta.checks", [
    {
      check_id: "marts.tasks: grain",
      table_name: "marts.tasks",
      kind: "grain",
      sql: "select 1",
      is_blocking: true,
      number_of_violations: 0,
    },
    {
      check_id: "marts.tasks: dates",
      table_name: "marts.tasks",
      kind: "check",
      sql: "completed_at >= created_at",
      is_blocking: false,
      number_of_violations: 2,
    },
  ]);
}

async function insert(release: Database, table: string, rows: readonly Values[]): Promise<void> {
  const names = Object.keys(rows[0]!);
  const values = rows.map((row) => `(${names.map((name) => literal(row[name] ?? null)).join(", ")})`);
  await release.run(`insert into ${table} (${names.map(quoteName).join(", ")}) values ${values.join(", ")}`);
}

function literal(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "object") return `[${value.map(quoteText).join(", ")}]`;
  return String(value);
}
