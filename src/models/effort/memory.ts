import { type EffortTask, isPositive, matched, type PastTask, tokensOf } from "./task.ts";

/** Finished tasks in order of completion, indexed so that the similar ones are found without looking at all. */
export interface Memory {
  readonly tasks: PastTask[];
  /** Values of the matched features, numbered; -1 where empty. `matched.length` numbers a task. */
  readonly values: number[];
  readonly tokens: number[][];
  readonly lnActual: number[];
  /** ln estimate, and ln(actual / estimate); NaN without estimate. */
  readonly lnEstimate: number[];
  readonly lnRatio: number[];
  readonly byKey: Map<string, number[]>;
  readonly ids: Map<string, number>;
  readonly tokenIds: Map<string, number>;
  /** Past tasks by token. */
  readonly postings: number[][];
  /** How rare each token of the task looked at is, 0 for all others; empty between searches. Spares a map for every search. */
  readonly rarities: number[];
  /** Search that last looked at each past task; spares a set for every search. */
  readonly seenBy: number[];
  searches: number;
}

export function createMemory(): Memory {
  return {
    tasks: [],
    values: [],
    tokens: [],
    lnActual: [],
    lnEstimate: [],
    lnRatio: [],
    byKey: new Map(),
    ids: new Map(),
    tokenIds: new Map(),
    postings: [],
    rarities: [],
    seenBy: [],
    searches: 0,
  };
}

/** Adds a finished task. Tasks must arrive in order of completion. */
export function remember(memory: Memory, task: PastTask): void {
  const index = memory.tasks.length;
  const tokens = tokensOf(task).map((token) => tokenId(memory, token));
  memory.tasks.push(task);
  memory.seenBy.push(0);
  for (const value of numbered(memory, task)) memory.values.push(value);
  memory.tokens.push(tokens);
  memory.lnActual.push(Math.log(task.actual));
  const lnEstimate = isPositive(task.estimate) ? Math.log(task.estimate) : Number.NaN;
  memory.lnEstimate.push(lnEstimate);
  memory.lnRatio.push(Math.log(task.actual) - lnEstimate);
  for (const key of keysOf(task)) {
    const list = memory.byKey.get(key);
    if (list) list.push(index);
    else memory.byKey.set(key, [index]);
  }
  for (const token of tokens) memory.postings[token]!.push(index);
}

/** The matched features of a task as numbers, -1 where empty; new values get new numbers. */
export function numbered(memory: Memory, task: EffortTask): number[] {
  return matched.map((feature) => {
    const value = task[feature];
    if (value === null || value === "") return -1;
    const key = `${feature}:${value}`;
    const known = memory.ids.get(key);
    if (known !== undefined) return known;
    memory.ids.set(key, memory.ids.size);
    return memory.ids.size - 1;
  });
}

/** Past tasks worth a look, by index: the latest of each shared value, size and rare word, and the latest of all. */
export function candidatesOf(memory: Memory, task: EffortTask, most: number): number[] {
  const search = ++memory.searches;
  const found: number[] = [];
  const add = (i: number) => {
    if (memory.seenBy[i] === search) return;
    memory.seenBy[i] = search;
    found.push(i);
  };
  const take = (list: readonly number[] | undefined, limit: number) => {
    if (list) for (let i = Math.max(0, list.length - limit); i < list.length; i++) add(list[i]!);
  };
  for (const key of keysOf(task)) take(memory.byKey.get(key), most);
  const rare = tokensOf(task)
    .map((token) => memory.postings[memory.tokenIds.get(token) ?? -1])
    .filter((list) => list !== undefined)
    .sort((a, b) => a.length - b.length);
  for (const list of rare.slice(0, 4)) take(list, Math.ceil(most / 4));
  for (let i = Math.max(0, memory.tasks.length - most); i < memory.tasks.length; i++) add(i);
  return found;
}

/** Thousands share a category or a priority: those weigh, but find no candidates. */
function keysOf(task: EffortTask): string[] {
  const keys = (["assignee", "subcategory", "project", "section", "requester"] as const)
    .filter((feature) => task[feature])
    .map((feature) => `${feature}:${task[feature]}`);
  if (!isPositive(task.estimate)) return keys;
  const size = `size:${Math.round(Math.log2(task.estimate))}`;
  return [...keys, size, `${task.assignee}/${size}`];
}

function tokenId(memory: Memory, token: string): number {
  const known = memory.tokenIds.get(token);
  if (known !== undefined) return known;
  memory.tokenIds.set(token, memory.postings.length);
  memory.postings.push([]);
  memory.rarities.push(0);
  return memory.postings.length - 1;
}
