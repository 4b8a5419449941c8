import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  /** Everything that was sent. */
  readonly body: string;
  readonly sentences: Readonly<Record<string, string>>;
}

/** What an endpoint does with a question. */
export type Behavior = (asked: Asked, response: ServerResponse) => void;

/** A real HTTP endpoint on loopback that answers as a test says. */
export async function startEndpoint(behavior: Behavior) {
  const questions: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const user = JSON.parse(body).messages.find(({ role }: { role: string }) => role === "user").content;
    const { sentences } = JSON.parse(user);
    const asked = { path: request.url!, authorization: request.headers.authorization, body, sentences };
    questions.push(asked);
    behavior(asked, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers as an OpenAI-compatible service does. */
export const say = (response: ServerResponse, content: string): void =>
  void response
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ id: "1", choices: [{ index: 0, message: { role: "assistant", content } }] }));

/** Answers with every sentence as `change` makes it. */
export const rewriting =
  (change: (text: string, id: string) => string): Behavior =>
  ({ sentences }, response) =>
    say(
      response,
      JSON.stringify(Object.fromEntries(Object.entries(sentences).map(([id, text]) => [id, change(text, id)]))),
    );
