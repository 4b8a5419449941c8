import type { Portfolio, PortfolioItem, Project } from "../../world/types.ts";
import { type AnyView, many, one, part, parts, plain, type View } from "../view.ts";
import { leanValueView, personView, valueRows } from "./people.ts";
import { projectView, settingView, statusView } from "./projects.ts";
import { workspaceView } from "./teams.ts";

export const portfolioView: View<Portfolio> = {
  resourceType: "portfolio",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    archived: plain((row) => row.isArchived),
    color: plain((row) => row.color),
    start_on: plain((row) => row.startOn),
    due_on: plain((row) => row.dueOn),
    created_at: plain((row) => row.createdAt),
    default_access_level: plain(() => "editor"),
    permalink_url: plain((row) => `https://app.asana.com/0/portfolio/${row.gid}/list`),
    public: plain(() => true),
    privacy_setting: plain(() => "public_to_domain"),
    owner: one(
      () => personView,
      (row) => row.owner,
    ),
    created_by: one(
      () => personView,
      (row) => row.owner,
    ),
    members: many(
      () => personView,
      (row) => [row.owner],
    ),
    workspace: one<Portfolio>(
      () => workspaceView,
      (row) => row.workspace,
    ),
    current_status_update: part(
      () => statusView,
      (row) => row.statuses.at(-1) ?? null,
    ),
    custom_fields: parts(
      () => leanValueView,
      (row) =>
        valueRows(
          row.settings.map((setting) => setting.field),
          row.values,
        ),
    ),
    custom_field_settings: parts(
      () => settingView,
      (row) => row.settings,
    ),
  },
  compact: ["name"],
  full: [
    ...["name", "color", "start_on", "due_on", "created_at", "created_by", "default_access_level", "owner", "members"],
    ...["workspace", "permalink_url", "public", "privacy_setting", "current_status_update", "custom_fields"],
    "custom_field_settings",
  ],
};

export const portfolioItemView: View<PortfolioItem> = {
  resourceType: "project_portfolio_setting",
  gid: (row) => row.gid,
  fields: {
    project: one(
      () => projectView,
      (row) => row.item,
    ),
    portfolio: one(
      () => portfolioView,
      (row) => row.portfolio,
    ),
    is_access_control_inherited: plain(() => false),
    created_at: plain((row) => row.portfolio.createdAt),
  },
  compact: ["project", "portfolio", "is_access_control_inherited"],
  full: ["project", "portfolio", "is_access_control_inherited", "created_at"],
};

/** An item of a portfolio is a project or a portfolio (`resource_type` tells). */
export const itemView: View<Project | Portfolio> = itemOf(projectView, portfolioView);

function itemOf(projects: View<Project>, portfolios: View<Portfolio>): View<Project | Portfolio> {
  const names = new Set([...Object.keys(projects.fields), ...Object.keys(portfolios.fields)]);
  const fields: Record<string, AnyView["fields"][string]> = {};
  for (const name of names) {
    const ofProject = projects.fields[name];
    const ofPortfolio = portfolios.fields[name];
    const base = ofProject ?? ofPortfolio;
    if (!base) continue;
    const get = (row: Project | Portfolio): unknown =>
      row.kind === "project" ? ofProject?.get(row) : ofPortfolio?.get(row);
    fields[name] = { ...base, get } as AnyView["fields"][string];
  }
  return {
    resourceType: (row) => row.kind,
    gid: (row) => row.gid,
    fields: fields as View<Project | Portfolio>["fields"],
    compact: ["name"],
    full: ["name"],
  };
}
