/** Runs `work` over all items, at most `places` at a time. The first failure stops new ones and is thrown. */
export async function inParallel<Item>(
  items: readonly Item[],
  places: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(places, items.length) }, worker));
}
