import { z } from "zod";
import { messageOf } from "../../errors.ts";

export interface Endpoint {
  /** Address of an OpenAI-compatible service, as in https://api.example.com/v1. */
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string | undefined;
  readonly timeoutSeconds: number;
}

export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What an endpoint said, or why it said nothing that counts. */
export type Answer = { readonly text: string } | { readonly failed: string };

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});
const mostBytes = 200_000;

/** Asks once; whatever goes wrong is an answer too, since the report goes out without it. */
export async function askModel(
  { baseUrl, model, key, timeoutSeconds }: Endpoint,
  messages: readonly Message[],
): Promise<Answer> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      redirect: "error",
      headers: { "content-type": "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify({ model, messages, temperature: 0 }),
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { failed: explainStatus(response.status) };
    }
    return readAnswer(await readBody(response));
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return {
      failed: isLate
        ? `it gave no answer within ${timeoutSeconds} seconds`
        : `it cannot be reached: ${reasonOf(error)}`,
    };
  }
}

function explainStatus(status: number): string {
  if (status === 401 || status === 403)
    return `it refuses the key (${status}); set PLIMSOLL_NARRATOR_KEY to a valid one`;
  if (status === 404) return "it does not know this address or model (404); check narrator.base_url and narrator.model";
  if (status === 429) return "it is over its limit (429)";
  return `it answers ${status}`;
}

/** Fetch hides the reason one level down. */
const reasonOf = (error: unknown): string =>
  messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error).slice(0, 200);

/** An endless answer is cut off. */
async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(`its answer is longer than ${mostBytes / 1000} KB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readAnswer(body: string): Answer {
  const parsed = completion.safeParse(parseJson(body));
  if (!parsed.success) return { failed: "its answer is not what an OpenAI-compatible service sends" };
  return { text: parsed.data.choices[0]!.message.content };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON object in a model's text, with or without the fence that many put around it. */
export function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const inner = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(text)?.[1] ?? text;
  const value = parseJson(inner);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
