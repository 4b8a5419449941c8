import { messageOf, UserError } from "../errors.ts";

/**
 * Failures of disk and lock as messages for the user; everything else as it came.
 * @param path the file or folder that could not be opened or written
 */
export function explainStorageError(error: unknown, path: string): unknown {
  const message = messageOf(error);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (/set lock on file|being used by another process|file is already open/i.test(message)) {
    const pid = /PID (\d+)/.exec(message)?.[1];
    return new UserError(
      `A refresh is running${pid ? ` (process ${pid})` : ""}: it holds ${path}. Wait until it has finished, then run the command again.`,
    );
  }
  if (code === "ENOSPC" || code === "EDQUOT" || /no space left|disk full|out of disk|quota exceeded/i.test(message)) {
    return new UserError(
      `The disk is full: ${path} could not be written. Free some space and run the command again; nothing is lost.`,
    );
  }
  if (code === "EFBIG" || /file too large/i.test(message)) {
    return new UserError(
      `${path} may not grow any further (the limit of file sizes, \`ulimit -f\`, or of the file system). Lift it and run the command again; nothing is lost.`,
    );
  }
  if (
    code === "EROFS" ||
    code === "EACCES" ||
    code === "EPERM" ||
    /permission denied|read-only (file system|mode)/i.test(message)
  ) {
    return new UserError(
      `${path} cannot be written (read-only or no permission). Make it writable for this user, or choose another place with --home or PLIMSOLL_HOME.`,
    );
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new UserError(
      `${path} cannot be made: a file is in the way. Choose another place with --home or PLIMSOLL_HOME.`,
    );
  }
  if (/newer (version|release) of DuckDB|serialization version|not a valid DuckDB/i.test(message)) {
    return new UserError(
      `${path} cannot be read by this version of Plimsoll (another DuckDB wrote it, or it is not a store). Update Plimsoll, or move the file away to begin anew.`,
    );
  }
  return error;
}
