import { isObject, shown } from "@tensorloom/core/internal";

/** @throws TypeError if a value is not an AbortSignal. */
export function checkSignal(caller: string, signal: AbortSignal | undefined): void {
  const value: unknown = signal;
  if (value === undefined || (isObject(value) && typeof value["throwIfAborted"] === "function")) return;
  const hint = isObject(value) && "signal" in value ? "; pass the controller's signal" : "";
  throw new TypeError(`${caller}: signal must be an AbortSignal, got ${shown(value)}${hint}`);
}
