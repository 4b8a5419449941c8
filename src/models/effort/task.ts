/** What the effort model may know of a task. Anything but id and days may be null. */
export interface EffortTask {
  readonly id: string;
  readonly name: string | null;
  readonly assignee: string | null;
  readonly project: string | null;
  readonly section: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly priority: string | null;
  readonly requester: string | null;
  readonly tags: readonly string[];
  /** Hours; null, zero, negative or not finite means that there is no estimate. */
  readonly estimate: number | null;
  /** Hours logged already on an open task: it cannot take less. */
  readonly logged?: number | null;
}

/** A finished task, with what it really took. */
export interface PastTask extends EffortTask {
  /** Hours, above zero. */
  readonly actual: number;
  /** Day number of completion. */
  readonly completedDay: number;
}

export const matched = ["assignee", "subcategory", "project", "section", "category", "requester", "priority"] as const;
export type Matched = (typeof matched)[number];

/** Hours that can be learnt from: a finite number above zero. */
export const isPositive = (hours: number | null | undefined): hours is number =>
  typeof hours === "number" && Number.isFinite(hours) && hours > 0;

/** Words of a name in lower case and tags as words of their own, each once; numbers keep only that they are numbers. */
export function tokensOf(task: Pick<EffortTask, "name" | "tags">): string[] {
  const words =
    (task.name ?? "")
      .slice(0, 400)
      .toLowerCase()
      .match(/\p{L}+|\p{N}+/gu) ?? [];
  const kept = words.filter((word) => word.length > 1).map((word) => (/^\p{N}/u.test(word) ? "0" : word));
  return [...new Set([...kept, ...task.tags.map((tag) => `#${tag}`)])].slice(0, 40);
}
