/**
 * The system's code of an error, such as `"ENOENT"`; undefined if it has none.
 *
 * @example
 * ```ts
 * import { errorCode } from "@tensorloom/core/internal";
 *
 * errorCode(Object.assign(new Error("no such file"), { code: "ENOENT" })); // => "ENOENT"
 * errorCode(new Error("boom")); // => undefined
 * ```
 */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
