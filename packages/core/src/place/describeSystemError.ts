import { errorCode } from "../errors/errorCode.ts";
import { StorageError } from "../storage/storageError.ts";

/**
 * Says why a call of the system failed, without the call and the path.
 *
 * @returns The system's sentence and its code; the message of a StorageError without its address; the whole message of any
 * other error.
 * @example
 * ```ts
 * import { describeSystemError } from "@tensorloom/core/internal";
 * import { readFileSync } from "node:fs";
 *
 * let reason = "";
 * try {
 *   readFileSync("/no/such/file");
 * } catch (error) {
 *   reason = describeSystemError(error);
 * }
 * reason; // => "no such file or directory (ENOENT)"
 * ```
 */
export function describeSystemError(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause instanceof StorageError) return cause.message.slice(cause.address.length + ": ".length);
  const code = errorCode(cause);
  const sentence = cause.message.replace(/^[A-Z0-9_]+: /, "").split(", ")[0];
  return code === undefined ? cause.message : `${sentence} (${code})`;
}
