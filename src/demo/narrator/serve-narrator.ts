import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

export interface DemoNarrator {
  /** Ends in /v1, as an OpenAI-compatible service's does. */
  readonly baseUrl: string;
  readonly key: string;
  readonly close: () => Promise<void>;
}

const questionSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});
const sentencesSchema = z.object({ sentences: z.record(z.string(), z.string()) });

/** Turns of phrase that keep what a sentence claims. */
const turns: readonly (readonly [RegExp, string])[] = [
  [/^Decision asked this week: /, "This week we ask for a decision: "],
  [/^Decision asked: /, "We ask for a decision: "],
  [/ are more likely late/, " are now more likely late"],
  [/ of its capacity booked/, " of its capacity filled"],
  [/^No decision is asked/, "No decision is asked of you"],
  [/\bmove\b/, "shift"],
  [/ to relieve /, " to relieve the "],
];

/**
 * A stand-in for a language model on loopback. Its first answer gets a number wrong, as models do; told so, it answers with the
 * same claims in other words.
 */
export async function serveNarrator(): Promise<DemoNarrator> {
  const key = "demo-narrator";
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${key}`)
      return void reply(401, { error: { message: "no such key" } });
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") return void reply(404, {});
    void readBody(request).then(
      (body) => reply(200, { choices: [{ message: { role: "assistant", content: answerTo(body) } }] }),
      () => reply(400, {}),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function answerTo(body: string): string {
  const { messages } = questionSchema.parse(JSON.parse(body));
  const question = messages.find(({ role }) => role === "user")?.content ?? "{}";
  const { sentences } = sentencesSchema.parse(JSON.parse(question));
  const isSecond = messages.some(({ role }) => role === "assistant");
  const write = (text: string): string => turns.reduce((said, [from, to]) => said.replace(from, to), text);
  const texts = Object.entries(sentences).map(([id, text]) => [id, isSecond ? write(text) : misread(write(text))]);
  return JSON.stringify(Object.fromEntries(texts));
}

/** The first number, one too high. */
const misread = (text: string): string => text.replace(/\d+/, (number) => String(Number(number) + 1));
