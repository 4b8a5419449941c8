import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { createIntake, type Intake } from "../../src/warehouse/intake.ts";
import { markDeleted, mergeIncoming } from "../../src/warehouse/merge.ts";
import { migrate, migrationsFolder } from "../../src/warehouse/migrate.ts";
import { ensureRawTables, type RawTable } from "../../src/warehouse/raw-table.ts";
import { finishRefresh, lastSourceStates, recordSources, startRefresh } from "../../src/warehouse/refresh-ledger.ts";
import { explainStorageError } from "../../src/warehouse/storage-errors.ts";
import { claimStore, openStore, type Store } from "../../src/warehouse/store.ts";

const clock = () => new Date("2026-11-16T06:00:00Z");
const asana = { baseUrl: "https://app.asana.com/api/1.0", clock };
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function withStore<T>(
  use: (store: Store) => Promise<T>,
  options: Partial<Parameters<typeof openStore>[1]> = {},
): Promise<T> {
  const store = await openStore(home, { ...asana, ...options });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe("a store", () => {
  it("remembers its workspace and refuses another", async () => {
    await withStore((store) => claimStore(store, "1"));
    await withStore(async (store) => {
      await claimStore(store, "1");
      await expect(claimStore(store, "2")).rejects.toThrow(/holds workspace 1, not 2/);
    });
    await expect(withStore(async () => {}, { workspaceGid: "2" })).rejects.toThrow(UserError);
  });

  it("refuses another Asana, but not another port of this machine", async () => {
    await withStore((store) => claimStore(store, "1"), { baseUrl: "http://127.0.0.1:4000/api/1.0" });
    await withStore(async () => {}, { baseUrl: "http://127.0.0.1:5000/api/1.0" });
    await expect(withStore(async () => {})).rejects.toThrow(/holds data from http:\/\/127.0.0.1:4000/);
  });

  it("of a newer Plimsoll is left alone", async () => {
    await withStore((store) => store.database.run("insert into main.migrations values (999, now()::timestamp)"));
    await expect(withStore(async () => {})).rejects.toThrow(/newer Plimsoll \(store version 999/);
  });

  it("is not made where a file is in the way", async () => {
    writeFileSync(path.join(home, "file"), "");
    await expect(openStore(path.join(home, "file"), asana)).rejects.toThrow(/--home/);
  });

  it("that is no database says so", async () => {
    writeFileSync(
      path.join(home, "store.duckdb"),
      "this is not a database, only text that is long enough to be read as one".repeat(200),
    );
    await expect(withStore(async () => {})).rejects.toThrow(/not a store/);
  });

  it.skipIf(process.getuid?.() === 0)("says when its folder is read-only", async () => {
    mkdirSync(path.join(home, "fixed"));
    chmodSync(path.join(home, "fixed"), 0o500);
    await expect(openStore(path.join(home, "fixed"), asana)).rejects.toThrow(/read-only or no permission/);
  });

  it("does not exist yet for those who only read", async () => {
    await expect(withStore(async () => {}, { readOnly: true })).rejects.toThrow(/Run `plimsoll refresh` first/);
  });

  it.each([
    [new Error("IO Error: Could not write file: No space left on device"), /disk is full/],
    [Object.assign(new Error("open"), { code: "EROFS" }), /cannot be written/],
    [new Error('IO Error: Could not set lock on file "x": Conflicting lock is held in node (PID 77)'), /process 77/],
  ])("explains %s", (error, message) => {
    expect(String(explainStorageError(error, "/data/store.duckdb"))).toMatch(message);
  });

  it("has one migration of each number, without a gap", () => {
    const numbers = readdirSync(migrationsFolder)
      .sort()
      .map((file) => Number.parseInt(file, 10));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("migrates once, and not at all when it is current", async () => {
    await withStore(async (store) => {
      const before = await store.database.rows("from main.migrations");
      await migrate(store.database, store.path);
      expect(await store.database.rows("from main.migrations")).toEqual(before);
    });
  });
});

const table: RawTable = {
  name: "things",
  columns: { name: "text", size: "number", day: "date", made_at: "at", tags: "texts", more: "json" },
};

describe("versions", () => {
  interface Given {
    readonly store: Store;
    readonly arrive: (seq: number, rows: readonly object[]) => Promise<{ added: number; changed: number }>;
    readonly held: () => Promise<unknown[]>;
  }

  const withTable = (use: (given: Given) => Promise<void>) =>
    withStore(async (store) => {
      await ensureRawTables(store, [table]);
      const intake = createIntake(store, () => "select 1");
      await use({
        store,
        arrive: async (seq, rows) => {
          await add(intake, seq, rows);
          return mergeIncoming(store, table, seq);
        },
        held: () =>
          store.database.rows(
            "select gid, name, _from_seq, _to_seq, _first_seq, _deleted_reason as reason from raw.things order by gid, _from_seq",
          ),
      });
    });

  const add = (intake: Intake, seq: number, rows: readonly object[]) =>
    intake.add({
      source: "things",
      listing: "all",
      seq,
      startedAt: clock().toISOString(),
      rows: rows.map((row) => ({ table: "things", gid: (row as { gid: string }).gid, row: JSON.stringify(row) })),
      numberOfRows: rows.length,
      nextOffset: null,
    });

  it("are typed as the columns say", () =>
    withTable(async ({ store, arrive }) => {
      await arrive(1, [
        {
          gid: "1",
          name: "a",
          size: 1.5,
          day: "2026-11-16",
          made_at: "2026-11-16T05:00:00.123Z",
          tags: ["x"],
          more: { y: [1] },
        },
      ]);
      const [row] = await store.database.rows("select name, size, day, made_at, tags, more from raw.things");
      expect(row).toEqual({
        name: "a",
        size: 1.5,
        day: "2026-11-16",
        made_at: "2026-11-16T05:00:00.123Z",
        tags: ["x"],
        more: '{"y":[1]}',
      });
    }));

  it("open when a row changes and stay when it does not", () =>
    withTable(async ({ arrive, held }) => {
      expect(
        await arrive(1, [
          { gid: "1", name: "a" },
          { gid: "2", name: "b" },
        ]),
      ).toEqual({ added: 2, changed: 0 });
      expect(
        await arrive(2, [
          { gid: "1", name: "a" },
          { gid: "2", name: "c" },
        ]),
      ).toEqual({ added: 0, changed: 1 });
      expect(await held()).toEqual([
        { gid: "1", name: "a", _from_seq: 1, _to_seq: null, _first_seq: 1, reason: null },
        { gid: "2", name: "b", _from_seq: 1, _to_seq: 2, _first_seq: 1, reason: null },
        { gid: "2", name: "c", _from_seq: 2, _to_seq: null, _first_seq: 1, reason: null },
      ]);
    }));

  it("are replaced within one run, and doubled rows count once", () =>
    withTable(async ({ arrive, held }) => {
      await arrive(1, [
        { gid: "1", name: "a" },
        { gid: "1", name: "b" },
      ]);
      await arrive(1, [{ gid: "1", name: "c" }]);
      expect(await held()).toEqual([{ gid: "1", name: "c", _from_seq: 1, _to_seq: null, _first_seq: 1, reason: null }]);
    }));

  it("end with a tombstone, and begin anew when the object comes back", () =>
    withTable(async ({ store, arrive, held }) => {
      await arrive(1, [{ gid: "1", name: "a" }]);
      await markDeleted(store, table, { gids: ["1"], reason: "deleted", seq: 2 });
      await arrive(3, [{ gid: "1", name: "a" }]);
      expect(await held()).toMatchObject([
        { _from_seq: 1, _to_seq: 2, reason: null },
        { _from_seq: 2, _to_seq: 3, reason: "deleted" },
        { _from_seq: 3, _to_seq: null, _first_seq: 1, reason: null },
      ]);
    }));

  it("take a column that a newer Plimsoll declares", () =>
    withTable(async ({ store, arrive }) => {
      await arrive(1, [{ gid: "1", name: "a" }]);
      await ensureRawTables(store, [{ name: "things", columns: { ...table.columns, color: "text" } }]);
      expect(await store.database.rows("select color from raw.things")).toEqual([{ color: null }]);
    }));
});

it("keeps runs and the states of sources", () =>
  withStore(async (store) => {
    const start = { startedAt: clock().toISOString(), asOf: "2026-11-16", timeZone: "UTC", stages: ["extract"] };
    expect(await startRefresh(store, { ...start, runId: "a" })).toBe(1);
    await recordSources(store, 1, [
      {
        source: "tasks",
        state: "ok",
        detail: "",
        numberOfRows: 3,
        numberOfRequests: 1,
        readAt: clock().toISOString(),
        asanaSays: 3,
        warehouseSays: 3,
        isExplained: true,
      },
      {
        source: "budgets",
        state: "absent",
        detail: "it's not in the plan",
        numberOfRows: null,
        numberOfRequests: 1,
        readAt: null,
      },
    ]);
    await finishRefresh(store, { seq: 1, finishedAt: clock().toISOString(), exitCode: 0, summary: { rows: 3 } });
    expect(await startRefresh(store, { ...start, runId: "b" })).toBe(2);
    expect(Object.fromEntries(await lastSourceStates(store, 2))).toEqual({ tasks: "ok", budgets: "absent" });
    expect(await store.database.rows("select exit_code, summary from ledger.refreshes where seq = 1")).toEqual([
      { exit_code: 0, summary: '{"rows":3}' },
    ]);
  }));
