/**
 * Whether this code runs in Node or in a runtime that offers Node's modules, and not in a browser.
 *
 * @example
 * ```ts
 * import { isNode } from "@tensorloom/core/internal";
 *
 * isNode(); // => true
 * ```
 */
export function isNode(): boolean {
  return typeof process === "object" && typeof process.getBuiltinModule === "function";
}
