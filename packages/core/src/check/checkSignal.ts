import { shown } from "./check.ts";
import { isObject } from "./isObject.ts";

/**
 * Checks an option that is an `AbortSignal`, of any realm, or omitted.
 *
 * @param name - The function and option, for the message: `"predict: signal"`.
 * @throws TypeError if it is another value, such as an `AbortController`.
 * @example
 * ```ts
 * import { checkSignal } from "@tensorloom/core/internal";
 *
 * checkSignal("predict: signal", new AbortController().signal);
 * ```
 */
export function checkSignal(name: string, signal: AbortSignal | undefined): void {
  const value: unknown = signal;
  if (value === undefined || (isObject(value) && typeof value["throwIfAborted"] === "function")) return;
  const hint = isObject(value) && "signal" in value ? "; pass the controller's signal" : "";
  throw new TypeError(`${name} must be an AbortSignal, got ${shown(value)}${hint}`);
}
