import { z } from "zod";

/** A reference to another object: only its gid is asked. */
export const reference = z.object({ gid: z.string() }).nullish();
export const references = z.array(z.object({ gid: z.string() })).nullish();
export const text = z.string().nullish();
/** Some servers write decimals as text, lest a digit be lost. */
const numberAsText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .transform(Number);
export const number = z.union([z.number(), numberAsText]).nullish();
export const flag = z.boolean().nullish();
/** YYYY-MM-DD. */
export const day = z.iso.date().nullish();
/** An instant, ISO 8601. DuckDB drops offsets without a word, so what is not in UTC is made so. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((at) => (at.endsWith("Z") ? at : new Date(at).toISOString()))
  .nullish();

interface Inner {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly unwrap?: () => unknown;
}

/**
 * The opt_fields of a schema: every leaf as a dotted path, sorted as declared. Asana answers exactly these and the gid,
 * so what is asked and what is expected cannot drift apart.
 */
export function optFields(schema: unknown): string {
  return paths(schema)
    .filter((path) => path !== "gid")
    .join(",");
}

function paths(schema: unknown): string[] {
  const { shape } = open(schema);
  if (!shape) return [];
  return Object.entries(shape).flatMap(([name, inner]) => {
    const below = paths(inner);
    return below.length ? below.map((path) => `${name}.${path}`) : [name];
  });
}

/** Looks through arrays, optional and nullable. */
function open(schema: unknown): Inner {
  const inner = schema as Inner;
  if (inner.shape) return inner;
  if (inner.element) return open(inner.element);
  return typeof inner.unwrap === "function" ? open(inner.unwrap()) : {};
}
