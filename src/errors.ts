/** The user must act: the message says what, where and the way out. Ends with exit code 1. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A blocking check failed; the old release stays. Ends with exit code 3. */
export class CheckError extends Error {
  override readonly name = "CheckError";
}

/** The text of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
