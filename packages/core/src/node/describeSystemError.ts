import { errorCode } from "../errors/errorCode.ts";

/**
 * Says why a call of the system failed, without the call and the path.
 *
 * @returns The system's sentence and its code; the whole message of any other error.
 * @example
 * ```ts
 * import { describeSystemError } from "@tensorloom/core/internal/node";
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
  const code = errorCode(cause);
  const sentence = cause.message.replace(/^[A-Z0-9_]+: /, "").split(", ")[0];
  return code === undefined ? cause.message : `${sentence} (${code})`;
}
