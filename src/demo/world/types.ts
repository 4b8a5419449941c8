/** What the embedded workspace holds, in memory. Rows point at one another; Asana's own names appear only in the server's views. */

/** The workspace that everything lies in. */
export interface Workspace {
  readonly gid: string;
  readonly name: string;
}

export interface Person {
  readonly workspace: Workspace;
  readonly gid: string;
  name: string;
  email: string | null;
  isActive: boolean;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly createdAt: string;
  readonly membershipGid: string;
  readonly taskListGid: string;
  readonly values: Values;
}

/** A teammate that is a program. */
export interface Agent {
  readonly workspace: Workspace;
  readonly gid: string;
  readonly name: string;
}

export interface Brief {
  readonly gid: string;
  readonly project: Project;
  readonly title: string;
  readonly text: string;
}

export interface Team {
  readonly workspace: Workspace;
  readonly gid: string;
  name: string;
  readonly description: string;
  readonly members: TeamMember[];
}

export interface TeamMember {
  readonly gid: string;
  readonly team: Team;
  readonly person: Person;
  readonly isAdmin: boolean;
}

export type FieldType = "text" | "enum" | "multi_enum" | "number" | "date" | "people" | "reference";

export interface CustomField {
  readonly gid: string;
  name: string;
  description: string;
  readonly type: FieldType;
  /** Differs from the type for formula and custom_id fields, whose values nobody may write. */
  readonly representation: FieldType | "formula" | "custom_id";
  format: string | null;
  precision: number | null;
  currencyCode: string | null;
  readonly asanaCreatedField: string | null;
  readonly isGlobal: boolean;
  /** What has the field without any setting: all people, all projects, or nothing (then settings decide). */
  readonly everywhereOn: "people" | "projects" | null;
  hasNotifications: boolean;
  readonly createdBy: Person | null;
  readonly options: EnumOption[];
}

export interface EnumOption {
  readonly gid: string;
  name: string;
  color: string;
  isEnabled: boolean;
  readonly field: CustomField;
}

export type FieldValue =
  | number
  | string
  | EnumOption
  | readonly EnumOption[]
  | readonly Person[]
  | { readonly date: string; readonly dateTime: string | null };

export type Values = Map<CustomField, FieldValue>;

export interface Setting {
  readonly gid: string;
  readonly parent: Project | Portfolio;
  readonly field: CustomField;
  isImportant: boolean;
}

export interface Section {
  readonly gid: string;
  name: string;
  readonly project: Project;
  readonly createdAt: string;
  tasks: Task[];
}

export interface Project {
  readonly workspace: Workspace;
  readonly gid: string;
  readonly kind: "project";
  name: string;
  notes: string;
  htmlNotes: string | null;
  isArchived: boolean;
  completedAt: string | null;
  color: string | null;
  readonly createdAt: string;
  modifiedAt: string;
  startOn: string | null;
  dueOn: string | null;
  owner: Person | null;
  team: Team | null;
  privacy: string;
  readonly values: Values;
  settings: Setting[];
  sections: Section[];
  readonly members: Membership[];
  readonly statuses: StatusUpdate[];
  /** Portfolios that hold it. */
  readonly portfolios: Portfolio[];
  /** The template that it was made from. */
  template?: Template;
  brief?: Brief;
}

export interface Membership {
  readonly gid: string;
  readonly parent: Project;
  readonly member: Person | Team;
  readonly memberType: "user" | "team";
  accessLevel: string;
}

export interface Tag {
  readonly workspace: Workspace;
  readonly gid: string;
  name: string;
  color: string | null;
  notes: string;
}

export interface Portfolio {
  readonly workspace: Workspace;
  readonly gid: string;
  readonly kind: "portfolio";
  name: string;
  owner: Person;
  color: string | null;
  isArchived: boolean;
  startOn: string | null;
  dueOn: string | null;
  readonly createdAt: string;
  readonly values: Values;
  settings: Setting[];
  items: PortfolioItem[];
  readonly statuses: StatusUpdate[];
}

export interface PortfolioItem {
  readonly gid: string;
  readonly portfolio: Portfolio;
  readonly item: Project | Portfolio;
}

export interface StatusUpdate {
  readonly gid: string;
  readonly parent: Project | Portfolio;
  readonly title: string;
  readonly text: string;
  readonly statusType: string;
  readonly author: Person;
  readonly createdAt: string;
}

export type TaskKind = "default_task" | "milestone" | "approval" | "custom";

export interface TaskPlace {
  readonly project: Project;
  section: Section;
}

export interface Task {
  readonly workspace: Workspace;
  readonly gid: string;
  name: string;
  notes: string;
  htmlNotes: string | null;
  kind: TaskKind;
  approvalStatus: string | null;
  completedAt: string | null;
  completedBy: Person | null;
  readonly createdAt: string;
  readonly createdBy: Person | null;
  modifiedAt: string;
  assignee: Person | null;
  assignedBy: Person | null;
  dueOn: string | null;
  dueAt: string | null;
  startOn: string | null;
  parent: Task | null;
  subtasks: Task[];
  places: TaskPlace[];
  tags: Tag[];
  dependencies: Task[];
  dependents: Task[];
  followers: Person[];
  readonly values: Values;
  entries: Entry[];
  loggedMinutes: number;
  customType: CustomType | null;
  customStatus: StatusOption | null;
  /** Written comments and what happened since the company was made; older history is derived on demand. */
  stories: Story[];
  /** The first estimate in hours, where it was changed before the company's first day on record. */
  firstEstimate: number | null;
  attachments: Attachment[];
}

export interface Entry {
  readonly gid: string;
  readonly task: Task;
  readonly person: Person;
  enteredOn: string;
  minutes: number;
  readonly createdAt: number;
  category: Category | null;
  project: Project | null;
  billable: "billable" | "nonBillable" | "notApplicable";
  approval: "DRAFT" | "SUBMITTED" | "APPROVED" | "REJECTED";
  description: string;
}

export interface Category {
  readonly gid: string;
  readonly name: string;
  readonly color: string;
  readonly isArchived: boolean;
}

export interface Timesheet {
  readonly gid: string;
  readonly person: Person;
  readonly startOn: string;
  readonly endOn: string;
  status: "DRAFT" | "SUBMITTED" | "APPROVED" | "REJECTED";
  readonly createdAt: string;
}

export interface Absence {
  readonly gid: string;
  readonly person: Person;
  readonly startOn: string;
  readonly endOn: string;
}

export interface Allocation {
  readonly gid: string;
  readonly assignee: Person;
  readonly project: Project;
  startOn: string;
  endOn: string;
  effort: { readonly type: "hours" | "percent"; readonly value: number } | null;
}

export interface Budget {
  readonly gid: string;
  readonly project: Project;
  readonly type: "cost" | "time";
  readonly total: number;
  readonly currency: string | null;
}

export interface Rate {
  readonly gid: string;
  readonly project: Project;
  readonly person: Person;
  readonly rate: number;
  readonly currency: string;
}

export interface TimePeriod {
  readonly gid: string;
  readonly name: string;
  readonly period: string;
  readonly startOn: string;
  readonly endOn: string;
}

export interface Goal {
  readonly gid: string;
  readonly name: string;
  readonly owner: Person;
  readonly dueOn: string;
  readonly startOn: string;
  readonly status: string;
  readonly period: TimePeriod;
  readonly target: number;
  readonly current: number;
}

export interface StatusOption {
  readonly gid: string;
  readonly name: string;
  readonly color: string;
  readonly completion: "not_started" | "in_progress" | "completed";
}

export interface CustomType {
  readonly gid: string;
  readonly name: string;
  readonly project: Project;
  readonly options: readonly StatusOption[];
}

export interface Template {
  readonly gid: string;
  readonly name: string;
  readonly parent: Team | Project;
}

export interface Story {
  readonly gid: string;
  readonly task: Task;
  readonly type: "comment" | "system";
  readonly subtype: string;
  readonly createdAt: string;
  readonly createdBy: Person | null;
  text: string;
  htmlText: string | null;
  isEdited: boolean;
  isPinned: boolean;
  /** Old and new values as Asana names them, for system stories. */
  readonly change: Readonly<Record<string, unknown>>;
}

export interface Attachment {
  readonly gid: string;
  readonly task: Task;
  readonly name: string;
  readonly size: number;
  readonly host: string;
  readonly createdAt: string;
}
