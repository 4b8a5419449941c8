/*
Projects whose chance of completion by their due date makes them a high risk.
unit: projects
*/
select count(*) filter (where risk = 'high') as value, count(*) as n
from marts.project_forecasts
where status = 'ok' and due_on is not null
