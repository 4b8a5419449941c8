/*
Values of a fixed list in Asana that Plimsoll does not know; the rows are kept as they are.
*/
select 'task ' || resource_subtype as value
from staging.stg_tasks
where resource_subtype not in ('default_task', 'milestone', 'approval', 'section', 'custom')
union all
select 'custom field ' || field_type
from staging.stg_custom_fields
where field_type not in ('text', 'enum', 'multi_enum', 'number', 'date', 'people', 'reference')
union all
select 'time entry ' || approval_status
from staging.stg_time_entries
where approval_status not in ('DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED')
union all
select 'time entry ' || billable_status
from staging.stg_time_entries
where billable_status not in ('billable', 'nonBillable', 'notApplicable')
union all
select 'allocation ' || effort_type
from staging.stg_allocations
where effort_type not in ('hours', 'percent')
union all
select 'budget ' || budget_type
from staging.stg_budgets
where budget_type not in ('time', 'cost')
union all
select 'portfolio item ' || item_type
from staging.stg_portfolio_items
where item_type not in ('project', 'portfolio')
