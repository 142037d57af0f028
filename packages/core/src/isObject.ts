/**
 * Whether a value is an object: lists and instances of classes are, functions and `null` are not.
 *
 * @example
 * ```ts
 * import { isObject } from "@tensorloom/core/internal";
 *
 * [isObject({ rate: 1 }), isObject([1]), isObject(null)]; // => [true, true, false]
 * ```
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
