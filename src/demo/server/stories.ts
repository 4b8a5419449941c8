import type { FieldValue, Story, Task } from "../world/types.ts";

/** A task's history, oldest first: what follows from the task itself, then what was written or done since. */
export function storiesOf(task: Task): Story[] {
  const stories: Story[] = [];
  const add = (subtype: string, createdAt: string, rest: { text: string; change?: Story["change"] }): void => {
    stories.push({
      gid: `${task.gid}${String(stories.length + 10)}`,
      task,
      type: "system",
      subtype,
      createdAt,
      createdBy: task.createdBy,
      text: rest.text,
      htmlText: null,
      isEdited: false,
      isPinned: false,
      change: rest.change ?? {},
    });
  };
  addBeginnings(task, add);
  addEstimateChange(task, add);
  const isToldAlready = task.stories.some((story) => story.subtype === "marked_complete");
  if (task.completedAt && !isToldAlready)
    add("marked_complete", task.completedAt, { text: "marked this task complete" });
  return [...stories, ...task.stories].sort((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0,
  );
}

type Add = (subtype: string, createdAt: string, rest: { text: string; change?: Story["change"] }) => void;

function addBeginnings(task: Task, add: Add): void {
  const place = task.places[0];
  if (place) {
    const project = { gid: place.project.gid, resource_type: "project", name: place.project.name };
    add("added_to_project", task.createdAt, { text: `added to ${place.project.name}`, change: { project } });
  }
  if (task.assignee) {
    const assignee = { gid: task.assignee.gid, resource_type: "user", name: task.assignee.name };
    add("assigned", task.createdAt, { text: `assigned to ${task.assignee.name}`, change: { assignee } });
  }
}

function addEstimateChange(task: Task, add: Add): void {
  if (task.firstEstimate === null) return;
  const found = [...task.values].find(([field]) => field.name === "Estimated Hours") as [Field, FieldValue] | undefined;
  if (!found || typeof found[1] !== "number") return;
  add("number_custom_field_changed", new Date(Date.parse(task.createdAt) + 3_600_000).toISOString(), {
    text: `changed Estimated Hours from ${task.firstEstimate} to ${found[1]}`,
    change: {
      custom_field: { gid: found[0].gid, resource_type: "custom_field", name: found[0].name },
      old_number_value: task.firstEstimate,
      new_number_value: found[1],
    },
  });
}

type Field = { readonly gid: string; readonly name: string };
