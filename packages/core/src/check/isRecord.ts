import { isObject } from "./isObject.ts";

/**
 * Whether a value is a plain object: an object of no class, of any realm, or without a prototype.
 *
 * @example
 * ```ts
 * import { isRecord } from "@tensorloom/core/internal";
 *
 * [isRecord({ rate: 1 }), isRecord([1]), isRecord(new Map())]; // => [true, false, false]
 * ```
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
