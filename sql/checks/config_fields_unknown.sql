/*
Field roles that the config sets to a custom field that does not exist.
table: meta.field_roles
*/
select config.role
from staging.stg_config_fields as config
anti join meta.field_roles as roles on roles.role = config.role
