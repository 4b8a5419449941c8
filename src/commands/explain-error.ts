import { messageOf } from "../errors.ts";

/** What went wrong and the way out, for the errors of disk, network and Asana that a night can meet; undefined for others. */
export function explainError(error: unknown): string | undefined {
  const { name, status, code, path } = factsOf(error);
  if (name === "AsanaError" && typeof status === "number") return explainStatus(status, error);
  const message = messageOf(error);
  if (code === "ENOSPC" || /no space left on device/i.test(message)) return full(message);
  if (
    code === "EROFS" ||
    code === "EACCES" ||
    code === "EPERM" ||
    /permission denied|read-only file system/i.test(message)
  ) {
    return `cannot write${path ? ` ${path}` : ""}: ${message}. Give this user the right to write the data directory, or choose another with --home. The last release is untouched.`;
  }
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "ETIMEDOUT") {
    return `cannot reach the server: ${message}. Check the network and ASANA_BASE_URL, then run the command again.`;
  }
  return undefined;
}

const full = (message: string): string =>
  `the disk is full: ${message}. Free space, or choose another data directory with --home, then run the command again. The last release is untouched.`;

function explainStatus(status: number, error: unknown): string {
  const message = messageOf(error);
  if (status === 401) {
    return `Asana does not accept the token (401). Make a new one at https://app.asana.com/0/my-apps and set ASANA_ACCESS_TOKEN.`;
  }
  if (status === 402) return `${message}. Asana's plan of this workspace does not include this (402).`;
  if (status === 403) return `${message}. The token may not see this (403); use one of a person who can.`;
  if (status === 404)
    return `${message}. Asana does not know it (404): check the gid in the config, and ASANA_BASE_URL.`;
  if (status === 429)
    return `${message}. Asana's rate limit was hit (429) and stayed; lower asana.requests_per_minute.`;
  return `${message}. Try again later; if it stays, see https://status.asana.com.`;
}

function factsOf(error: unknown): { name?: unknown; status?: unknown; code?: unknown; path?: unknown } {
  if (typeof error !== "object" || error === null) return {};
  const { name, status, code, path, cause } = error as Record<string, unknown>;
  const inner = typeof cause === "object" && cause !== null ? (cause as Record<string, unknown>) : {};
  return { name, status, code: code ?? inner.code, path: path ?? inner.path };
}
