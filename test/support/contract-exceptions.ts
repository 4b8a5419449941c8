/**
 * Fields that Plimsoll asks for although the lists of Asana's document do not name them: they exist on the resource, and
 * public programs rely on them. Each is probed at run time; where it does not come, something else stands in.
 */
export const contractExceptions: Readonly<Record<string, readonly string[]>> = {
  // Without task.gid entries are read task by task; the others are attributes that may be absent.
  getTimeTrackingEntries: ["task.gid", "created_at", "billable_status", "approval_status", "description"],
  // Kinds of fields are also known from the definitions; people in fields are then left out.
  getProjects: ["custom_fields.resource_subtype", "custom_fields.people_value.gid"],
  getPortfolio: ["custom_fields.resource_subtype", "custom_fields.people_value.gid"],
  getPortfolios: ["custom_fields.resource_subtype", "custom_fields.people_value.gid"],
  getStoriesForTask: ["custom_field.resource_subtype"],
  getUsers: ["custom_fields.resource_subtype", "custom_fields.people_value.gid"],
  // Memberships of the deprecated endpoint carry the same.
  getMemberships: ["member.gid", "member.resource_type", "access_level"],
  getRates: ["parent.gid", "resource.gid", "rate", "currency_code"],
};
