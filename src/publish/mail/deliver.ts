import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { UserError } from "../../errors.ts";
import type { Recipient } from "./recipients.ts";

/** How an attempt ended. `refused`: the server did not take it; `unknown`: it may have. */
export type Delivery =
  | { readonly outcome: "sent" }
  | { readonly outcome: "refused" | "unknown"; readonly reason: string };

export type Postman = (message: Buffer, to: Recipient) => Promise<Delivery>;

const timeout = 30_000;

/** Sends over SMTP as the URL says: smtp:// with STARTTLS where offered, smtps:// with TLS from the start. */
export function createPostman(smtpUrl: string, from: string): Postman {
  const server = readServer(smtpUrl);
  return async (message, to) => {
    const letter = watch(addressed(message, to));
    const connection = new SMTPConnection(server.options);
    try {
      await new Promise<void>((resolve, reject) => {
        connection.once("error", reject);
        connection.once("end", () => reject(new Error("the connection was closed")));
        const send = () =>
          connection.send({ from: bareAddress(from), to: [to.address] }, letter.stream, settle(resolve, reject));
        connection.connect((error) => {
          if (error) reject(error);
          else if (server.auth) connection.login(server.auth, settle(send, reject));
          else send();
        });
      });
      connection.quit();
      return { outcome: "sent" };
    } catch (error) {
      connection.close();
      return judge(error, letter.isStarted());
    }
  };
}

const settle =
  (resolve: () => void, reject: (error: Error) => void) =>
  (error?: Error | null): void =>
    error ? reject(error) : resolve();

function readServer(smtpUrl: string) {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  if (!url || !["smtp:", "smtps:"].includes(url.protocol)) {
    throw new UserError(
      "SMTP_URL is not a mail server's address. Write it as smtp://user:password@mail.example.com:587.",
    );
  }
  const secure = url.protocol === "smtps:";
  const options = {
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  };
  const auth = url.username
    ? { credentials: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
    : undefined;
  return { options, auth };
}

/** The message as a stream that knows whether the server has been given any of it. */
function watch(message: Buffer) {
  let isStarted = false;
  const stream = new Readable({
    read() {
      isStarted = true;
      this.push(message);
      this.push(null);
    },
  });
  return { stream, isStarted: () => isStarted };
}

/**
 * An answer of the server, or a failure before the message went out, means that nothing was taken. A connection lost
 * later may have delivered it: the server takes it when it reads the final dot, and the answer can be lost on its way.
 */
function judge(error: unknown, isStarted: boolean): Delivery {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  const reason = (message ?? String(error)).replaceAll(/[^\s<>"]+@[^\s<>"]+/g, "(address)").slice(0, 300);
  return { outcome: responseCode || !isStarted ? "refused" : "unknown", reason };
}

/** The message with its To, which is the only thing that differs between recipients. */
function addressed(message: Buffer, { address, name }: Recipient): Buffer {
  const label = name ? `=?UTF-8?B?${Buffer.from(name.slice(0, 16)).toString("base64")}?= ` : "";
  return Buffer.concat([Buffer.from(`To: ${label}<${address.replaceAll(/[\r\n<>]/g, "")}>\r\n`), message]);
}

export const bareAddress = (from: string): string => /<([^<>]+)>/.exec(from)?.[1] ?? from.trim();
