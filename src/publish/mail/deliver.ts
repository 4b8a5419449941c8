import { createTransport, type Transporter } from "nodemailer";
import type { Recipient } from "./recipients.ts";

/** How an attempt ended. `refused`: the server did not take it; `unknown`: it may have. */
export type Delivery =
  | { readonly outcome: "sent" }
  | { readonly outcome: "refused" | "unknown"; readonly reason: string };

export interface Postman {
  deliver(message: Buffer, to: Recipient): Promise<Delivery>;
  close(): void;
}

const timeout = 30_000;

/** Sends over SMTP as the URL says (smtp:// with STARTTLS where offered, smtps://), one connection for all letters. */
export function createPostman(smtpUrl: string, from: string): Postman {
  const transport = createTransport(
    `${smtpUrl}${smtpUrl.includes("?") ? "&" : "?"}pool=true&maxConnections=1`,
    undefined,
  );
  return {
    deliver: (message, to) => send(transport, { message, to, from }),
    close: () => transport.close(),
  };
}

interface Post {
  readonly message: Buffer;
  readonly to: Recipient;
  readonly from: string;
}

async function send(transport: Transporter, { message, to, from }: Post): Promise<Delivery> {
  try {
    await withTimeout(
      transport.sendMail({ envelope: { from: bareAddress(from), to: [to.address] }, raw: addressed(message, to) }),
    );
    return { outcome: "sent" };
  } catch (error) {
    return judge(error);
  }
}

/**
 * An answer of the server, or a failure before DATA, means that nothing was taken. A connection lost later may have
 * delivered the letter: the server takes it when it reads the final dot, and the answer can be lost on its way back.
 */
function judge(error: unknown): Delivery {
  const { code, command, responseCode, message } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    message?: string;
  };
  const reason = (message ?? String(error)).replaceAll(/[^\s<>"]+@[^\s<>"]+/g, "(address)").slice(0, 300);
  const isBeforeData =
    ["EDNS", "ECONNECTION", "EAUTH", "EENVELOPE", "ETLS"].includes(code ?? "") ||
    ["CONN", "EHLO", "HELO", "STARTTLS", "MAIL FROM", "RCPT TO"].includes(command ?? "") ||
    /^AUTH/.test(command ?? "");
  return { outcome: responseCode || isBeforeData ? "refused" : "unknown", reason };
}

/** The message with its To, which is the only thing that differs between recipients. */
function addressed(message: Buffer, { address, name }: Recipient): Buffer {
  const label = name ? `=?UTF-8?B?${Buffer.from(name.slice(0, 40)).toString("base64")}?= ` : "";
  return Buffer.concat([Buffer.from(`To: ${label}<${address.replaceAll(/[\r\n<>]/g, "")}>\r\n`), message]);
}

export const bareAddress = (from: string): string => /<([^<>]+)>/.exec(from)?.[1] ?? from.trim();

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout / 1000} s`)), timeout);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
