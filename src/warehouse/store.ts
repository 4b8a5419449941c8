import { chmodSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { explainStorageError } from "./storage-errors.ts";

export interface StoreOptions {
  /** Asana's address as the config reads it; another one than the store's is refused. */
  readonly baseUrl: string;
  readonly workspaceGid?: string | undefined;
  readonly clock: () => Date;
  readonly readOnly?: boolean;
}

/** The private store: raw versions, history, ledgers. One writer at a time. */
export interface Store {
  readonly path: string;
  readonly database: Database;
  readonly clock: () => Date;
  readonly baseUrl: string;
  /** Runs `work` while nobody else of this process uses the connection. Do not nest. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** The same inside one transaction. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** DuckDB spills to disk beyond this; the whole program is to stay under 600 MB. */
const memoryLimit = "300MB";
/** A night is many small statements beside the reading of JSON: a second thread would take more time than it gives. */
const threads = 1;

export const storePathOf = (home: string): string => path.join(home, "store.duckdb");

/** Opens (or makes) `$PLIMSOLL_HOME/store.duckdb`. Throws UserError for locks, disks, newer versions and foreign stores. */
export async function openStore(home: string, options: StoreOptions): Promise<Store> {
  const storePath = storePathOf(home);
  if (options.readOnly && !existsSync(storePath)) {
    throw new UserError(`There is no store at ${storePath} yet. Run \`plimsoll refresh\` first.`);
  }
  const database = await openFile(home, storePath, options.readOnly ?? false);
  try {
    if (!options.readOnly) await migrate(database, storePath);
    const store = createStore({ storePath, database, options });
    await checkIdentity(store, options.workspaceGid);
    return store;
  } catch (error) {
    database.close();
    throw explainStorageError(error, storePath);
  }
}

/** Binds a new store to its workspace; refuses the store of another one. */
export async function claimStore(store: Store, workspaceGid: string): Promise<void> {
  await store.exclusive(() => checkIdentity(store, workspaceGid));
  await store.exclusive(() =>
    store.database.run(
      "insert into ledger.identity select $1, $2, $3::timestamp where not exists (from ledger.identity)",
      [store.baseUrl, workspaceGid, store.clock().toISOString()],
    ),
  );
}

async function openFile(home: string, storePath: string, readOnly: boolean): Promise<Database> {
  try {
    if (!readOnly) mkdirSync(home, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw explainStorageError(error, home);
  }
  try {
    const isNew = !existsSync(storePath);
    const database = await openDatabase(storePath, { readOnly, threads, memoryLimit });
    if (isNew) chmodSync(storePath, 0o600);
    return database;
  } catch (error) {
    throw explainStorageError(error, storePath);
  }
}

interface Identity {
  readonly base_url: string;
  readonly workspace_gid: string;
}

async function checkIdentity(store: Store, workspaceGid: string | undefined): Promise<void> {
  const [identity] = await store.database.rows<Identity>("select base_url, workspace_gid from ledger.identity");
  if (!identity) return;
  if (normalizeHost(identity.base_url) !== normalizeHost(store.baseUrl)) {
    throw new UserError(
      `${store.path} holds data from ${identity.base_url}, not from ${store.baseUrl}. Use another --home for the other Asana, or set ASANA_BASE_URL back.`,
    );
  }
  if (workspaceGid && workspaceGid !== identity.workspace_gid) {
    throw new UserError(
      `${store.path} holds workspace ${identity.workspace_gid}, not ${workspaceGid}. Use another --home for the other workspace, or set \`workspace\` back.`,
    );
  }
}

/** On this machine the port is chance (the demo takes a free one), so it does not tell one Asana from another. */
function normalizeHost(baseUrl: string): string {
  const url = new URL(baseUrl);
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname) ? `loopback${url.pathname}` : baseUrl;
}

function createStore(given: { storePath: string; database: Database; options: StoreOptions }): Store {
  const { storePath, database, options } = given;
  let last: Promise<unknown> = Promise.resolve();
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work).catch((error: unknown) => {
      throw explainStorageError(error, storePath);
    });
    last = turn.catch(() => {});
    return turn;
  };
  return {
    path: storePath,
    database,
    clock: options.clock,
    baseUrl: options.baseUrl,
    exclusive,
    transaction: (work) => exclusive(() => inTransaction(database, work)),
    close: async () => {
      await last;
      if (!options.readOnly) await database.run("checkpoint").catch(() => {});
      database.close();
    },
  };
}

async function inTransaction<T>(database: Database, work: () => Promise<T>): Promise<T> {
  await database.run("begin");
  try {
    const result = await work();
    await database.run("commit");
    return result;
  } catch (error) {
    await database.run("rollback").catch(() => {});
    throw error;
  }
}
