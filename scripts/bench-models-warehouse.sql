-- A made-up company of a given number of tasks, four time entries each; per 500 tasks a person, per 2,000 a project, per
-- 10,000 a team. Everything follows from the number of a row, so that two runs are alike. Read by bench-models.ts.
create macro chance(i, salt) as (hash(i * 7919 + salt) % 1000000) / 1000000.0;
create macro any_of(i, salt, n) as cast(hash(i * 104729 + salt) % n as bigint);
create macro deviate(i, salt) as sqrt(-2 * ln(greatest(chance(i, salt), 1e-6))) * cos(2 * pi() * chance(i, salt + 1));

insert into marts.teams by name
select 't' || i as team_gid, 'Team ' || i as name, 20 as number_of_members
from range(greatest(1, getvariable('size') // 10000)) r(i);

insert into marts.people by name
select 'u' || i as person_gid, 'Person ' || i as name, 'u0' as manager_gid, 't' || (i % greatest(1, getvariable('size') // 10000)) as home_team_gid,
  40 as weekly_capacity_hours, 'field' as capacity_source, ['skill ' || (i % 7)] as skills, date '2023-01-02' as started_on, true as is_active
from range(greatest(4, getvariable('size') // 500)) r(i);

insert into marts.projects by name
select 'p' || i as project_gid, 'Project ' || i as name, 'u' || i as owner_gid, 't' || (i % greatest(1, getvariable('size') // 10000)) as team_gid,
  ['Build', 'Run', 'Design', 'Support'][1 + i % 4] as type, false as is_archived, false as is_completed,
  date '2026-11-16' + 30 + cast(any_of(i, 1, 150) as int) as due_on, timestamp '2024-11-01' as created_at, false as is_own, false as is_deleted
from range(greatest(2, getvariable('size') // 2000)) r(i);

create temporary table drawn as
select i, any_of(i, 2, greatest(4, getvariable('size') // 500)) as person, any_of(i, 3, greatest(2, getvariable('size') // 2000)) as project,
  cast(chance(i, 4) * 745 as int) as age, chance(i, 5) as luck, [1, 2, 4, 8, 16][1 + any_of(i, 6, 5)] as estimate, deviate(i, 7) as error
from range(getvariable('size')) r(i);

insert into marts.tasks by name
select 'k' || i as task_gid, ['Write', 'Review', 'Fix', 'Plan', 'Draw', 'Test'][1 + any_of(i, 9, 6)] || ' '
    || ['page', 'report', 'import', 'screen', 'mail', 'list', 'menu', 'chart'][1 + any_of(i, 10, 8)] || ' ' || any_of(i, 11, 400) as name,
  'u' || person as assignee_gid, 'u' || any_of(i, 12, greatest(4, getvariable('size') // 500)) as created_by_gid, 'p' || project as project_gid,
  'Section ' || any_of(i, 13, 5) as section_name, ['Low', 'Medium', 'High'][1 + any_of(i, 14, 3)] as priority, done as is_completed,
  timestamp '2026-11-16 09:00:00' - to_days(age + 20) as created_at,
  case when done then timestamp '2026-11-15 16:00:00' - to_days(age) end as completed_at,
  cast(null as date) as start_on, date '2026-11-16' - age + cast(any_of(i, 15, 20) as int) - 5 + case when done then 0 else 25 end as due_on,
  case when luck > 0.07 then estimate end as estimate_hours, case when luck > 0.07 then estimate end as original_estimate_hours,
  case when done then round(estimate * exp(0.5 * error), 2) end as actual_hours, 'time_entries' as actual_source,
  case when done then any_of(i, 15, 20) - 5 end as days_late, [1, 2, 3, 5][1 + any_of(i, 16, 4)] as story_points, false as is_milestone,
  false as is_own, false as is_deleted
from (select *, age > 15 or luck < 0.1 as done from drawn);

insert into marts.task_tags by name
select 'k' || i as task_gid, 'g' || any_of(i, 17, 25) as tag_gid, 'Tag ' || any_of(i, 17, 25) as tag_name from drawn where luck > 0.6;

insert into marts.task_dependencies by name
select 'k' || i as task_gid, 'k' || (i - 1) as depends_on_gid from drawn where age <= 15 and i % 5 = 1;

insert into marts.time_entries by name
select 'e' || i || '_' || part as entry_gid, 'k' || i as task_gid, 'u' || person as person_gid, 'p' || project as project_gid,
  date '2026-11-15' - age - cast(part as int) as entered_on, greatest(0.1, round(estimate * exp(0.5 * error) / 4, 2)) as hours,
  timestamp '2026-11-15 18:00:00' - to_days(greatest(0, age - cast(any_of(i * 4 + part, 18, 4) as int))) as created_at, 'asana' as source
from drawn, range(4) p(part);

insert into marts.task_history by name
select task_gid, created_at as valid_from, cast(null as timestamp) as valid_to, assignee_gid, due_on, estimate_hours, section_name,
  [project_gid] as project_gids, is_completed, false as is_deleted, 'observed' as source
from marts.tasks;

insert into marts.allocations by name
select 'a' || i as allocation_gid, 'u' || i as person_gid, 'p' || (i % greatest(2, getvariable('size') // 2000)) as project_gid,
  date '2026-10-01' as start_on, date '2026-12-31' as end_on, 16 as hours_per_week, 'hours' as effort_type, 16 as effort_value
from range(greatest(4, getvariable('size') // 500)) r(i) where i % 3 = 0;

insert into marts.holidays by name select date '2026-12-25' as holiday_on, 'Christmas' as name;
insert into marts.absence by name
select 'h' || i as absence_gid, 'u' || i as person_gid, date '2026-11-20' + cast(i % 30 as int) as start_on, date '2026-11-22' + cast(i % 30 as int) as end_on
from range(greatest(4, getvariable('size') // 500)) r(i) where i % 4 = 0;
