/**
 * The message of an error, or the text of anything else that was thrown. Never throws.
 *
 * @example
 * ```ts
 * import { errorMessage } from "@tensorloom/core/internal";
 *
 * [errorMessage(new Error("disk full")), errorMessage("stop")]; // => ["disk full", "stop"]
 * ```
 */
export function errorMessage(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "a thrown value that has no text"; // an object without a prototype
  }
}
