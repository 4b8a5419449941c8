import { messageOf } from "../errors.ts";
import type { ModelInput, ModelNode, ModelSettings } from "../models/node.ts";
import { type ModelRun, type Pieces, record } from "../models/record/recording.ts";
import type { Database } from "../warehouse/database.ts";
import type { DictionaryTable } from "../warehouse/dictionary.ts";
import { buildRowsTable, buildSqlTable, createEmptyTable } from "./build-table.ts";
import { type Check, checksOf } from "./checks.ts";
import { type GraphNode, orderNodes } from "./graph.ts";
import { findReferences } from "./references.ts";
import { modelSchemas, type SqlFile } from "./sql-models.ts";

/** What the graph is built from. */
export interface Blueprint {
  readonly sqlModels: readonly SqlFile[];
  readonly modelNodes: readonly ModelNode[];
  readonly dictionary: ReadonlyMap<string, DictionaryTable>;
}

/** What a run hands to its models. */
export interface BuildSettings {
  readonly asOf: string;
  readonly runId: string;
  readonly seed: number;
  readonly models: ModelSettings;
  /** Takes what a recorded model read and wrote; left out: nothing is recorded. */
  readonly keep?: (run: ModelRun, pieces: Pieces) => void;
}

/** A node of the graph that can be built, and the checks of what it writes. */
export interface BuildNode extends GraphNode {
  readonly build: (db: Database) => Promise<void>;
  readonly checks: readonly Check[];
}

/** Sets the variables that SQL models read; they are their only clock and calendar. */
export async function setVariables(db: Database, { asOf, models }: BuildSettings): Promise<void> {
  const isodow = { monday: 1, saturday: 6, sunday: 7 }[models.week_starts_on];
  await db.run(`set variable as_of = date '${asOf}'`);
  await db.run(`set variable week_starts_isodow = ${isodow}`);
  await db.run(`set variable time_zone = '${models.time_zone}'`);
}

/** Prepares the schemas that models write to; tables of `intermediate` live in memory and never reach a release. */
export async function createSchemas(db: Database): Promise<void> {
  await db.run("attach ':memory:' as intermediate (compress)");
  for (const schema of modelSchemas.filter((name) => name !== "intermediate")) {
    await db.run(`create schema if not exists ${schema}`);
  }
}

/** All nodes in the order in which they must run, tables of the dictionary that nobody writes (kept empty) included. */
export async function planBuild(db: Database, blueprint: Blueprint, settings: BuildSettings): Promise<BuildNode[]> {
  const { sqlModels, modelNodes, dictionary } = blueprint;
  const nodes = await Promise.all(sqlModels.map((file) => sqlNode(db, file, dictionary.get(file.name))));
  const written = [...nodes, ...modelNodes.map((node) => typeScriptNode(node, dictionary, settings))];
  const names = new Set(written.flatMap((node) => node.writes));
  const rest = [...dictionary.values()].filter((table) => !names.has(table.name)).map(emptyNode);
  const all = [...written, ...rest];
  assertKnown(all);
  return orderNodes(all);
}

async function sqlNode(db: Database, file: SqlFile, declared: DictionaryTable | undefined): Promise<BuildNode> {
  if (declared && declared.grain.join() !== file.header.grain.join()) {
    throw new Error(
      `${file.name}: the header's grain (${file.header.grain.join(", ")}) differs from the dictionary's (${declared.grain.join(", ")})`,
    );
  }
  return {
    name: file.name,
    reads: await findReferences(db, file.name, file.sql),
    writes: [file.name],
    build: (target) => buildSqlTable(target, file, declared),
    checks: checksOf({ name: file.name, ...file.header }),
  };
}

function typeScriptNode(
  node: ModelNode,
  dictionary: ReadonlyMap<string, DictionaryTable>,
  { asOf, runId, seed, models, keep }: BuildSettings,
): BuildNode {
  const tables = node.writes.map((name) => {
    const table = dictionary.get(name);
    if (!table) throw new Error(`The model ${node.name} writes ${name}, which the dictionary does not know`);
    return table;
  });
  return {
    name: node.name,
    reads: node.reads,
    writes: node.writes,
    checks: tables.flatMap((table) => checksOf({ name: table.name, grain: table.grain })),
    build: async (db) => {
      const input = { rows: <T>(sql: string) => db.rows<T>(sql), asOf, runId, seed, settings: models };
      const rows = await runNode(node, input, keep).catch((error: unknown) => {
        throw new Error(`The model ${node.name} failed: ${messageOf(error)}`, { cause: error });
      });
      for (const table of tables) await buildRowsTable(db, table, rows[table.name] ?? []);
    },
  };
}

async function runNode(node: ModelNode, input: ModelInput, keep: BuildSettings["keep"]) {
  if (!keep || !node.isRecorded) return node.run(input);
  const { written, run, pieces } = await record(node, input);
  keep(run, pieces);
  return written;
}

const emptyNode = (table: DictionaryTable): BuildNode => ({
  name: table.name,
  reads: [],
  writes: [table.name],
  build: (db) => createEmptyTable(db, table),
  checks: [],
});

/** Every table read must be written by some node, or lie in `source`. */
function assertKnown(nodes: readonly BuildNode[]): void {
  const known = new Set(nodes.flatMap((node) => node.writes));
  for (const node of nodes) {
    const unknown = node.reads.find((table) => !known.has(table) && !table.startsWith("source."));
    if (unknown) throw new Error(`${node.name} reads ${unknown}, which no model writes`);
  }
}
