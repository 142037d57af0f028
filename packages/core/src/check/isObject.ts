/**
 * Whether a value is an object: instances of classes are, lists, functions and `null` are not.
 *
 * @example
 * ```ts
 * import { isObject } from "@tensorloom/core/internal";
 *
 * [isObject({ rate: 1 }), isObject([1]), isObject(null)]; // => [true, false, false]
 * ```
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
