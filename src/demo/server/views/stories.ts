import type { Story } from "../../world/types.ts";
import { one, plain, type View } from "../view.ts";
import { personView } from "./people.ts";
import { taskView } from "./tasks.ts";
import { escapeXml } from "./xml.ts";

const CHANGES = [
  ...["old_name", "new_name", "old_dates", "new_dates", "assignee", "old_section", "new_section", "project", "tag"],
  ...["custom_field", "old_text_value", "new_text_value", "old_number_value", "new_number_value", "old_enum_value"],
  ...["new_enum_value", "old_multi_enum_values", "new_multi_enum_values", "old_date_value", "new_date_value"],
  ...["old_people_value", "new_people_value", "old_approval_status", "new_approval_status", "dependency"],
];

const changeFields = (): View<Story>["fields"] =>
  Object.fromEntries(CHANGES.map((name) => [name, plain((row: Story) => row.change[name])]));

export const storyView: View<Story> = {
  resourceType: "story",
  gid: (row) => row.gid,
  fields: {
    type: plain((row) => row.type),
    resource_subtype: plain((row) => row.subtype),
    created_at: plain((row) => row.createdAt),
    text: plain((row) => row.text),
    html_text: plain((row) => row.htmlText ?? `<body>${escapeXml(row.text)}</body>`),
    is_edited: plain((row) => row.isEdited),
    is_editable: plain((row) => row.type === "comment"),
    is_pinned: plain((row) => row.isPinned),
    source: plain(() => "api"),
    created_by: one(
      () => personView,
      (row) => row.createdBy,
    ),
    task: one(
      () => taskView,
      (row) => row.task,
    ),
    target: one(
      () => taskView,
      (row) => row.task,
    ),
    ...changeFields(),
  },
  compact: ["created_at", "created_by", "resource_subtype", "text"],
  full: [
    ...["type", "resource_subtype", "created_at", "created_by", "text", "is_edited", "is_editable", "is_pinned"],
    ...["source", "target", ...CHANGES],
  ],
};
