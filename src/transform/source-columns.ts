/**
 * The columns of the store's raw tables that staging reads, by resource, with DuckDB types. A release can be built from a
 * store that lacks a table or a column (an older store, a source that Asana refused): the view then gives nulls, or no rows.
 */
export const sourceColumns: Readonly<Record<string, string>> = {
  workspaces: "gid VARCHAR, name VARCHAR, is_organization BOOLEAN",
  users: "gid VARCHAR, name VARCHAR, email VARCHAR, custom_fields JSON",
  workspace_memberships:
    "gid VARCHAR, user_gid VARCHAR, is_active BOOLEAN, is_admin BOOLEAN, is_guest BOOLEAN, is_view_only BOOLEAN, created_at TIMESTAMP, user_task_list_gid VARCHAR",
  agents: "gid VARCHAR, name VARCHAR, resource_subtype VARCHAR",
  teams: "gid VARCHAR, name VARCHAR, description VARCHAR, visibility VARCHAR",
  team_memberships: "gid VARCHAR, team_gid VARCHAR, user_gid VARCHAR, is_guest BOOLEAN, is_admin BOOLEAN",
  projects:
    "gid VARCHAR, name VARCHAR, notes VARCHAR, archived BOOLEAN, completed BOOLEAN, completed_at TIMESTAMP, color VARCHAR, created_at TIMESTAMP, modified_at TIMESTAMP, start_on DATE, due_on DATE, owner_gid VARCHAR, team_gid VARCHAR, created_from_template_gid VARCHAR, privacy_setting VARCHAR, permalink_url VARCHAR, current_status_type VARCHAR, custom_fields JSON",
  project_memberships:
    "gid VARCHAR, project_gid VARCHAR, member_gid VARCHAR, member_type VARCHAR, access_level VARCHAR",
  project_briefs: "gid VARCHAR, project_gid VARCHAR, title VARCHAR, text VARCHAR, permalink_url VARCHAR",
  sections: "gid VARCHAR, project_gid VARCHAR, name VARCHAR, position BIGINT, created_at TIMESTAMP",
  custom_fields:
    "gid VARCHAR, name VARCHAR, description VARCHAR, resource_subtype VARCHAR, representation_type VARCHAR, format VARCHAR, precision BIGINT, currency_code VARCHAR, asana_created_field VARCHAR, is_global BOOLEAN, enum_options JSON",
  custom_field_settings: "gid VARCHAR, parent_gid VARCHAR, custom_field_gid VARCHAR, is_important BOOLEAN",
  tags: "gid VARCHAR, name VARCHAR, color VARCHAR",
  portfolios:
    "gid VARCHAR, name VARCHAR, owner_gid VARCHAR, color VARCHAR, archived BOOLEAN, start_on DATE, due_on DATE, custom_fields JSON",
  portfolio_items: "gid VARCHAR, portfolio_gid VARCHAR, item_gid VARCHAR, item_type VARCHAR",
  status_updates:
    "gid VARCHAR, parent_gid VARCHAR, parent_type VARCHAR, title VARCHAR, text VARCHAR, status_type VARCHAR, author_gid VARCHAR, created_at TIMESTAMP",
  tasks:
    "gid VARCHAR, name VARCHAR, notes VARCHAR, resource_subtype VARCHAR, approval_status VARCHAR, completed BOOLEAN, completed_at TIMESTAMP, completed_by_gid VARCHAR, created_at TIMESTAMP, created_by_gid VARCHAR, modified_at TIMESTAMP, assignee_gid VARCHAR, assigned_by_gid VARCHAR, due_on DATE, due_at TIMESTAMP, start_on DATE, start_at TIMESTAMP, num_subtasks BIGINT, parent_gid VARCHAR, memberships JSON, tag_gids VARCHAR[], dependency_gids VARCHAR[], follower_gids VARCHAR[], custom_fields JSON, actual_time_minutes DOUBLE, permalink_url VARCHAR, custom_type_gid VARCHAR, custom_type_status_option_gid VARCHAR",
  time_entries:
    "gid VARCHAR, task_gid VARCHAR, user_gid VARCHAR, entered_on DATE, duration_minutes BIGINT, created_at TIMESTAMP, category_gid VARCHAR, attributable_to_gid VARCHAR, billable_status VARCHAR, approval_status VARCHAR, description VARCHAR",
  time_tracking_categories: "gid VARCHAR, name VARCHAR, is_archived BOOLEAN",
  timesheet_approval_statuses: "gid VARCHAR, user_gid VARCHAR, start_date DATE, end_date DATE, approval_status VARCHAR",
  absence: "gid VARCHAR, user_gid VARCHAR, start_date DATE, end_date DATE",
  allocations:
    "gid VARCHAR, assignee_gid VARCHAR, project_gid VARCHAR, start_date DATE, end_date DATE, effort_type VARCHAR, effort_value DOUBLE",
  budgets:
    "gid VARCHAR, project_gid VARCHAR, budget_type VARCHAR, estimate_value DOUBLE, estimate_source VARCHAR, actual_value DOUBLE, total_value DOUBLE, currency_code VARCHAR",
  rates: "gid VARCHAR, project_gid VARCHAR, resource_gid VARCHAR, rate DOUBLE, currency_code VARCHAR",
  goals:
    "gid VARCHAR, name VARCHAR, owner_gid VARCHAR, due_on DATE, start_on DATE, status VARCHAR, time_period_gid VARCHAR, team_gid VARCHAR, is_workspace_level BOOLEAN, metric JSON, custom_fields JSON",
  time_periods: "gid VARCHAR, display_name VARCHAR, period VARCHAR, start_on DATE, end_on DATE",
  custom_types: "gid VARCHAR, name VARCHAR, status_options JSON, project_gid VARCHAR",
  project_templates: "gid VARCHAR, name VARCHAR, team_gid VARCHAR",
  task_templates: "gid VARCHAR, name VARCHAR, project_gid VARCHAR, template JSON",
  stories:
    "gid VARCHAR, task_gid VARCHAR, type VARCHAR, resource_subtype VARCHAR, created_at TIMESTAMP, created_by_gid VARCHAR, text VARCHAR, payload JSON",
  attachments:
    "gid VARCHAR, task_gid VARCHAR, name VARCHAR, resource_subtype VARCHAR, size BIGINT, host VARCHAR, created_at TIMESTAMP",
};

/** The ledgers of the store that models may read, as `source.ledger_<name>`. */
export const ledgerColumns: Readonly<Record<string, string>> = {
  refreshes:
    "seq BIGINT, run_id VARCHAR, started_at TIMESTAMP, as_of_on DATE, time_zone VARCHAR, stages VARCHAR, data_as_of_at TIMESTAMP, number_of_requests BIGINT, exit_code INTEGER",
  sources:
    "seq BIGINT, source VARCHAR, state VARCHAR, detail VARCHAR, number_of_rows BIGINT, number_of_requests BIGINT, read_at TIMESTAMP, asana_says DOUBLE, warehouse_says DOUBLE, is_explained BOOLEAN",
  listings: "source VARCHAR, listing VARCHAR, seq BIGINT, state VARCHAR, complete_at TIMESTAMP, complete_seq BIGINT",
  forecasts:
    "forecast_id VARCHAR, seq BIGINT, run_id VARCHAR, kind VARCHAR, subject_type VARCHAR, subject_gid VARCHAR, made_on DATE, target_on DATE, horizon_weeks BIGINT, unit VARCHAR, p10 DOUBLE, p50 DOUBLE, p80 DOUBLE, p85 DOUBLE, p90 DOUBLE, mean DOUBLE, method VARCHAR, model_version VARCHAR, n BIGINT, inputs_hash VARCHAR, hindcast BOOLEAN",
  writes:
    "write_id VARCHAR, run_id VARCHAR, action VARCHAR, object_type VARCHAR, object_gid VARCHAR, key VARCHAR, why VARCHAR, old_value JSON, new_value JSON, state VARCHAR, intended_at TIMESTAMP, finished_at TIMESTAMP, error VARCHAR, approved_by_gid VARCHAR, release_run_id VARCHAR",
  held_values: "key VARCHAR, name VARCHAR, value JSON, state VARCHAR, seen_at TIMESTAMP",
  managed_objects: "key VARCHAR, object_type VARCHAR, object_gid VARCHAR, run_id VARCHAR, made_at TIMESTAMP",
  model_calls:
    "call_id VARCHAR, run_id VARCHAR, model VARCHAR, endpoint VARCHAR, report VARCHAR, project_gids VARCHAR, audience VARCHAR, prompt VARCHAR, answer VARCHAR, verdict VARCHAR, at TIMESTAMP",
};

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Reads `name TYPE, name TYPE` as columns. */
export const parseColumns = (text: string): Column[] =>
  text.split(", ").map((part) => {
    const [name = "", ...type] = part.split(" ");
    return { name, type: type.join(" ") };
  });

/** Views of all versions, by name: the table they come from and its columns. What is not looked at over time would only make them heavy. */
export const versionedSources: Readonly<Record<string, { readonly table: string; readonly columns: string }>> = {
  task_versions: { table: "tasks", columns: sourceColumns.tasks!.replace("notes VARCHAR, ", "") },
  time_entry_versions: {
    table: "time_entries",
    columns: "gid VARCHAR, task_gid VARCHAR, duration_minutes BIGINT, approval_status VARCHAR",
  },
  custom_field_versions: { table: "custom_fields", columns: sourceColumns.custom_fields! },
};
