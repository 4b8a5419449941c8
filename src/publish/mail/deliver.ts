import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { isLoopback } from "../../config/loopback.ts";
import { UserError } from "../../errors.ts";
import type { Recipient } from "./recipients.ts";

/**
 * How an attempt ended. `refused`: the server did not take this letter, `isPassing` where it may do so a little later (a code
 * of 4xx); `unreachable`: it takes none at all; `unknown`: it may have taken it.
 */
export type Delivery =
  | { readonly outcome: "sent" }
  | { readonly outcome: "refused"; readonly reason: string; readonly isPassing: boolean }
  | { readonly outcome: "unreachable"; readonly reason: string }
  | { readonly outcome: "unknown"; readonly reason: string };

export type Postman = (message: Buffer, to: Recipient) => Promise<Delivery>;

const timeout = 30_000;

/** Sends over SMTP as the URL says: smtp:// with STARTTLS where offered, smtps:// with TLS from the start. */
export function createPostman(smtpUrl: string, from: string): Postman {
  const server = readServer(smtpUrl);
  return async (message, to) => {
    const letter = watch(addressed(message, to));
    const connection = new SMTPConnection(server.options);
    let isAdmitted = false;
    try {
      await new Promise<void>((resolve, reject) => {
        connection.once("error", reject);
        connection.once("end", () => reject(new Error("the connection was closed")));
        const send = () => {
          isAdmitted = true;
          connection.send({ from: bareAddress(from), to: [to.address] }, letter.stream, settle(resolve, reject));
        };
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
      return judge(error, { isAdmitted, isGiven: letter.isGiven() });
    }
  };
}

const settle =
  (resolve: () => void, reject: (error: Error) => void) =>
  (error?: Error | null): void =>
    error ? reject(error) : resolve();

function readServer(smtpUrl: string) {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || !url.hostname) {
    throw new UserError(
      "SMTP_URL is not a mail server's address. Write it as smtp://user:password@mail.example.com:587.",
    );
  }
  const secure = url.protocol === "smtps:";
  const options = {
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password goes over no network in the clear.
    requireTLS: !secure && url.username !== "" && !isLoopback(url),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  };
  const auth = url.username
    ? { credentials: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
    : undefined;
  return { options, auth };
}

const pieceBytes = 16 * 1024;

/** The message as a stream that knows whether the last of it was taken on its way to the server. */
function watch(message: Buffer) {
  let at = 0;
  const stream = new Readable({
    highWaterMark: pieceBytes,
    read() {
      const piece = message.subarray(at, at + pieceBytes);
      at += piece.length;
      this.push(piece.length > 0 ? piece : null);
    },
  });
  let isGiven = false;
  stream.once("end", () => {
    isGiven = true;
  });
  return { stream, isGiven: () => isGiven };
}

interface Progress {
  /** Whether the server has let us in, so that what follows is about this letter. */
  readonly isAdmitted: boolean;
  /** Whether the whole message was handed over. */
  readonly isGiven: boolean;
}

/**
 * An answer of the server, or a failure before the end of the message went out, means that nothing was taken: the server takes
 * a message when it reads the final dot. A connection lost later may have delivered it, since the answer can be lost on its way.
 */
function judge(error: unknown, { isAdmitted, isGiven }: Progress): Delivery {
  const { responseCode, command, message } = error as { responseCode?: number; command?: string; message?: string };
  const reason = (message ?? String(error)).replaceAll(/[^\s<>"]+@[^\s<>"]+/g, "(address)").slice(0, 300);
  if (!isAdmitted || command === "MAIL FROM") return { outcome: "unreachable", reason };
  if (responseCode) return { outcome: "refused", reason, isPassing: responseCode < 500 };
  return isGiven ? { outcome: "unknown", reason } : { outcome: "refused", reason, isPassing: true };
}

/** The message with its To, which is the only thing that differs between recipients. */
function addressed(message: Buffer, { address, name }: Recipient): Buffer {
  const label = name ? `${encodedWord(name)} ` : "";
  return Buffer.concat([Buffer.from(`To: ${label}<${address.replaceAll(/[\r\n<>]/g, "")}>\r\n`), message]);
}

/** A name as one word of a header, which holds 45 bytes. */
function encodedWord(name: string): string {
  let text = name;
  while (Buffer.byteLength(text) > 45) text = [...text].slice(0, -1).join("");
  return `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
}

export const bareAddress = (from: string): string => /<([^<>]+)>/.exec(from)?.[1] ?? from.trim();
