import { badRequest } from "./errors.ts";

/** The `data` of a write and the fields that its `options` ask for. @throws 400 for what is not Asana's envelope */
export function parseBody(text: string, method: string): { data: Record<string, unknown>; fields: string | null } {
  if (method === "GET" || method === "DELETE" || text === "") return { data: {}, fields: null };
  const body = parseJson(text);
  if (!isRecord(body)) throw badRequest("Could not parse request data, invalid JSON");
  for (const key of Object.keys(body)) {
    if (key !== "data" && key !== "options") throw badRequest(`Unrecognized request field: ${key}`);
  }
  if (!isRecord(body.data)) throw badRequest("data: Missing input");
  const fields = isRecord(body.options) ? body.options.fields : undefined;
  return {
    data: body.data,
    fields: fields === undefined ? null : Array.isArray(fields) ? fields.join(",") : String(fields),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Could not parse request data, invalid JSON");
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
