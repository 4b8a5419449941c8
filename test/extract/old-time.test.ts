import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startDemo } from "../../src/demo/start.ts";
import { deleteEntry, logTime } from "../../src/demo/world/tasks.ts";
import { chooseListings } from "../../src/extract/choose-listings.ts";
import { type ListingState, stateKey } from "../../src/extract/listing-ledger.ts";
import { timeEntries } from "../../src/extract/resources/time-entries.ts";
import { runNight } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

/** Five old weeks, read one a night. */
const history = "extract.history_days=70";
const mostNights = 5;
const createdAt = Date.parse("2026-11-16T09:00:00.000Z");

it("finds time that was replaced by as much on the same old day when its turn comes, where no sum tells", async () => {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const demo = await startDemo({ tasks: 60 });
  const { world } = demo;
  const night = () =>
    runNight(
      { home, url: demo.url, token: demo.token, only: ["time_entries"], set: [history] },
      async ({ summary, store }) => ({
        deleted: summary.deleted,
        differences: (await differences(world, store)).filter((line) => line.startsWith("entry ")),
      }),
    );
  const [task] = world.tasks.values();
  const given = { task: task!, person: world.me, enteredOn: "2026-09-09", minutes: 120, createdAt };
  const oldest = logTime(world, given);
  expect((await night()).differences).toEqual([]);
  const before = task!.loggedMinutes;
  deleteEntry(world, oldest);
  logTime(world, given);
  expect(task!.loggedMinutes).toBe(before);
  let found = await night();
  expect(found.differences).toHaveLength(2);
  for (let n = 2; n <= mostNights && found.differences.length > 0; n++) found = await night();
  await demo.close();
  rmSync(home, { recursive: true });
  expect(found).toEqual({ deleted: 1, differences: [] });
});

it("reads every week of two years within 28 nights, the oldest too", async () => {
  const rows = async () => [];
  const reads = { stories: false, attachments: false, projectBriefs: false, storiesProjects: [], storiesDays: 1 };
  const states = new Map<string, ListingState>();
  const stateOf = (key: string) => states.get(stateKey("time_entries", key));
  const world = {
    ...{ workspaceGid: "1", asOf: "2026-11-16", historyDays: 730, reads, portfolios: [], round: 1 },
    ...{ tried: new Map(), stateOf, rotates: true, changesSince: undefined, rows },
  };
  const seenIn = new Map<string, number>();
  for (let seq = 1; seq <= 29; seq++) {
    const windows = await timeEntries.listings(world);
    const due = chooseListings({ states, full: false, rotates: true, never: false }, timeEntries, windows);
    if (seq > 1) expect(due.length).toBeLessThanOrEqual(10);
    for (const { key } of due) {
      if (seq > 1 && !seenIn.has(key)) seenIn.set(key, seq);
      const read = {
        source: "time_entries",
        listing: key,
        seq,
        state: "done" as const,
        started_at: "",
        complete_at: "",
      };
      const rest = { next_offset: null, offset_at: null, number_of_rows: 0, complete_seq: seq, too_large_seq: null };
      states.set(stateKey("time_entries", key), { ...read, ...rest });
    }
  }
  expect(seenIn.size).toBe(states.size);
  expect(seenIn.size).toBeGreaterThan(100);
});
