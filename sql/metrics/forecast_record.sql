/*
Share of scored forecasts whose outcome lay within their 80 % prediction interval.
unit: ratio
*/
select avg(is_inside_80::int) as value, count(*) as n
from marts.forecast_scores
where is_inside_80 is not null
